// Invariant 3: no window of a limit, and no bucket, ever holds more than it may.
//
// Twice. `broken_limits` looks at each moment at which something was granted, counting what may still arrive in full.
// `broken_windows` looks at the wire afterwards: at every span of the venue's own length, over the times at which the
// messages really left.

#include <algorithm>
#include <sstream>

#include "ledger.hpp"

namespace property {

namespace {

// Level times interval does not fit 64 bits.
__extension__ using Wide = __int128;

// A limit with the numbers that are in force at one moment of the history.
struct LimitNow {
    LimitSetup setup;
    uint32_t venue = 0;  // 0: of the firm
    uint32_t place = 0;
    uint64_t most = 0;  // the highest ceiling that was ever in force

    uint64_t ceiling_cancel() const { return std::min(setup.limit - setup.margin, setup.wall()); }
    uint64_t ceiling_new() const { return std::min(setup.limit - setup.margin - setup.reserve, setup.wall()); }
    uint64_t cost_of(const GrantedMessage &message) const {
        const bool applies = venue == 0 || venue == message.venue;
        return applies ? uint64_t{setup.cost[message.kind]} * message.count : 0;
    }
};

std::vector<LimitNow> limits_of(const EngineSetup &setup) {
    std::vector<LimitNow> limits;
    for (uint32_t place = 0; place < setup.firm.size(); ++place)
        limits.push_back({setup.firm[place], 0, place, 0});
    for (uint32_t venue = 1; venue <= setup.venues.size(); ++venue) {
        const std::vector<LimitSetup> &own = setup.venues[venue - 1].limits;
        for (uint32_t place = 0; place < own.size(); ++place)
            limits.push_back({own[place], venue, place, 0});
    }
    for (LimitNow &limit : limits)
        limit.most = limit.ceiling_cancel();
    return limits;
}

void reload(std::vector<LimitNow> &limits, const Entry &entry) {
    if (entry.answer != SLUICE_OK) return;
    for (LimitNow &limit : limits) {
        if (limit.venue != entry.venue || limit.place != entry.limit) continue;
        limit.setup.limit = entry.numbers.limit;
        limit.setup.margin = entry.numbers.margin;
        limit.setup.reserve = entry.numbers.cancel_reserve;
        limit.setup.hard_limit = entry.numbers.hard_limit;
        limit.setup.hard_margin = entry.numbers.hard_margin;
        limit.most = std::max(limit.most, limit.ceiling_cancel());
    }
}

std::string says(const LimitNow &limit, const GrantedMessage &message, const std::string &what) {
    std::ostringstream out;
    out << "limit l" << limit.place << " of venue " << limit.venue << ": ticket " << (message.ticket & 0xffffffff)
        << " of venue " << message.venue << " granted at " << message.granted_ns - kStartNs << ": " << what;
    return out.str();
}

// When a grant counts as given. What the firm's limits count is on the clock of all venues, so a call of one venue with
// a time that went back cannot set that back.
uint64_t moment_of(const LimitNow &limit, const std::vector<GrantedMessage> &all, const GrantedMessage &message) {
    uint64_t moment_ns = message.granted_ns;
    if (limit.venue != 0) return moment_ns;
    for (const GrantedMessage &other : all)
        moment_ns = std::max(moment_ns, other.heard_ns);
    return moment_ns;
}

// Cost in the window that ends now, `message` included; with or without what the cancel reserve is kept for.
uint64_t used_in_window(
    const LimitNow &limit, const std::vector<GrantedMessage> &all, const GrantedMessage &message, bool with_cancels) {
    const uint64_t span_ns = limit.setup.window_ms * kMs + limit.setup.guard_us * 1000;
    const uint64_t moment_ns = moment_of(limit, all, message);
    uint64_t used = 0;
    for (const GrantedMessage &other : all) {
        if (!Ledger::share_counter(limit.setup, other, message) || other.state == ChargeState::refunded) continue;
        if (&other == &message || (!with_cancels && may_take_reserve(other.kind))) continue;
        bool is_inside = other.state == ChargeState::unconfirmed || other.stamp_ns + span_ns >= moment_ns;
        // In flight until it is answered; given up, for as long again as the limit says.
        if (limit.setup.shape == Shape::in_flight)
            is_inside = !other.is_answered && other.granted_ns + span_ns >= moment_ns;
        if (is_inside) used += limit.cost_of(other);
    }
    return used + limit.cost_of(message);
}

// The venue's own bucket, exactly: its level in parts of which one unit of cost has `refill interval` many.
Wide bucket_level(const LimitNow &limit, std::vector<GrantedMessage> sorted, uint64_t at_ns, Wide full) {
    const auto interval_ns = static_cast<Wide>(limit.setup.window_ms * kMs);
    std::stable_sort(sorted.begin(), sorted.end(),
        [](const GrantedMessage &left, const GrantedMessage &right) { return left.stamp_ns < right.stamp_ns; });
    Wide level = full;
    uint64_t last_ns = 0;
    for (const GrantedMessage &message : sorted) {
        level = std::min(full, level + static_cast<Wide>(message.stamp_ns - last_ns) * limit.setup.refill_amount);
        level -= static_cast<Wide>(limit.cost_of(message)) * interval_ns;
        last_ns = message.stamp_ns;
    }
    return std::min(full, level + static_cast<Wide>(at_ns - std::min(at_ns, last_ns)) * limit.setup.refill_amount);
}

bool bucket_holds(const LimitNow &limit, const std::vector<GrantedMessage> &all, const GrantedMessage &message) {
    std::vector<GrantedMessage> written;
    uint64_t pending = limit.cost_of(message);
    for (const GrantedMessage &other : all) {
        if (&other == &message || other.state == ChargeState::refunded) continue;
        if (!Ledger::share_counter(limit.setup, other, message) || limit.cost_of(other) == 0) continue;
        if (other.state == ChargeState::unconfirmed) {
            pending += limit.cost_of(other);
        } else {
            written.push_back(other);
        }
    }
    const auto interval_ns = static_cast<Wide>(limit.setup.window_ms * kMs);
    const Wide full = static_cast<Wide>(limit.ceiling_cancel()) * interval_ns;
    const uint64_t reserve = is_cancel(message.kind) ? 0 : limit.ceiling_cancel() - limit.ceiling_new();
    const Wide level = bucket_level(limit, written, moment_of(limit, all, message), full);
    return level >= static_cast<Wide>(pending + reserve) * interval_ns;
}

// The venue's own count: a window opens with the first message that arrives when none is open. Whether its last instant
// still belongs to it is the venue's choice.
std::string broken_first_message_windows(const LimitNow &limit, const std::vector<GrantedMessage> &all) {
    const uint64_t window_ns = limit.setup.window_ms * kMs;
    for (const GrantedMessage &whose : all) {
        std::vector<const GrantedMessage *> sorted;
        for (const GrantedMessage &other : all) {
            const bool counts = other.state != ChargeState::refunded && limit.cost_of(other) != 0;
            if (counts && Ledger::share_counter(limit.setup, whose, other)) sorted.push_back(&other);
        }
        if (sorted.empty() || sorted.front() != &whose) continue;  // each counter once
        std::stable_sort(sorted.begin(), sorted.end(),
            [](const GrantedMessage *left, const GrantedMessage *right) { return left->left_ns < right->left_ns; });
        for (const uint64_t length_ns : {window_ns, window_ns + 1}) {
            uint64_t opened_ns = 0;
            uint64_t used = 0;
            bool is_judged = true;  // messages that did not ask may break any limit
            for (const GrantedMessage *message : sorted) {
                if (used == 0 || message->left_ns >= opened_ns + length_ns) {
                    opened_ns = message->left_ns;
                    used = 0;
                    is_judged = true;
                }
                used += limit.cost_of(*message);
                is_judged = is_judged && !message->is_ungated;
                if (is_judged && used > limit.most)
                    return says(limit, *message,
                        std::to_string(used) + " left in the window that began at " +
                            std::to_string(opened_ns - kStartNs));
            }
        }
    }
    return "";
}

std::string judge_grant(
    const std::vector<LimitNow> &limits, const std::vector<GrantedMessage> &all, const GrantedMessage &message) {
    for (const LimitNow &limit : limits) {
        if (limit.cost_of(message) == 0) continue;
        if (limit.setup.is_bucket()) {
            if (!bucket_holds(limit, all, message)) return says(limit, message, "the bucket had not that much");
            continue;
        }
        if (limit.setup.shape == Shape::first_message_window) continue;  // only the wire tells where it began
        // All messages together stay below the limit; those that may not take the reserve leave it free besides.
        for (const bool with_cancels : {true, false}) {
            if (!with_cancels && is_cancel(message.kind)) continue;
            const uint64_t most = with_cancels ? limit.ceiling_cancel() : limit.ceiling_new();
            const uint64_t used = used_in_window(limit, all, message, with_cancels);
            if (used <= most) continue;
            return says(limit, message,
                std::string(with_cancels ? "" : "without cancels ") + "makes " + std::to_string(used) +
                    " in the window, at most " + std::to_string(most));
        }
    }
    return "";
}

}  // namespace

std::string broken_limits(const History &history) {
    std::vector<LimitNow> limits = limits_of(history.setup);
    Ledger ledger(history);
    for (const Entry &entry : history.entries) {
        if (entry.what == What::reload) reload(limits, entry);
        const GrantedMessage *granted = ledger.apply(entry);
        if (granted == nullptr) continue;
        // Even what is given back at once must have had room.
        const std::string broken = judge_grant(limits, ledger.messages(), *granted);
        if (!broken.empty()) return broken;
    }
    return "";
}

std::string broken_windows(const History &history) {
    std::vector<LimitNow> limits = limits_of(history.setup);
    Ledger ledger(history);
    for (const Entry &entry : history.entries) {
        if (entry.what == What::reload) reload(limits, entry);
        ledger.apply(entry);
    }
    const std::vector<GrantedMessage> &all = ledger.messages();
    for (const LimitNow &limit : limits) {
        if (limit.setup.is_bucket() || limit.setup.shape == Shape::in_flight) continue;
        if (limit.setup.shape == Shape::first_message_window) {
            const std::string broken = broken_first_message_windows(limit, all);
            if (!broken.empty()) return broken;
            continue;
        }
        const uint64_t window_ns = limit.setup.window_ms * kMs;
        for (const GrantedMessage &first : all) {
            if (first.state == ChargeState::refunded || limit.cost_of(first) == 0) continue;
            uint64_t used = 0;
            bool is_judged = true;  // messages that did not ask may break any limit
            for (const GrantedMessage &other : all) {
                if (other.state == ChargeState::refunded || !Ledger::share_counter(limit.setup, first, other)) continue;
                if (other.left_ns < first.left_ns || other.left_ns > first.left_ns + window_ns) continue;
                used += limit.cost_of(other);
                is_judged = is_judged && (!other.is_ungated || limit.cost_of(other) == 0);
            }
            if (is_judged && used > limit.most)
                return says(limit, first, std::to_string(used) + " left in the window that begins with it");
        }
    }
    return "";
}

}  // namespace property
