#include "cost_words.hpp"

#include <utility>
#include <vector>

#include "config/kind_names.hpp"
#include "number_words.hpp"

namespace sluice::profile_tool {
namespace {

std::string joined(const std::vector<std::string> &parts, const std::string &between) {
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : between) + part;
    return text;
}

std::string age_words(const KindCost &cost) {
    std::string words;
    for (const AgeCost &age : cost.by_age) {
        if (age.below_ns == 0) break;
        words += (words.empty() ? "" : ", ") + grouped(age.cost) +
                 (words.empty() ? " for an order younger than " : " below ") + time_text(age.below_ns);
    }
    return words;
}

std::string outcome_words(Keeps keeps, const std::string &outcome) {
    if (keeps == Keeps::nothing) return "nothing if " + outcome;
    return keeps == Keeps::fixed ? "only the part that does not depend on age if " + outcome : "";
}

std::string words_of(const KindCost &cost) {
    std::vector<std::string> parts;
    if (cost.per_message != 0) {
        parts.push_back(grouped(cost.per_message) + (cost.is_plain() ? " each" : " for each order in it"));
    }
    if (cost.per_request != 0) parts.push_back(grouped(cost.per_request) + " per request");
    if (cost.per_step != 0) {
        parts.push_back(grouped(cost.per_step) + " for each full " + grouped(cost.step_messages) + " orders in it");
    }
    if (cost.has_ages()) parts.push_back(age_words(cost));
    std::string words = joined(parts, " and ");
    for (const std::string &outcome :
        {outcome_words(cost.on_accepted, "accepted"), outcome_words(cost.on_rejected, "refused")}) {
        if (!outcome.empty()) words += ", " + outcome;
    }
    return words;
}

}  // namespace

std::string cost_words(const LimitConfig &limit) {
    // Kinds that cost the same stand together, in the order in which the first of them is known.
    std::vector<std::pair<KindCost, std::vector<std::string>>> groups;
    for (const KindName &kind : kKindNames) {
        const KindCost &cost = limit.cost[kind.kind];
        bool is_known = false;
        for (auto &[known, names] : groups) {
            if (!(known == cost)) continue;
            names.emplace_back(kind.name);
            is_known = true;
        }
        if (!is_known) groups.emplace_back(cost, std::vector<std::string>{std::string(kind.name)});
    }
    std::string words, free;
    for (const auto &[cost, names] : groups) {
        if (!cost.counts()) {
            free = joined(names, ", ") + " not counted";
        } else {
            words += joined(names, ", ") + ": " + words_of(cost) + "; ";
        }
    }
    if (free.empty()) words.resize(words.size() - 2);
    return words + free;
}

}  // namespace sluice::profile_tool
