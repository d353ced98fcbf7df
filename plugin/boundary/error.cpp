#include "boundary/error.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstring>

namespace sluice {

sluice_status fail(sluice_error *error, sluice_status status, uint32_t detail, const char *format, ...) noexcept {
    constexpr std::size_t kHeaderBytes = offsetof(sluice_error, message);
    if (error == nullptr || error->struct_size < kHeaderBytes + 4) return status;
    const std::size_t capacity = std::min(sizeof(error->message), error->struct_size - kHeaderBytes);
    va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(error->message, capacity, format, arguments);
    va_end(arguments);
    const std::size_t whole = length < 0 ? 0 : static_cast<std::size_t>(length);
    if (whole >= capacity) std::memcpy(error->message + capacity - 4, "...", 4);
    error->status = status;
    error->detail = detail;
    error->message_length = static_cast<uint32_t>(std::min(whole, capacity - 1));
    return status;
}

}  // namespace sluice
