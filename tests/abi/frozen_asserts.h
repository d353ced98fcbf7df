/* What the lines of frozen/1.N.inc mean: assertions of the compiler, the same in C11 and in C++11. A unit includes
 * sluice/sluice.h, this file, and the frozen files. Types are compared exactly: with or without const, signed or not.
 */
#ifndef SLUICE_TEST_FROZEN_ASSERTS_H
#define SLUICE_TEST_FROZEN_ASSERTS_H

#include <stddef.h>
#include <stdint.h>

#if UINTPTR_MAX != UINT64_MAX
#error "the frozen layout is that of 64-bit machines"
#endif

#ifdef __cplusplus

template <class One, class Other>
struct frozen_same {
    static constexpr bool value = false;
};
template <class One>
struct frozen_same<One, One> {
    static constexpr bool value = true;
};
#define FROZEN_SAME_TYPE(type, ...) frozen_same<type, __VA_ARGS__>::value
#define FROZEN_SAME_FIELD(owner, field, ...) frozen_same<decltype(owner::field), __VA_ARGS__>::value
#define FROZEN_SAME_FUNCTION(name, ...) frozen_same<decltype(&name), __VA_ARGS__>::value
#define FROZEN_ASSERT(fact, text) static_assert(fact, text)
/* Only C++11 can look into a constant struct while it compiles; the macro is the same text in both languages. */
#define FROZEN_INIT(owner, macro)           \
    constexpr owner frozen_##owner = macro; \
    static_assert(frozen_##owner.struct_size == sizeof(owner), #macro " does not set struct_size")

#else

#define FROZEN_SAME_TYPE(type, ...) _Generic((type *)0, __typeof__(__VA_ARGS__) * : 1, default : 0)
#define FROZEN_SAME_FIELD(owner, field, ...) _Generic(&((owner *)0)->field, __typeof__(__VA_ARGS__) * : 1, default : 0)
#define FROZEN_SAME_FUNCTION(name, ...) _Generic(&name, __VA_ARGS__ : 1, default : 0)
#define FROZEN_ASSERT(fact, text) _Static_assert(fact, text)
#define FROZEN_INIT(owner, macro) enum { frozen_##owner = sizeof((owner)macro) }

#endif

/* A typedef stands for exactly this type. */
#define FROZEN_TYPE(type, ...) FROZEN_ASSERT(FROZEN_SAME_TYPE(type, __VA_ARGS__), "another type: " #type)
/* A pointer to the function has exactly this type. */
#define FROZEN_FUNCTION(name, ...) FROZEN_ASSERT(FROZEN_SAME_FUNCTION(name, __VA_ARGS__), "another type: " #name)
/* A struct may grow, never shrink. */
#define FROZEN_SIZE(owner, bytes) FROZEN_ASSERT(sizeof(owner) >= bytes, "has shrunk: " #owner)
/* A field or a slot: its offset, its size and its exact type. */
#define FROZEN_FIELD(owner, field, at, bytes, ...)                                           \
    FROZEN_ASSERT(offsetof(owner, field) == at, "has moved: " #owner "." #field);            \
    FROZEN_ASSERT(sizeof(((owner *)0)->field) == bytes, "another size: " #owner "." #field); \
    FROZEN_ASSERT(FROZEN_SAME_FIELD(owner, field, __VA_ARGS__), "another type: " #owner "." #field)
/* A code or a constant. */
#define FROZEN_NUMBER(name, value) FROZEN_ASSERT(name == value, "another value: " #name)
/* An extension id or a name that is looked up. */
#define FROZEN_TEXT(name, text) FROZEN_ASSERT(__builtin_strcmp(name, text) == 0, "another text: " #name)

#endif
