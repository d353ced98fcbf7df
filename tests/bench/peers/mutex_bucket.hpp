// The plain token bucket: a mutex, a count of tokens, the time of the last refill. Any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>

namespace sluice_bench {

class MutexBucket {
public:
    MutexBucket(double tokens_per_ns, double burst) : tokens_per_ns_(tokens_per_ns), burst_(burst), tokens_(burst) {}

    bool consume(std::uint64_t now_ns) {
        const std::lock_guard<std::mutex> guard(mutex_);
        if (now_ns > last_ns_) {
            tokens_ = std::min(burst_, tokens_ + static_cast<double>(now_ns - last_ns_) * tokens_per_ns_);
            last_ns_ = now_ns;
        }
        if (tokens_ < 1) return false;
        tokens_ -= 1;
        return true;
    }

private:
    std::mutex mutex_;
    const double tokens_per_ns_;
    const double burst_;
    double tokens_;
    std::uint64_t last_ns_ = 0;
};

}  // namespace sluice_bench
