#include "config/cost_check.hpp"

#include <string>
#include <string_view>

#include "config/kind_names.hpp"
#include "config/limit_room.hpp"

namespace sluice {
namespace {

constexpr uint64_t kNsPerMs = 1'000'000;

std::string field_of(const KindName &kind) {
    return "cost/" + std::string(kind.name);
}

void check_ages(const KindCost &cost, const std::string &field, std::vector<FieldFault> &faults) {
    for (size_t index = 1; index < cost.by_age.size() && cost.by_age[index].below_ns != 0; ++index) {
        const AgeCost &younger = cost.by_age[index - 1];
        const AgeCost &older = cost.by_age[index];
        const std::string path = field + "/by_age/" + std::to_string(index);
        if (older.below_ns <= younger.below_ns) {
            faults.push_back(
                {path + "/below_ms", "more than " + std::to_string(younger.below_ns / kNsPerMs) + ", the one before",
                    std::to_string(older.below_ns / kNsPerMs)});
        }
        if (older.cost >= younger.cost) {
            faults.push_back({path + "/cost", "less than " + std::to_string(younger.cost) + ", the one before",
                std::to_string(older.cost)});
        }
    }
}

// Every answer gives back what is in flight, so there is nothing that could stay.
void check_keeps(const KindCost &cost, const std::string &field, std::vector<FieldFault> &faults) {
    const auto check = [&](Keeps keeps, std::string_view key) {
        if (keeps == Keeps::all) return;
        faults.push_back({field + "/" + std::string(key), "nothing for an in_flight, where each answer gives all back",
            keeps == Keeps::nothing ? "\"nothing\"" : "\"fixed\""});
    };
    check(cost.on_accepted, "on_accepted");
    check(cost.on_rejected, "on_rejected");
}

// Names what the number is made of, so that the reader sees which field to change.
std::string room_words(const LimitRoom &room, uint32_t kind, bool has_order_reserve) {
    const uint64_t most = room.of(kind);
    const std::string words = std::to_string(most);
    if (most == room.wall) return words + " (hard_limit less hard_margin)";
    if (most == room.cancel) return words + " (limit less margin)";
    return words + (has_order_reserve ? " (limit less margin less the cap of order_reserve)"
                                      : " (limit less margin less cancel_reserve)");
}

}  // namespace

void check_cost_rules(const LimitConfig &limit, std::vector<FieldFault> &faults) {
    bool is_counting = false;
    for (const KindName &kind : kKindNames) {
        const KindCost &cost = limit.cost[kind.kind];
        is_counting = is_counting || cost.counts();
        check_ages(cost, field_of(kind), faults);
        if (limit.shape == LimitShape::in_flight) check_keeps(cost, field_of(kind), faults);
        if (limit.scope == LimitScope::firm && !cost.is_plain()) {
            faults.push_back({field_of(kind), "a plain number for scope firm", "a cost of several parts"});
        }
    }
    if (!is_counting) faults.push_back({"cost", "at least one kind that costs more than 0", "every cost is 0"});
}

void check_cost_room(const LimitConfig &limit, std::vector<FieldFault> &faults) {
    const LimitRoom room(limit);
    for (const KindName &kind : kKindNames) {
        const KindCost &cost = limit.cost[kind.kind];
        const uint64_t dearest = dearest_message(cost);
        if (dearest <= room.of(kind.kind)) continue;
        faults.push_back({field_of(kind), "at most " + room_words(room, kind.kind, limit.order_reserve.is_on),
            std::to_string(dearest) + (dearest == cost.per_message ? "" : " for the dearest message")});
    }
}

}  // namespace sluice
