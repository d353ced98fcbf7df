#include "judge.hpp"

#include <cstdio>

namespace sluice::validate {

void Judge::add(const char *format, va_list arguments) {
    char text[512];
    std::vsnprintf(text, sizeof text, format, arguments);
    const std::lock_guard guard(mutex_);
    ++fault_count_;
    if (faults_.size() < kFaultsMax) faults_.emplace_back(text);
}

void Judge::fault(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(format, arguments);
    va_end(arguments);
}

bool Judge::expect(bool holds, const char *format, ...) {
    if (holds) return true;
    va_list arguments;
    va_start(arguments, format);
    add(format, arguments);
    va_end(arguments);
    return false;
}

void Judge::give_up(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(format, arguments);
    va_end(arguments);
    throw CaseEnded{};
}

void Judge::skip(const char *why) {
    skipped_because_ = why;
    throw CaseEnded{};
}

}  // namespace sluice::validate
