// Lines for the operator, on stderr, each written at once so that lines of several threads do not mix. Not for the path
// of an order: only for what happens rarely.
#pragma once

#include <string>

namespace fix_gateway {

enum class LogLevel { kInfo, kWarning, kError };

void log_line(LogLevel level, const std::string &text);

inline void log_info(const std::string &text) {
    log_line(LogLevel::kInfo, text);
}
inline void log_warning(const std::string &text) {
    log_line(LogLevel::kWarning, text);
}
inline void log_error(const std::string &text) {
    log_line(LogLevel::kError, text);
}

}  // namespace fix_gateway
