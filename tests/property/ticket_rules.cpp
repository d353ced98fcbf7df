// Invariants 1 and 2: every held ticket is released exactly once, and no cancel is trapped.

#include <map>
#include <set>
#include <sstream>

#include "ledger.hpp"

namespace property {

std::string describe(const Entry &entry) {
    std::ostringstream out;
    out << "at " << static_cast<int64_t>(entry.at_ns - kStartNs) << " venue " << entry.venue << " lane " << entry.lane;
    if (entry.what == What::submit) {
        out << " submit ticket " << (entry.request.ticket & 0xffffffff) << " kind " << entry.request.kind << " order "
            << entry.request.order_id << " -> action " << entry.verdict.action << " reason " << entry.verdict.reason;
    } else if (entry.what == What::release) {
        out << " release ticket " << (entry.release.ticket & 0xffffffff) << " action " << entry.release.action
            << " reason " << entry.release.reason << " answered " << entry.answer;
    } else if (entry.what == What::report) {
        out << " report event " << entry.event.kind << " grant " << entry.event.grant;
    } else {
        out << " what " << static_cast<int>(entry.what);
    }
    return out.str();
}

std::string broken_exactly_once(const History &history) {
    struct Held {
        uint32_t venue;
        uint64_t order_id;
    };
    std::map<uint64_t, Held> held;
    bool is_over = false;
    for (const Entry &entry : history.entries) {
        if (entry.what == What::submit && entry.verdict.action == SLUICE_ACTION_HELD) {
            held[entry.request.ticket] = {entry.venue, entry.request.order_id};
        }
        if (entry.what == What::end) is_over = true;
        if (entry.what == What::settled && !held.empty()) {
            return "lanes are up, everything is answered, time has passed, and a ticket is still held: " +
                   std::to_string(held.begin()->first & 0xffffffff) + " of venue " +
                   std::to_string(held.begin()->second.venue);
        }
        if (entry.what != What::release) continue;
        if (is_over) return "released after the stop: " + describe(entry);
        const auto found = held.find(entry.release.ticket);
        if (found == held.end()) return "released although it is not held: " + describe(entry);
        if (found->second.venue != entry.venue) return "released by another venue: " + describe(entry);
        if (found->second.order_id != entry.release.order_id && entry.release.order_id != 0)
            return "released with another order: " + describe(entry);
        if (entry.release.action != SLUICE_RELEASE_SEND && entry.release.action != SLUICE_RELEASE_DROPPED)
            return "neither sent nor dropped: " + describe(entry);
        if ((entry.release.action == SLUICE_RELEASE_DROPPED) != (entry.release.reason != 0))
            return "dropped without a reason, or sent with one: " + describe(entry);
        const bool comes_again =
            entry.release.action == SLUICE_RELEASE_SEND && entry.answer == SLUICE_E_BUSY && !entry.was_written_inside;
        if (!comes_again) held.erase(found);
    }
    if (!held.empty())
        return "never released: ticket " + std::to_string(held.begin()->first & 0xffffffff) + " of venue " +
               std::to_string(held.begin()->second.venue);
    return "";
}

namespace {

bool may_drop_cancel(uint32_t reason) {
    switch (reason) {
        case SLUICE_REASON_ANNIHILATED:
        case SLUICE_REASON_SUPERSEDED:
        case SLUICE_REASON_DUPLICATE:
        case SLUICE_REASON_LANE_CLOSED:
        case SLUICE_REASON_STOPPING:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string broken_cancels(const History &history) {
    std::map<uint64_t, uint32_t> held;              // ticket of a cancel to its venue
    std::map<uint32_t, std::set<uint64_t>> orders;  // by venue: what it may know
    Ledger ledger(history);
    bool is_settled = false;
    for (const Entry &entry : history.entries) {
        const GrantedMessage *granted = ledger.apply(entry);
        if (granted != nullptr && granted->order_id != 0) orders[granted->venue].insert(granted->order_id);
        if (entry.what == What::submit && is_cancel(entry.request.kind)) {
            const uint32_t action = entry.verdict.action;
            if (entry.answer != SLUICE_OK && action != SLUICE_ACTION_SEND)
                return "a failed call trapped a cancel: " + describe(entry);
            // Room is promised for the cancels of known orders, for as many as the config says; what they leave of it
            // is for any other cancel, whose order then takes a place too.
            const VenueSetup &venue = history.setup.venues[entry.venue - 1];
            const bool may_be_full = entry.verdict.reason == SLUICE_REASON_QUEUE_FULL &&
                                     2 * held.size() + orders[entry.venue].size() >= venue.orders_max;
            if (action == SLUICE_ACTION_REFUSED && entry.verdict.reason != SLUICE_REASON_OVER_LIMIT && !may_be_full)
                return "a cancel was refused: " + describe(entry);
            if (action == SLUICE_ACTION_HELD) held[entry.request.ticket] = entry.venue;
        }
        if (entry.what == What::release && held.count(entry.release.ticket) != 0) {
            const bool is_dropped = entry.release.action == SLUICE_RELEASE_DROPPED;
            if (is_dropped && !may_drop_cancel(entry.release.reason))
                return "a held cancel was dropped: " + describe(entry);
            if (is_dropped || entry.answer != SLUICE_E_BUSY || entry.was_written_inside)
                held.erase(entry.release.ticket);
        }
        if (entry.what == What::settled) {
            is_settled = true;
            if (!held.empty())
                return "lanes are up, everything is answered, time has passed, and a cancel is still held: ticket " +
                       std::to_string(held.begin()->first & 0xffffffff) + " of venue " +
                       std::to_string(held.begin()->second);
        }
    }
    return is_settled ? "" : "the run was never settled";
}

std::string first_broken(const History &history) {
    for (const auto &rule : {broken_exactly_once, broken_cancels, broken_limits, broken_windows, broken_orders,
             broken_algebra, broken_gates, broken_deadlines}) {
        const std::string broken = rule(history);
        if (!broken.empty()) return broken;
    }
    return "";
}

}  // namespace property
