// The token bucket of folly's TokenBucket.h, written from its published algorithm: one atomic double, the time at which
// the bucket was empty, moved by compare-exchange. Any thread.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>

namespace sluice_bench {

class FollyBucket {
public:
    FollyBucket(double rate, double burst) : rate_(rate), burst_(burst) {}

    // The clock that folly's bucket reads when the caller brings none.
    static double clock_seconds() noexcept {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }

    bool consume(double tokens, double now_seconds) noexcept {
        double zero = zero_time_.load(std::memory_order_relaxed);
        double next = 0;
        do {
            const double available = std::min((now_seconds - zero) * rate_, burst_);
            if (available < tokens) return false;
            next = now_seconds - (available - tokens) / rate_;
        } while (!zero_time_.compare_exchange_weak(zero, next, std::memory_order_relaxed, std::memory_order_relaxed));
        return true;
    }

    bool consume(double tokens) noexcept { return consume(tokens, clock_seconds()); }

private:
    alignas(128) std::atomic<double> zero_time_{0};
    double rate_;
    double burst_;
};

}  // namespace sluice_bench
