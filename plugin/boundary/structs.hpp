// Structs across the boundary: each side may be older or newer than the other.
//
// In: a struct shorter than its 1.0 size is refused; a longer one is accepted when all that this plugin does not know
// is zero. Out: the smaller of both sizes is written, never more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "boundary/error.hpp"
#include "sluice/status.h"

namespace sluice {

// Nothing in this ABI is near that; a larger size is garbage, and reading its tail would leave the host's memory.
inline constexpr uint32_t kStructBytesMax = 1024;

// `known_bytes`: what this plugin knows of the struct; today also the 1.0 size of every struct.
inline sluice_status check_input(const void *input, std::size_t known_bytes, uint32_t &unknown_offset) noexcept {
    if (input == nullptr) return SLUICE_E_ARGUMENT;
    uint32_t size = 0;
    std::memcpy(&size, input, sizeof size);
    if (size < known_bytes || size > kStructBytesMax) return SLUICE_E_SIZE;
    const auto *bytes = static_cast<const unsigned char *>(input);
    for (std::size_t offset = known_bytes; offset < size; ++offset) {
        if (bytes[offset] != 0) {
            unknown_offset = static_cast<uint32_t>(offset);
            return SLUICE_E_UNKNOWN_SET;
        }
    }
    return SLUICE_OK;
}

// Copies the known part. A failure names the argument.
template <typename Struct>
sluice_status read_struct(const Struct *input, Struct &known, const char *name, sluice_error *error) noexcept {
    uint32_t unknown_offset = 0;
    const sluice_status status = check_input(input, sizeof(Struct), unknown_offset);
    switch (status) {
        case SLUICE_OK:
            std::memcpy(&known, input, sizeof(Struct));
            known.struct_size = sizeof(Struct);
            return SLUICE_OK;
        case SLUICE_E_ARGUMENT:
            return fail(error, status, 0, "%s is null: pass a struct", name);
        case SLUICE_E_SIZE:
            return fail(error, status, input->struct_size,
                "%s.struct_size is %u, expected %zu to %u: use its INIT macro", name, input->struct_size,
                sizeof(Struct), kStructBytesMax);
        default:
            return fail(error, status, unknown_offset,
                "%s has a field at byte %u that this plugin does not know: leave it 0 or load a newer plugin", name,
                unknown_offset);
    }
}

// An output struct must have at least its 1.0 size.
template <typename Struct>
bool is_writable(const Struct *output) noexcept {
    return output != nullptr && output->struct_size >= sizeof(Struct) && output->struct_size <= kStructBytesMax;
}

// Writes the known part and says how much that is; what lies behind it in a newer host's struct is left alone.
template <typename Struct>
void write_struct(Struct *output, Struct &known) noexcept {
    known.struct_size = sizeof(Struct);
    std::memcpy(output, &known, sizeof(Struct));
}

}  // namespace sluice
