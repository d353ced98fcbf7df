/* A struct of exactly the size that this host was compiled with, and directly behind it bytes that nobody may write: a
 * plugin that takes the struct for a longer one is caught. */
#ifndef SLUICE_TEST_GUARDED_H
#define SLUICE_TEST_GUARDED_H

#include <string.h>

#include "check.h"

#define GUARD_BYTE 0xa5
#define GUARD_BYTES 64

/* Use: GUARDED(sluice_verdict) verdict = {SLUICE_VERDICT_INIT, {0}}; SET_GUARD(verdict); ... CHECK_GUARD(verdict); */
#define GUARDED(type)                     \
    struct {                              \
        type value;                       \
        unsigned char guard[GUARD_BYTES]; \
    }

#define SET_GUARD(box) memset((box).guard, GUARD_BYTE, GUARD_BYTES)
#define CHECK_GUARD(box)                                                                      \
    do {                                                                                      \
        CHECK((const char *)(box).guard == (const char *)&(box).value + sizeof((box).value)); \
        CHECK(is_untouched((box).guard, GUARD_BYTES));                                        \
    } while (0)

static inline int is_untouched(const unsigned char *bytes, size_t count) {
    size_t at;
    for (at = 0; at < count; ++at) {
        if (bytes[at] != GUARD_BYTE) return 0;
    }
    return 1;
}

#endif
