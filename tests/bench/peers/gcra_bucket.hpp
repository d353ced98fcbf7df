// The generic cell rate algorithm as the governor crate publishes it: one 64-bit word, the theoretical arrival time of
// the next cell, moved by compare-exchange; a denied call writes nothing. Any thread.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace sluice_bench {

class GcraBucket {
public:
    // One cell in `interval_ns`, `burst` at once.
    GcraBucket(std::uint64_t interval_ns, std::uint64_t burst) noexcept
        : interval_ns_(interval_ns), tolerance_ns_(interval_ns * (burst - 1)) {}
    GcraBucket(const GcraBucket &other) noexcept
        : arrival_ns_(other.arrival_ns_.load()), interval_ns_(other.interval_ns_), tolerance_ns_(other.tolerance_ns_) {}

    bool consume(std::uint64_t now_ns) noexcept {
        std::uint64_t arrival = arrival_ns_.load(std::memory_order_acquire);
        do {
            const std::uint64_t earliest = arrival > tolerance_ns_ ? arrival - tolerance_ns_ : 0;
            if (now_ns < earliest) return false;
        } while (!arrival_ns_.compare_exchange_weak(
            arrival, std::max(arrival, now_ns) + interval_ns_, std::memory_order_release, std::memory_order_relaxed));
        return true;
    }

    // Gives a cell back, for a plan whose later bucket has refused.
    void refund() noexcept { arrival_ns_.fetch_sub(interval_ns_, std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> arrival_ns_{0};
    std::uint64_t interval_ns_;
    std::uint64_t tolerance_ns_;
};

}  // namespace sluice_bench
