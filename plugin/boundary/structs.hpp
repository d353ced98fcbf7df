// Structs across the boundary: each side may be older or newer than the other.
//
// In: a struct shorter than it ever was is refused; what an older host does not know is taken as zero; a longer one is
// accepted when all that this plugin does not know is zero. Out: the smaller of both sizes is written, never more. As
// long as a struct is what it was at first, the compiler sees that and none of this costs anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "boundary/error.hpp"
#include "boundary/first_sizes.hpp"
#include "sluice/status.h"

namespace sluice {

// Nothing in this ABI is near that; a larger size is garbage, and reading its tail would leave the host's memory.
inline constexpr uint32_t kStructBytesMax = 1024;

// `known_bytes`: what this plugin knows of the struct.
template <typename Struct>
sluice_status check_input(const Struct *input, std::size_t known_bytes, uint32_t &unknown_offset) noexcept {
    if (input == nullptr) return SLUICE_E_ARGUMENT;
    uint32_t size = 0;
    std::memcpy(&size, input, sizeof size);
    if (size < kFirstBytes<Struct> || size > kStructBytesMax) return SLUICE_E_SIZE;
    const auto *bytes = reinterpret_cast<const unsigned char *>(input);
    for (std::size_t offset = known_bytes; offset < size; ++offset) {
        if (bytes[offset] != 0) {
            unknown_offset = static_cast<uint32_t>(offset);
            return SLUICE_E_UNKNOWN_SET;
        }
    }
    return SLUICE_OK;
}

// How much of a struct both sides know.
template <typename Struct>
std::size_t shared_bytes(const Struct &theirs) noexcept {
    static_assert(kFirstBytes<Struct> <= sizeof(Struct), "a struct never shrinks");
    if constexpr (kFirstBytes<Struct> == sizeof(Struct)) return sizeof(Struct);
    return theirs.struct_size < sizeof(Struct) ? theirs.struct_size : sizeof(Struct);
}

// Copies what check_input() has accepted.
template <typename Struct>
void copy_input(const Struct *input, Struct &known) noexcept {
    const std::size_t bytes = shared_bytes(*input);
    if (bytes < sizeof(Struct)) known = Struct{};
    std::memcpy(&known, input, bytes);
    known.struct_size = sizeof(Struct);
}

// Copies the known part. A failure names the argument.
template <typename Struct>
sluice_status read_struct(const Struct *input, Struct &known, const char *name, sluice_error *error) noexcept {
    uint32_t unknown_offset = 0;
    const sluice_status status = check_input(input, sizeof(Struct), unknown_offset);
    switch (status) {
        case SLUICE_OK:
            copy_input(input, known);
            return SLUICE_OK;
        case SLUICE_E_ARGUMENT:
            return fail(error, status, 0, "%s is null: pass a struct", name);
        case SLUICE_E_SIZE:
            return fail(error, status, input->struct_size,
                "%s.struct_size is %u, expected %u to %u: use its INIT macro", name, input->struct_size,
                kFirstBytes<Struct>, kStructBytesMax);
        default:
            return fail(error, status, unknown_offset,
                "%s has a field at byte %u that this plugin does not know: leave it 0 or load a newer plugin", name,
                unknown_offset);
    }
}

// An output struct must have at least its first size.
template <typename Struct>
bool is_writable(const Struct *output) noexcept {
    return output != nullptr && output->struct_size >= kFirstBytes<Struct> && output->struct_size <= kStructBytesMax;
}

// Writes the part that both sides know and says how much that is; what lies behind it in a newer host's struct is left
// alone.
template <typename Struct>
void write_struct(Struct *output, Struct &known) noexcept {
    const std::size_t bytes = shared_bytes(*output);
    known.struct_size = static_cast<uint32_t>(bytes);
    std::memcpy(output, &known, bytes);
}

}  // namespace sluice
