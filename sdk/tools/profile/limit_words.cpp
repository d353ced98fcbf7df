#include "limit_words.hpp"

#include <cmath>

#include "config/shape_names.hpp"
#include "limit_rates.hpp"
#include "number_words.hpp"

namespace sluice::profile_tool {
namespace {

std::string shape_name(LimitShape shape) {
    std::string name(sluice::words_of(shape).name);
    for (char &letter : name) {
        if (letter == '_') letter = ' ';
    }
    return shape == LimitShape::in_flight ? "cap on what is in flight" : name;
}

std::string scope_words(LimitScope scope) {
    switch (scope) {
        case LimitScope::firm:
            return "one for the firm";
        case LimitScope::venue:
            return "one for the whole venue";
        case LimitScope::account:
            return "one for each account";
        case LimitScope::lane:
            return "one for each lane";
        case LimitScope::instrument:
            return "one for each instrument";
        case LimitScope::owner:
            return "one for each owner";
        case LimitScope::account_instrument:
            return "one for each account and instrument";
        case LimitScope::account_owner:
            return "one for each account and owner";
        case LimitScope::lane_instrument:
            return "one for each lane and instrument";
    }
    return "";
}

uint64_t usable(const LimitConfig &limit) {
    return limit.limit - limit.margin;
}

// "58 (60 less a margin of 2)"
std::string usable_words(const LimitConfig &limit) {
    std::string words = grouped(usable(limit));
    if (limit.margin != 0) words += " (" + grouped(limit.limit) + " less a margin of " + grouped(limit.margin) + ")";
    return words;
}

std::string refill_words(const LimitConfig &limit) {
    return grouped(limit.refill_amount) + " in " + time_text(limit.refill_interval_ns);
}

std::string window_words(const LimitConfig &limit) {
    const std::string window = time_text(limit.window_ns);
    const std::string most = usable_words(limit);
    if (limit.shape == LimitShape::sliding_window) {
        return "Lets no span of " + window + ", wherever it begins, hold more than " + most + ".";
    }
    if (limit.shape == LimitShape::first_message_window) {
        return "Opens a window of " + window +
               " with the first message after the last window ended, and lets each hold " + most +
               "; where the venue's window may have ended earlier or later, a message counts in both.";
    }
    std::string words = "Counts in the venue's own windows of " + window +
                        ", on the venue's clock as its timestamps tell it, and lets each hold " + most +
                        "; near a boundary a message counts in both. Until the clock is known it lets no span of " +
                        window + " hold more.";
    if (limit.phase_ns != 0) words += " The windows begin " + time_text(limit.phase_ns) + " after midnight UTC.";
    return words;
}

std::string counting_words(const LimitConfig &limit) {
    const std::string most = usable_words(limit);
    switch (limit.shape) {
        case LimitShape::sliding_window:
        case LimitShape::aligned_window:
        case LimitShape::first_message_window:
            return window_words(limit);
        case LimitShape::token_bucket:
            return "Lets " + most + " go at once; " + refill_words(limit) + " come back.";
        case LimitShape::decaying_counter:
            return "Keeps the counter at " + most + " or less, as it falls by " + refill_words(limit) + ".";
        case LimitShape::block_window:
            return "Lets no " + counted(limit.window_blocks, "block", "blocks") + " hold more than " + most +
                   "; a message may be in a block up to " + std::to_string(limit.guard_blocks) +
                   " later than the next one. The gateway reports each block; none comes faster than " +
                   time_text(limit.block_ns) + ".";
        case LimitShape::in_flight:
            return "Lets " + most + " be without an answer. One whose answer was given up counts " +
                   time_text(limit.window_ns) + " longer.";
        case LimitShape::budget:
            break;
    }
    std::string words = "Lets " + most + " go in the account's life, and " + grouped(limit.credit_amount) +
                        " more for each " + grouped(limit.credit_value_e8 / 100'000'000) +
                        " of the quote currency that is traded.";
    if (limit.cancel_extra != 0) {
        words += " Cancels may go on until " + grouped(limit.cancel_extra) + " more, but " +
                 std::to_string(limit.cancel_times) + " times as many at most.";
    }
    if (limit.refill_interval_ns != 0) {
        words += " When it is used up, one goes every " + time_text(limit.refill_interval_ns) + ".";
    }
    return words;
}

std::string reserve_words(const LimitConfig &limit) {
    if (limit.order_reserve.is_on) {
        return " New orders leave room for the cancels of those that live: " + grouped(limit.order_reserve.floor) +
               " at least, " + grouped(limit.order_reserve.cap) + " at most.";
    }
    if (limit.cancel_reserve != 0) return " " + grouped(limit.cancel_reserve) + " of it are for cancels only.";
    return "";
}

std::string start_words(const LimitConfig &limit) {
    if (!limit.is_used_at_start) return "";
    const std::string words = " At start it counts as used up, because what an earlier process sent is not known: ";
    switch (limit.shape) {
        case LimitShape::budget:
            return words + "nothing but the trickle goes until the gateway has reported what the venue says is left.";
        case LimitShape::block_window:
            return words + "the first message goes when " +
                   counted(uint64_t{limit.window_blocks} + limit.guard_blocks, "block has", "blocks have") + " come.";
        case LimitShape::token_bucket:
        case LimitShape::decaying_counter:
            return words + "it is whole again after " +
                   time_text(limit.limit * limit.refill_interval_ns / limit.refill_amount / 1'000'000 * 1'000'000) +
                   ".";
        case LimitShape::aligned_window:
            return words + "the first message goes when the window is over, after " + time_text(limit.window_ns) +
                   " at the latest.";
        default:
            return words + "the first message goes after " + time_text(limit.window_ns) + ".";
    }
}

struct TrafficName {
    std::string one;
    std::string many;
};

std::string rate_of(const LimitConfig &limit, Traffic traffic, const TrafficName &name) {
    const LimitRates rates(limit);
    const double per_second = rates.per_second(traffic);
    const std::string words = counted(rates.at_once(traffic), name.one, name.many) + " at once, then ";
    if (std::isinf(per_second)) {
        return words +
               (limit.shape == LimitShape::in_flight ? "one with each answer" : "one for each that is accepted");
    }
    const std::string condition = limit.shape == LimitShape::budget ? " without credit" : "";
    if (per_second == 0) return words + "none" + condition;
    // A slow rate says more as the time between two, in tenths of a second.
    if (per_second < 0.5) {
        const double tenths = std::ceil(10 / per_second - 1e-6);
        return words + "one every " + time_text(static_cast<uint64_t>(tenths) * 100'000'000) + condition;
    }
    return words + rate_text(per_second) + " a second" + condition;
}

}  // namespace

std::string shape_words(const LimitConfig &limit) {
    return shape_name(limit.shape) + ", " + scope_words(limit.scope);
}

std::string action_words(const ProfileLimit &limit) {
    std::string words;
    switch (limit.action) {
        case ThrottleAction::queue_inbound:
            words = "The venue delays what is beyond";
            break;
        case ThrottleAction::queue_outbound:
            words = "The venue delays its answers";
            break;
        case ThrottleAction::reject:
            words = "The venue rejects what is beyond";
            break;
        case ThrottleAction::disconnect:
            words = "The venue closes the connection";
            break;
        case ThrottleAction::warn:
            words = "The venue warns";
            break;
    }
    const bool is_same = limit.action == ThrottleAction::disconnect && limit.hard_action == HardAction::disconnect &&
                         limit.limit.hard_limit == limit.limit.limit;
    if (limit.hard_action == HardAction::none || is_same) return words + ".";
    words += limit.hard_action == HardAction::ban ? "; it bans" : "; it closes the session";
    if (limit.limit.hard_limit != 0) words += " beyond " + grouped(limit.limit.hard_limit);
    return words + ".";
}

std::string conduct_words(const LimitConfig &limit) {
    std::string words = counting_words(limit) + reserve_words(limit);
    if (limit.hard_limit != 0) {
        words += " Nothing, an operator's order included, takes it beyond " +
                 grouped(limit.hard_limit - limit.hard_margin) + " (the wall of " + grouped(limit.hard_limit) +
                 " less " + grouped(limit.hard_margin) + ").";
    }
    if (limit.guard_ns != 0) words += " A message may take up to " + time_text(limit.guard_ns) + " to the venue.";
    if (limit.first_fill_taker != 0 || limit.first_fill_maker != 0) {
        words += " The first fill of an order gives back " + grouped(limit.first_fill_maker) + " if it rested, " +
                 grouped(limit.first_fill_taker) + " if not.";
    }
    return words + start_words(limit);
}

std::string rate_words(const LimitConfig &limit) {
    const LimitRates rates(limit);
    const bool has_ages = limit.cost[SLUICE_KIND_CANCEL].has_ages();
    std::string words;
    const auto add = [&](Traffic traffic, const TrafficName &name) {
        if (!rates.counts(traffic)) return;
        words += (words.empty() ? "" : "; ") + rate_of(limit, traffic, name);
    };
    add(Traffic::orders, {"order", "orders"});
    if (!has_ages) {
        add(Traffic::young_cancels, {"cancel", "cancels"});
    } else {
        add(Traffic::young_cancels, {"cancel of a young order", "cancels of young orders"});
        add(Traffic::old_cancels, {"cancel of an old order", "cancels of old orders"});
        if (!rates.counts(Traffic::old_cancels)) words += "; cancels of old orders without limit";
    }
    if (rates.counts(Traffic::orders) && rates.counts(Traffic::young_cancels)) {
        add(Traffic::pairs, {"order with its cancel", "orders with their cancels"});
    }
    if (words.empty()) {
        add(Traffic::replaces, {"replace", "replaces"});
        add(Traffic::quotes, {"quote", "quotes"});
        add(Traffic::mass_cancels, {"mass cancel", "mass cancels"});
        add(Traffic::queries, {"query", "queries"});
        add(Traffic::maintenance, {"maintenance message", "maintenance messages"});
    }
    return words.empty() ? "" : words + ".";
}

}  // namespace sluice::profile_tool
