#include "limits/limit_plan.hpp"

#include "platform/assertion.hpp"

namespace sluice {

namespace {

// Firm limits come after the venue's own in the numbering of bits.
uint8_t bit_index(std::size_t index) noexcept {
    return static_cast<uint8_t>(index);
}

// Keeps the answer of the limit that binds longest.
void bind(Room &room, const Limit &limit, uint8_t index, bool is_cancel, uint64_t not_before_ns) noexcept {
    if (!room.is_free && !room.is_behind && room.not_before_ns >= not_before_ns) return;
    room = {false, limit.is_wall_binding(is_cancel), false, index, limit.id(), not_before_ns};
}

struct CounterShape {
    uint32_t count = 1;
    uint32_t stride = 1;
};

CounterShape counters_of(LimitScope scope, const LimitPlan::KeyCounts &keys) noexcept {
    switch (scope) {
        case LimitScope::account:
            return {keys.accounts, 1};
        case LimitScope::lane:
            return {keys.lanes, 1};
        case LimitScope::instrument:
            return {keys.instruments, 1};
        case LimitScope::owner:
            return {keys.owners, 1};
        case LimitScope::account_instrument:
            return {keys.accounts * keys.instruments, keys.instruments};
        case LimitScope::account_owner:
            return {keys.accounts * keys.owners, keys.owners};
        case LimitScope::lane_instrument:
            return {keys.lanes * keys.instruments, keys.instruments};
        case LimitScope::firm:
        case LimitScope::venue:
            break;
    }
    return {};
}

}  // namespace

LimitPlan::LimitPlan(const std::vector<LimitConfig> &limits, const std::vector<std::shared_ptr<FirmLimit>> &firm_limits,
    uint32_t first_id, const KeyCounts &keys, const VenueOffset *clock, uint64_t start_ns, uint64_t clock_error_ns,
    std::pmr::memory_resource *memory)
    : firm_(firm_limits), steps_(memory), indices_(memory) {
    for (const LimitConfig &config : limits) {
        const auto index = bit_index(own_.size());
        const CounterShape counters = counters_of(config.scope, keys);
        own_.push_back(place<Limit>(memory, config, first_id + index, counters.count, counters.stride, clock, start_ns,
            clock_error_ns, memory));
        waiters_.emplace_back(counters.count, memory);
        if (own_.back()->counts_orders()) with_orders_.push_back(index);
        if (config.scope == LimitScope::venue) broad_mask_ |= 1u << index;
        if (config.scope == LimitScope::lane) lane_mask_ |= 1u << index;
    }
    for (std::size_t index = 0; index < firm_.size(); ++index)
        broad_mask_ |= 1u << bit_index(own_.size() + index);
    // So that what points into them stays right.
    steps_.reserve(kKindCount * own_.size());
    indices_.reserve(kKindCount * (own_.size() + firm_.size()));
    for (uint32_t kind = 0; kind < kKindCount; ++kind)
        compile(kind);
}

void LimitPlan::compile(uint32_t kind) {
    KindPlan &plan = kinds_[kind];
    const std::size_t first_step = steps_.size();
    const std::size_t first_settled = indices_.size();
    for (std::size_t at = 0; at < own_.size(); ++at) {
        Limit &limit = *own_[at];
        const auto index = bit_index(at);
        if (!limit.cost().counts(kind)) continue;
        const KindCost &cost = limit.config().cost[kind];
        steps_.push_back({&limit, cost.is_plain() ? cost.per_message : 0, index});
        has_ages_ = has_ages_ || limit.cost().has_ages(kind);
        if (limit.settles(kind)) indices_.push_back(index);
        plan.limits_mask |= 1u << index;
    }
    const std::size_t first_firm = indices_.size();
    for (std::size_t at = 0; at < firm_.size(); ++at) {
        if (!firm_[at]->config().cost[kind].counts()) continue;
        indices_.push_back(static_cast<uint8_t>(at));
        plan.limits_mask |= 1u << bit_index(own_.size() + at);
    }
    plan.own = std::span(steps_).subspan(first_step);
    plan.settled = std::span(indices_).subspan(first_settled, first_firm - first_settled);
    plan.firm = std::span(indices_).subspan(first_firm);
}

Room LimitPlan::look(const Charge &charge, uint32_t ahead_mask, uint64_t now_ns) noexcept {
    Room room;
    room.not_before_ns = now_ns;
    const bool cancel = is_cancel(charge);
    for (const Step &step : kinds_[charge.kind].own) {
        Limit &limit = *step.limit;
        const uint32_t key = limit.key_of(charge);
        const uint64_t at_ns = limit.available_ns(key, charge, cancel, now_ns);
        if (at_ns > now_ns) {
            bind(room, limit, step.index, cancel, at_ns);
        } else if (room.is_free && (waiters_[step.index][key].mask & ahead_mask) != 0) {
            room = {false, false, true, step.index, limit.id(), now_ns};
        }
    }
    for (const uint8_t firm_index : kinds_[charge.kind].firm) {
        firm_[firm_index]->with([&](Limit &limit) {
            const uint64_t at_ns = limit.available_ns(0, charge, cancel, now_ns);
            if (at_ns > now_ns) bind(room, limit, bit_index(own_.size() + firm_index), cancel, at_ns);
        });
    }
    return room;
}

Room LimitPlan::take_closely(const Charge &charge, uint32_t ahead_mask, uint64_t now_ns) noexcept {
    Room room = look(charge, ahead_mask, now_ns);
    if (room.is_free && take_firm(charge, now_ns, room)) take_own(charge, now_ns);
    return room;
}

void LimitPlan::take_own(const Charge &charge, uint64_t now_ns) noexcept {
    for (const Step &step : kinds_[charge.kind].own)
        step.limit->take(step.limit->key_of(charge), step.cost_of(charge), is_cancel(charge), now_ns);
}

bool LimitPlan::take_firm_at_a_glance(const Charge &charge, uint64_t now_ns) noexcept {
    const std::span<const uint8_t> firm = kinds_[charge.kind].firm;
    for (std::size_t step = 0; step < firm.size(); ++step) {
        const bool is_taken = firm_[firm[step]]->with([&](Limit &limit) {
            return limit.take_at_a_glance(0, limit.cost().of(charge), is_cancel(charge), now_ns);
        });
        if (is_taken) continue;
        refund_firm(charge, step);
        return false;
    }
    return true;
}

// Another venue may take the firm's room between the look and here: check and take in one step, give back on failure.
bool LimitPlan::take_firm(const Charge &charge, uint64_t now_ns, Room &room) noexcept {
    const std::span<const uint8_t> firm = kinds_[charge.kind].firm;
    for (std::size_t step = 0; step < firm.size(); ++step) {
        firm_[firm[step]]->with([&](Limit &limit) {
            const uint64_t at_ns = limit.available_ns(0, charge, is_cancel(charge), now_ns);
            if (at_ns <= now_ns) {
                limit.take(0, limit.cost().of(charge), is_cancel(charge), now_ns);
            } else {
                bind(room, limit, bit_index(own_.size() + firm[step]), is_cancel(charge), at_ns);
            }
        });
        if (!room.is_free) {
            refund_firm(charge, step);
            return false;
        }
    }
    return true;
}

void LimitPlan::refund_firm(const Charge &charge, std::size_t count) noexcept {
    for (std::size_t step = 0; step < count; ++step) {
        firm_[kinds_[charge.kind].firm[step]]->with(
            [&](Limit &limit) { limit.refund(0, limit.cost().of(charge), is_cancel(charge)); });
    }
}

void LimitPlan::refund_own(const Charge &charge, std::size_t count) noexcept {
    for (std::size_t index = 0; index < count; ++index) {
        const Step &step = kinds_[charge.kind].own[index];
        step.limit->refund(step.limit->key_of(charge), step.cost_of(charge), is_cancel(charge));
    }
}

void LimitPlan::refund(const Charge &charge) noexcept {
    refund_own(charge, kinds_[charge.kind].own.size());
    refund_firm(charge, kinds_[charge.kind].firm.size());
}

void LimitPlan::confirm(const Charge &charge, uint64_t write_ns) noexcept {
    for (const Step &step : kinds_[charge.kind].own) {
        Limit &limit = *step.limit;
        limit.confirm(limit.key_of(charge), limit.sure_cost_of(charge), is_cancel(charge), write_ns);
    }
    for (const uint8_t firm_index : kinds_[charge.kind].firm) {
        firm_[firm_index]->with(
            [&](Limit &limit) { limit.confirm(0, limit.cost().of(charge), is_cancel(charge), write_ns); });
    }
}

bool LimitPlan::settle(const Charge &charge, Answer answer, uint64_t write_ns, uint64_t now_ns) noexcept {
    bool has_freed = false;
    for (const uint8_t index : kinds_[charge.kind].settled) {
        Limit &limit = *own_[index];
        const uint32_t key = limit.key_of(charge);
        const uint64_t sure = limit.sure_cost_of(charge);
        const uint64_t kept = limit.kept_cost_of(charge, answer) - sure;
        const uint64_t freed = limit.cost().of(charge) - sure - kept;
        // What nobody will answer for is in flight from now on for as long as its limit says.
        const bool is_in_flight = limit.config().shape == LimitShape::in_flight;
        limit.confirm(key, kept, is_cancel(charge), is_in_flight ? now_ns : write_ns);
        if (freed != 0) limit.refund(key, freed, is_cancel(charge));
        has_freed = has_freed || freed != 0;
    }
    return has_freed;
}

bool LimitPlan::close_order(const Charge &charge) noexcept {
    for (const uint8_t index : with_orders_)
        own_[index]->close_order(own_[index]->key_of(charge));
    return !with_orders_.empty();
}

void LimitPlan::append(const Charge &charge, uint64_t write_ns) noexcept {
    for (const Step &step : kinds_[charge.kind].own)
        step.limit->append(step.limit->key_of(charge), step.cost_of(charge), is_cancel(charge), write_ns);
    for (const uint8_t firm_index : kinds_[charge.kind].firm) {
        firm_[firm_index]->with(
            [&](Limit &limit) { limit.append(0, limit.cost().of(charge), is_cancel(charge), write_ns); });
    }
}

void LimitPlan::saturate(const Charge &charge, uint32_t limit_id, uint64_t now_ns) noexcept {
    if (Limit *named = limit_id == 0 ? nullptr : find(limit_id)) return named->saturate(named->key_of(charge), now_ns);
    for (const Step &step : kinds_[charge.kind].own) {
        if (step.limit->recovers_soon()) step.limit->saturate(step.limit->key_of(charge), now_ns);
    }
    // The firm's own limits are not the venue's: its reject says nothing about them.
}

void LimitPlan::add_waiter(const Charge &charge, uint32_t limit_index) noexcept {
    if (limit_index >= own_.size()) return;
    Waiters &waiters = waiters_[limit_index][own_[limit_index]->key_of(charge)];
    ++waiters.count[charge.request_class];
    ++waiting_;
    waiters.mask |= 1u << charge.request_class;
}

void LimitPlan::remove_waiter(const Charge &charge, uint32_t limit_index) noexcept {
    if (limit_index >= own_.size()) return;
    Waiters &waiters = waiters_[limit_index][own_[limit_index]->key_of(charge)];
    SLUICE_ASSERT(waiters.count[charge.request_class] > 0);
    --waiting_;
    if (--waiters.count[charge.request_class] == 0) waiters.mask &= ~(1u << charge.request_class);
}

bool LimitPlan::has_waiters(const Charge &charge, uint32_t classes) const noexcept {
    if (waiting_ == 0) return false;
    for (const Step &step : kinds_[charge.kind].own) {
        if ((waiters_[step.index][step.limit->key_of(charge)].mask & classes) != 0) return true;
    }
    return false;
}

Limit *LimitPlan::find(uint32_t limit_id) noexcept {
    for (const auto &limit : own_) {
        if (limit->id() == limit_id) return limit.get();
    }
    return nullptr;
}

}  // namespace sluice
