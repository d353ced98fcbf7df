// A limit that venues share: the same `Limit` behind a lock of its own, which is a leaf (nothing is locked while it is
// held) and held for one check or one charge. Its counters cannot be single atomic words without giving up exactness;
// see plugin/decisions/firm_limits.md. Any thread.
#pragma once

#include "limits/limit.hpp"
#include "platform/lock.hpp"

namespace sluice {

class FirmLimit {
public:
    FirmLimit(const LimitConfig &config, uint32_t id, uint64_t start_ns = 0, uint64_t clock_error_ns = 0)
        : limit_(config, id, 1, 1, nullptr, start_ns, clock_error_ns) {}

    // Runs `work(limit)` with the lock held.
    template <typename Work>
    auto with(Work &&work) noexcept {
        LockGuard guard(lock_);
        return work(limit_);
    }

    const LimitConfig &config() const noexcept { return limit_.config(); }
    uint32_t id() const noexcept { return limit_.id(); }

private:
    Lock lock_;
    Limit limit_;
};

}  // namespace sluice
