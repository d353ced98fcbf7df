#include "config/read_limit.hpp"

#include <string_view>

#include "config/kind_names.hpp"
#include "config/read_member.hpp"
#include "config/shape_names.hpp"

namespace sluice {
namespace {

constexpr uint64_t kE8 = 100'000'000;

LimitShape shape_of(std::string_view name) {
    for (const ShapeName &shape : kShapeNames) {
        if (shape.name == name) return shape.shape;
    }
    return LimitConfig().shape;
}

LimitScope scope_of(std::string_view name) {
    for (const ScopeName &scope : kScopeNames) {
        if (scope.name == name) return scope.scope;
    }
    return LimitConfig().scope;
}

void read_keeps(const JsonValue &object, std::string_view key, Keeps &keeps) {
    const JsonValue *value = find_member(object, key);
    if (!value) return;
    const std::string_view name = text_of(*value);
    keeps = name == "nothing" ? Keeps::nothing : name == "fixed" ? Keeps::fixed : Keeps::all;
}

KindCost read_cost(const JsonValue &cost) {
    if (!cost.IsObject()) return {cost.GetUint()};
    KindCost config;
    read(cost, "message", config.per_message);
    read(cost, "request", config.per_request);
    if (const JsonValue *step = find_member(cost, "step")) {
        read(*step, "every", config.step_messages);
        read(*step, "cost", config.per_step);
    }
    if (const JsonValue *ages = find_member(cost, "by_age")) {
        for (rapidjson::SizeType index = 0; index < ages->Size(); ++index) {
            read_ns((*ages)[index], "below_ms", kNsPerMs, config.by_age[index].below_ns);
            read((*ages)[index], "cost", config.by_age[index].cost);
        }
    }
    read_keeps(cost, "on_accepted", config.on_accepted);
    read_keeps(cost, "on_rejected", config.on_rejected);
    return config;
}

void read_costs(const JsonValue &limit, std::array<KindCost, kKindCount> &costs) {
    const JsonValue *given = find_member(limit, "cost");
    for (const KindName &kind : kKindNames) {
        if (!given) {
            costs[kind.kind] = kind.kind == SLUICE_KIND_ADMIN ? 0 : 1;
        } else if (const JsonValue *cost = find_member(*given, kind.name)) {
            costs[kind.kind] = read_cost(*cost);
        }
    }
}

void read_block_window(const JsonValue &limit, LimitConfig &config) {
    if (config.shape != LimitShape::block_window) return;
    config.guard_blocks = 1;
    read(limit, "window_blocks", config.window_blocks);
    read(limit, "guard_blocks", config.guard_blocks);
    read_ns(limit, "block_ms", kNsPerMs, config.block_ns);
}

void read_budget(const JsonValue &limit, LimitConfig &config) {
    read(limit, "credit_amount", config.credit_amount);
    read(limit, "credit_value", config.credit_value_e8);
    config.credit_value_e8 *= kE8;
    read(limit, "cancel_extra", config.cancel_extra);
    read(limit, "cancel_times", config.cancel_times);
    read_ns(limit, "trickle_interval_ms", kNsPerMs, config.refill_interval_ns);
}

}  // namespace

LimitConfig read_limit(const JsonValue &limit) {
    LimitConfig config;
    read(limit, "name", config.name);
    config.shape = shape_of(text_of(*find_member(limit, "shape")));
    config.scope = scope_of(text_of(*find_member(limit, "scope")));
    read(limit, "limit", config.limit);
    read_ns(limit, "window_ms", kNsPerMs, config.window_ns);
    read_ns(limit, "phase_ms", kNsPerMs, config.phase_ns);
    read_block_window(limit, config);
    // The same numbers under the name that the shape's venue gives them; each name is a fault with other shapes.
    for (const std::string_view amount : {"refill_amount", "decay_amount"})
        read(limit, amount, config.refill_amount);
    for (const std::string_view interval : {"refill_interval_ms", "decay_interval_ms"})
        read_ns(limit, interval, kNsPerMs, config.refill_interval_ns);
    read_budget(limit, config);
    if (const JsonValue *credit = find_member(limit, "first_fill_credit")) {
        read(*credit, "taker", config.first_fill_taker);
        read(*credit, "maker", config.first_fill_maker);
    }
    read(limit, "margin", config.margin);
    read(limit, "cancel_reserve", config.cancel_reserve);
    if (const JsonValue *reserve = find_member(limit, "order_reserve")) {
        config.order_reserve.is_on = true;
        read(*reserve, "floor", config.order_reserve.floor);
        read(*reserve, "cap", config.order_reserve.cap);
    }
    read(limit, "hard_limit", config.hard_limit);
    read(limit, "hard_margin", config.hard_margin);
    if (const JsonValue *start = find_member(limit, "at_start")) config.is_used_at_start = text_of(*start) == "used";
    read_ns(limit, "guard_us", kNsPerUs, config.guard_ns);
    read_costs(limit, config.cost);
    return config;
}

}  // namespace sluice
