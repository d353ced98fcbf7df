// What one case finds out about a plugin: promises that it breaks, in words that name the call and what came back. A
// case goes on after a fault, as far as it makes sense. Any thread may report; the first kFaultsMax faults are kept.
#pragma once

#include <cstdarg>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace sluice::validate {

// Thrown to end a case; caught where cases are run.
struct CaseEnded {};

class Judge {
public:
    static constexpr std::size_t kFaultsMax = 12;

    // A promise is broken.
    void fault(const char *format, ...) __attribute__((format(printf, 2, 3)));
    // Reports the fault unless it holds; returns whether it does.
    bool expect(bool holds, const char *format, ...) __attribute__((format(printf, 3, 4)));
    // A fault after which nothing else of this case can be judged.
    [[noreturn]] void give_up(const char *format, ...) __attribute__((format(printf, 2, 3)));
    // The plugin lacks what the case is about, and may.
    [[noreturn]] void skip(const char *why);

    const std::vector<std::string> &faults() const { return faults_; }
    std::size_t fault_count() const { return fault_count_; }
    const std::string &skipped_because() const { return skipped_because_; }

private:
    void add(const char *format, va_list arguments);

    std::mutex mutex_;
    std::vector<std::string> faults_;
    std::size_t fault_count_ = 0;
    std::string skipped_because_;
};

}  // namespace sluice::validate
