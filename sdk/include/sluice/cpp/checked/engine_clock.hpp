// Judges the times that a host passes with its calls: they may repeat, and threads may overtake each other a little,
// but they neither go back nor leave the engine's clock. Part of cpp/checked.hpp. Any thread. Needs C++11 and Linux.
#ifndef SLUICE_CPP_CHECKED_ENGINE_CLOCK_HPP
#define SLUICE_CPP_CHECKED_ENGINE_CLOCK_HPP

#include <time.h>

#include <atomic>
#include <cstdint>
#include <string>

#include "sluice/host.h"

namespace sluice {
inline namespace sdk_v1 {

class EngineClock {
public:
    static std::uint64_t monotonic_ns() {
        timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return static_cast<std::uint64_t>(now.tv_sec) * 1000000000u + static_cast<std::uint64_t>(now.tv_nsec);
    }
    // The host's clock, or CLOCK_MONOTONIC.
    static std::uint64_t read(const sluice_host &host) {
        return host.now_ns ? host.now_ns(host.context) : monotonic_ns();
    }

    // What is wrong with this time (0: the plugin shall read the clock); empty: nothing.
    std::string judge(std::uint64_t now_ns, std::uint64_t late_max_ns, const sluice_host &host) {
        if (now_ns == 0) return std::string();
        std::uint64_t latest_ns = latest_ns_.load(std::memory_order_relaxed);
        if (now_ns < latest_ns) {
            if (latest_ns - now_ns <= late_max_ns) return std::string();
            return "now_ns " + std::to_string(now_ns) + " is " + std::to_string(latest_ns - now_ns) +
                   " ns before a time that was given earlier: read the clock for each call";
        }
        // The clock is asked only about a jump, as the plugin does.
        if (now_ns - latest_ns > kJumpNs) {
            const std::uint64_t clock_ns = read(host);
            if (now_ns > clock_ns && now_ns - clock_ns > kJumpNs) {
                return "now_ns " + std::to_string(now_ns) + " is " + std::to_string(now_ns - clock_ns) +
                       " ns ahead of the engine's clock: read CLOCK_MONOTONIC, or give the host a now_ns callback";
            }
        }
        while (now_ns > latest_ns && !latest_ns_.compare_exchange_weak(latest_ns, now_ns)) {
        }
        return std::string();
    }

private:
    static constexpr std::uint64_t kJumpNs = 1000000000;

    std::atomic<std::uint64_t> latest_ns_{0};
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
