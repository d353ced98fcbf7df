// What a message takes from one limit: by kind, by the number of orders in it, by the age of its order, and what of it
// comes back once the venue has answered. Compiled from the config; the usual cost (one number for each message) is one
// multiplication. Constant after construction.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "config/config.hpp"
#include "request/charge.hpp"

namespace sluice {

// What the venue said of a message.
enum class Answer : uint8_t {
    accepted,
    rejected,  // for business reasons
    failed,    // it answered, but not whether it counts
    unknown    // no answer will be heard
};

class MessageCost {
public:
    MessageCost(const std::array<KindCost, kKindCount> &costs, uint64_t guard_ns) : costs_(costs), guard_ns_(guard_ns) {
        for (uint32_t kind = 0; kind < kKindCount; ++kind)
            is_plain_[kind] = costs[kind].is_plain();
    }

    bool counts(uint32_t kind) const noexcept { return costs_[kind].counts(); }
    bool has_ages(uint32_t kind) const noexcept { return costs_[kind].has_ages(); }
    // Something of it may come back with the answer.
    bool settles(uint32_t kind) const noexcept {
        return costs_[kind].on_accepted != Keeps::all || costs_[kind].on_rejected != Keeps::all;
    }

    // The part by age is taken for every order in the message: of a batch nobody knows the ages.
    uint64_t of(const Charge &charge) const noexcept {
        const KindCost &cost = costs_[charge.kind];
        if (is_plain_[charge.kind]) return uint64_t{cost.per_message} * charge.message_count;
        return fixed_of(charge) + by_age(cost, known_age_ns(charge)) * charge.message_count;
    }

    // What stays charged whatever the venue answers.
    uint64_t sure_of(const Charge &charge) const noexcept {
        if (is_plain_[charge.kind]) return of(charge);
        const KindCost &cost = costs_[charge.kind];
        return std::min(kept(charge, cost.on_accepted), kept(charge, cost.on_rejected));
    }

    uint64_t kept_of(const Charge &charge, Answer answer) const noexcept {
        const KindCost &cost = costs_[charge.kind];
        switch (answer) {
            case Answer::accepted:
                return kept(charge, cost.on_accepted);
            case Answer::rejected:
                return kept(charge, cost.on_rejected);
            case Answer::failed:
            case Answer::unknown:
                break;
        }
        return of(charge);
    }

    // The age on our clock at which the cost falls next; UINT64_MAX when it stays as it is.
    uint64_t falls_at_age_ns(const Charge &charge) const noexcept {
        const uint64_t age_ns = known_age_ns(charge);
        for (const AgeCost &step : costs_[charge.kind].by_age) {
            if (step.below_ns <= age_ns) continue;
            // The least of which known_age_ns() is the step, give or take the rounding.
            return guard_ns_ == 0 ? step.below_ns : (step.below_ns + guard_ns_ + 1) / 9'999 * 10'000 + 10'002;
        }
        return UINT64_MAX;
    }

private:
    // Our write and that of the order's last message may have taken different times, and the venue's clock may run
    // slower than ours: it sees the order younger by so much at the most.
    uint64_t known_age_ns(const Charge &charge) const noexcept {
        const uint64_t drift_ns = guard_ns_ == 0 ? 0 : charge.order_age_ns / 10'000 + 1;
        return charge.order_age_ns - std::min(charge.order_age_ns, guard_ns_ + drift_ns);
    }

    static uint64_t by_age(const KindCost &cost, uint64_t age_ns) noexcept {
        for (const AgeCost &step : cost.by_age) {
            if (age_ns < step.below_ns) return step.cost;
        }
        return 0;
    }

    uint64_t fixed_of(const Charge &charge) const noexcept {
        const KindCost &cost = costs_[charge.kind];
        const uint64_t steps = cost.step_messages == 0 ? 0 : charge.message_count / cost.step_messages;
        return uint64_t{cost.per_message} * charge.message_count + cost.per_request + steps * cost.per_step;
    }

    uint64_t kept(const Charge &charge, Keeps keeps) const noexcept {
        switch (keeps) {
            case Keeps::fixed:
                return fixed_of(charge);
            case Keeps::nothing:
                return 0;
            case Keeps::all:
                break;
        }
        return of(charge);
    }

    const std::array<KindCost, kKindCount> costs_;
    const uint64_t guard_ns_;
    std::array<bool, kKindCount> is_plain_{};
};

}  // namespace sluice
