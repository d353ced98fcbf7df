// The state of one counter of any window shape: what we sent, what is assumed beyond it, and what a shape notes of its
// window. The shapes themselves (sliding_window.hpp and its neighbours) are rules that say when an entry leaves.
//
// A rule has two functions and no state of its own that traffic changes:
//   advance(counter, now)            forgets what has left by now
//   leaves_ns(counter, stamp, now)   when an entry with this stamp will have left, if nothing else happens
#pragma once

#include <algorithm>
#include <cstdint>

#include "limits/assumed_charges.hpp"
#include "limits/charge_log.hpp"
#include "platform/cache_line.hpp"

namespace sluice {

struct alignas(kCacheLineBytes) WindowCounter {
    AssumedCharges assumed;  // its total and those of the log share a line
    ChargeLog log;
    uint64_t opened_from_ns = 0;   // first_message_window: the venue's window opened no earlier than this; 0: unknown
    uint64_t opened_until_ns = 0;  // ... and no later than this plus the guard
    uint64_t credited = 0;         // aligned_window: fills gave back so much of the window that is open
    uint64_t credit_window = 0;    // ... which is the one of this number
    uint32_t losses = 0;           // ... and so often was the venue's clock found to be wrong

    uint64_t used() const noexcept { return log.used() + assumed.used() - credited; }
    // No less than that, without the lines behind the first.
    uint64_t used_at_most() const noexcept { return log.used() + assumed.used(); }
};

// The first moment at which `cost` more fits, if nothing else happens: `now_ns` when it fits at once. While charges
// whose write is unknown stand in the way it is the earliest moment at which they could have left. Call
// rule.advance() first, and only with a cost that fits the ceilings.
template <typename Rule>
uint64_t available_ns(const Rule &rule, const WindowCounter &counter, uint64_t cost, bool is_cancel,
    const Ceilings &ceilings, uint64_t now_ns) noexcept {
    const auto log_allows_ns = [&](uint64_t assumed) noexcept {
        // Nobody knows whether an assumed charge was a cancel: it takes room from all. Credit gives room to all.
        const uint64_t all = ceilings.all + counter.credited;
        const uint64_t others = ceilings.others + counter.credited;
        if (cost + assumed > all || (!is_cancel && cost + assumed > others)) return UINT64_MAX;
        const Obstacle obstacle = counter.log.obstacle(cost, is_cancel, {all - assumed, others - assumed});
        switch (obstacle.kind) {
            case Obstacle::Kind::none:
                return now_ns;
            case Obstacle::Kind::unconfirmed:
                return rule.leaves_ns(counter, rule.stamp_of(now_ns), now_ns);
            case Obstacle::Kind::stamped:
                break;
        }
        return std::max(rule.leaves_ns(counter, obstacle.stamp, now_ns), now_ns + 1);
    };
    uint64_t assumed = counter.assumed.used();
    uint64_t first_ns = log_allows_ns(assumed);
    if (first_ns == now_ns) return now_ns;
    // What is assumed leaves too: perhaps that is sooner.
    for (uint32_t index = 0; index < counter.assumed.count(); ++index) {
        assumed -= counter.assumed.cost(index);
        const uint64_t left_ns = rule.leaves_ns(counter, counter.assumed.stamp(index), now_ns);
        first_ns = std::min(first_ns, std::max({left_ns, log_allows_ns(assumed), now_ns + 1}));
    }
    return first_ns;
}

}  // namespace sluice
