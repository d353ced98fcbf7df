// What a host can do wrong, and where it is told: a line each to the host's own log callback, with level
// SLUICE_LOG_HOST, and a count for each kind. Part of cpp/checked.hpp. Any thread; the mutex is not held while the host
// writes its line. Needs C++11.
#ifndef SLUICE_CPP_CHECKED_MISUSE_HPP
#define SLUICE_CPP_CHECKED_MISUSE_HPP

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

#include "sluice/host.h"

namespace sluice {
inline namespace sdk_v1 {

enum class Misuse {
    kStruct,    // null, or struct_size is not set
    kHandle,    // never given, or closed, or its engine is destroyed
    kOrder,     // the wrong moment: destroyed before it was stopped, never destroyed
    kControl,   // two [control] calls at the same time
    kPoll,      // two [poll] calls for one venue at the same time
    kCallback,  // something that a callback must not do
    kTicket,    // a ticket that is held already
    kGrant,     // reported twice, reported and never given, given and never reported
    kTime,      // now_ns went back, or is not of the engine's clock
    kStatus     // a call that the plugin refused for another reason
};
constexpr std::size_t kMisuseKinds = 10;

class MisuseLog {
public:
    explicit MisuseLog(std::uint64_t lines_each_max) : lines_each_max_(lines_each_max) {
        for (std::uint64_t &count : counts_)
            count = 0;
    }

    // host: whose log callback gets the line; null: none is known, it is only counted.
    void report(Misuse misuse, const sluice_host *host, const std::string &text) {
        bool is_written = false;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            is_written = ++counts_[static_cast<std::size_t>(misuse)] <= lines_each_max_;
            last_ = text;
        }
        if (!is_written || !host || !host->log) return;
        const std::string line = "misuse: " + text;
        host->log(host->context, SLUICE_LOG_HOST, line.c_str(), line.size());
    }

    std::uint64_t count(Misuse misuse) const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return counts_[static_cast<std::size_t>(misuse)];
    }
    std::uint64_t total() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::uint64_t sum = 0;
        for (const std::uint64_t count : counts_)
            sum += count;
        return sum;
    }
    std::string last() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return last_;
    }

private:
    const std::uint64_t lines_each_max_;
    mutable std::mutex mutex_;
    std::uint64_t counts_[kMisuseKinds];
    std::string last_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
