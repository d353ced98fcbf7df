// Is a name that the host gives fit for logs and metrics? Valid UTF-8 without control characters: one bad byte in a
// label makes Prometheus refuse a whole page. Pure function; RFC 3629.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sluice {

// The place of the first byte that does not belong, or `length` when all do.
inline std::size_t find_bad_byte(const char *text, std::size_t length) noexcept {
    std::size_t at = 0;
    while (at < length) {
        const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
        const unsigned char first = byte(0);
        const std::size_t bytes = first < 0x80                    ? 1
                                  : first >= 0xc2 && first < 0xe0 ? 2
                                  : (first & 0xf0) == 0xe0        ? 3
                                  : first >= 0xf0 && first < 0xf5 ? 4
                                                                  : 0;
        if (bytes == 0 || at + bytes > length || first < 0x20 || first == 0x7f) return at;
        for (std::size_t offset = 1; offset < bytes; ++offset) {
            if ((byte(offset) & 0xc0) != 0x80) return at;
        }
        const bool is_overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
        const bool is_outside = (first == 0xed && byte(1) >= 0xa0) || (first == 0xf4 && byte(1) >= 0x90);
        if (is_overlong || is_outside) return at;
        at += bytes;
    }
    return length;
}

}  // namespace sluice
