#include "boundary/error.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "boundary/structs.hpp"

namespace sluice {

sluice_status fail(sluice_error *error, sluice_status status, uint32_t detail, const char *format, ...) noexcept {
    constexpr std::size_t kHeaderBytes = offsetof(sluice_error, message);
    if (error == nullptr || error->struct_size < kHeaderBytes + 4 || error->struct_size > kStructBytesMax)
        return status;
    const std::size_t capacity = std::min(sizeof(error->message), error->struct_size - kHeaderBytes);
    va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(error->message, capacity, format, arguments);
    va_end(arguments);
    std::size_t written = length < 0 ? 0 : static_cast<std::size_t>(length);
    if (written >= capacity) {
        // Not inside a character: what is left must be UTF-8.
        std::size_t cut = capacity - 4;
        while (cut > 0 && (static_cast<unsigned char>(error->message[cut]) & 0xc0) == 0x80)
            --cut;
        std::memcpy(error->message + cut, "...", 4);
        written = cut + 3;
    }
    error->status = status;
    error->detail = detail;
    error->message_length = static_cast<uint32_t>(written);
    return status;
}

}  // namespace sluice
