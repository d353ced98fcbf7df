#include "naive_gate.hpp"

#include <algorithm>
#include <cmath>

#include "simulation.hpp"

namespace conformance {

namespace {

constexpr std::size_t kQueueMax = 4096;  // as long as the plugin's, so that the demand is the same

}  // namespace

NaiveGate::NaiveGate(NaiveKind kind, Judge &published, uint64_t block_ns, GateSink &sink)
    : kind_(kind), published_(published), sink_(sink), states_(published.rules().size()) {
    for (const Rule &rule : published.rules()) {
        Rate rate;
        rate.limit = static_cast<uint64_t>(rule.limit);
        rate.is_rate = rule.shape != Shape::outstanding && rule.shape != Shape::lifetime;
        if (rule.window != 0) rate.window_ns = static_cast<uint64_t>(rule.window / kNanosecond);
        // The time in which the whole burst comes back.
        if (rule.shape == Shape::bucket || rule.shape == Shape::falling) {
            rate.window_ns = static_cast<uint64_t>(rule.flow_time * rule.limit / rule.flow / kNanosecond);
        }
        if (rule.shape == Shape::block_span) rate.window_ns = static_cast<uint64_t>(rule.blocks) * block_ns;
        rates_.push_back(rate);
    }
}

void NaiveGate::restart(uint64_t) {
    queue_.clear();
    for (auto &of_rule : states_)
        of_rule.clear();
    due_ns_ = UINT64_MAX;
}

uint64_t NaiveGate::ready_ns(State &state, const Rate &rate, uint64_t cost, uint64_t now_ns) const {
    const double per_ns = static_cast<double>(rate.limit) / static_cast<double>(rate.window_ns);
    const auto burst = static_cast<double>(rate.limit);
    switch (kind_) {
        case NaiveKind::token_bucket: {
            if (state.filled_ns == 0) state.tokens = burst;
            state.tokens = std::min(burst, state.tokens + static_cast<double>(now_ns - state.filled_ns) * per_ns);
            state.filled_ns = now_ns;
            const double missing = std::min(burst, static_cast<double>(cost)) - state.tokens;
            return missing <= 0 ? now_ns : now_ns + static_cast<uint64_t>(std::ceil(missing / per_ns)) + 1;
        }
        case NaiveKind::fixed_window: {
            const uint64_t window = now_ns / rate.window_ns;
            if (window != state.window) {
                state.window = window;
                state.used = 0;
            }
            return state.used == 0 || state.used + cost <= rate.limit ? now_ns : (window + 1) * rate.window_ns;
        }
        case NaiveKind::leaky_queue:
            break;
    }
    return std::max(now_ns, state.free_ns);
}

void NaiveGate::take(State &state, const Rate &rate, uint64_t cost, uint64_t now_ns) const {
    state.tokens -= static_cast<double>(cost);
    state.used += cost;
    state.free_ns = now_ns + rate.window_ns * cost / rate.limit;
}

bool NaiveGate::send_first(uint64_t now_ns) {
    charges_.clear();
    published_.plain_charges(message_of(queue_.front().request), 0, charges_);
    uint64_t ready = now_ns;
    for (const Charge &charge : charges_) {
        const Rate &rate = rates_[charge.rule];
        if (!rate.is_rate || charge.cost == 0) continue;
        State &state = states_[charge.rule][charge.key];
        ready = std::max(ready, ready_ns(state, rate, static_cast<uint64_t>(charge.cost), now_ns));
    }
    if (ready > now_ns) {
        due_ns_ = ready;
        return false;
    }
    for (const Charge &charge : charges_) {
        const Rate &rate = rates_[charge.rule];
        if (!rate.is_rate || charge.cost == 0) continue;
        take(states_[charge.rule][charge.key], rate, static_cast<uint64_t>(charge.cost), now_ns);
    }
    const uint64_t ticket = queue_.front().ticket;
    queue_.pop_front();
    sink_.may_send(ticket, 0);
    return true;
}

void NaiveGate::submit(uint64_t ticket, const Request &request, uint64_t now_ns) {
    if (queue_.size() >= kQueueMax) return sink_.dropped(ticket);
    queue_.push_back({ticket, request});
    if (queue_.size() == 1) poll(now_ns);
}

void NaiveGate::poll(uint64_t now_ns) {
    due_ns_ = UINT64_MAX;
    while (!queue_.empty() && send_first(now_ns)) {
    }
}

}  // namespace conformance
