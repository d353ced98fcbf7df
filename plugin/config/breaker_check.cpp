#include "config/breaker_check.hpp"

#include <string>

namespace sluice {

std::vector<FieldFault> check_breaker(const BreakerConfig &breaker) {
    constexpr uint64_t kNsPerMs = 1'000'000;
    std::vector<FieldFault> faults;
    if (breaker.minimum_count > breaker.window_count) {
        faults.push_back({"minimum_count", "at most window_count (" + std::to_string(breaker.window_count) + ")",
            std::to_string(breaker.minimum_count)});
    }
    if (breaker.isolation_max_ns < breaker.isolation_ns) {
        faults.push_back(
            {"isolation_max_ms", "at least isolation_ms (" + std::to_string(breaker.isolation_ns / kNsPerMs) + ")",
                std::to_string(breaker.isolation_max_ns / kNsPerMs)});
    }
    return faults;
}

}  // namespace sluice
