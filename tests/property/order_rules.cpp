// What happens to the messages of one order: they reach the venue one after another in the order in which they came,
// and those that meet while they are held are settled by the algebra of the design.

#include <map>
#include <set>

#include "ledger.hpp"

namespace property {

namespace {

bool comes_again(const Entry &entry) {
    return entry.release.action == SLUICE_RELEASE_SEND && entry.answer == SLUICE_E_BUSY && !entry.was_written_inside;
}

}  // namespace

std::string broken_orders(const History &history) {
    Ledger ledger(history);
    std::map<std::pair<uint32_t, uint64_t>, uint64_t> newest;  // ticket of each order that was granted last
    for (const Entry &entry : history.entries) {
        const GrantedMessage *granted = ledger.apply(entry);
        // A cancel for which no grant was left is not followed: it goes, and nobody waits for it.
        if (granted == nullptr || granted->order_id == 0 || granted->grant == 0) continue;
        if (granted->kind > SLUICE_KIND_CANCEL) continue;
        for (const GrantedMessage &other : ledger.messages()) {
            const bool is_same = other.venue == granted->venue && other.order_id == granted->order_id;
            if (is_same && &other != granted && other.kind <= SLUICE_KIND_CANCEL && !other.is_ungated &&
                other.state == ChargeState::unconfirmed)
                return "granted while an earlier message of its order may still be on its way: " + describe(entry);
        }
        uint64_t &last = newest[{granted->venue, granted->order_id}];
        if (granted->ticket < last) return "granted after a later message of its order: " + describe(entry);
        last = granted->ticket;
    }
    return "";
}

namespace {

// The held messages of all orders, as verdicts and releases tell of them.
class Algebra {
public:
    std::string apply(const Entry &entry) {
        switch (entry.what) {
            case What::submit:
                return apply_submit(entry);
            case What::release:
                return apply_release(entry);
            case What::returned:
                if (comes_again(entry) && requests_.count(entry.release.ticket) != 0)
                    held_.insert(entry.release.ticket);
                return "";
            default:
                return "";
        }
    }

private:
    struct Fate {
        uint32_t reason;
        uint64_t other;
    };

    bool is_held(uint64_t ticket, const Entry &entry, uint32_t kind) const {
        const auto found = requests_.find(ticket);
        if (held_.count(ticket) == 0 || found == requests_.end()) return false;
        return found->second.request.kind == kind && found->second.request.order_id == entry.request.order_id &&
               found->second.venue == entry.venue;
    }

    // Notes which other cancels of its order are held while this one goes; true when it is one of those itself.
    bool is_second_cancel(const Entry &entry) {
        const Entry &self = requests_[entry.release.ticket];
        if (self.request.kind != SLUICE_KIND_CANCEL || entry.release.grant == 0) return false;
        for (const uint64_t ticket : held_) {
            if (is_held(ticket, self, SLUICE_KIND_CANCEL) && requests_[ticket].lane == self.lane)
                surplus_cancels_.insert(ticket);
        }
        return surplus_cancels_.count(entry.release.ticket) != 0;
    }

    std::string apply_submit(const Entry &entry) {
        const sluice_verdict &verdict = entry.verdict;
        requests_[entry.request.ticket] = entry;
        if (verdict.action == SLUICE_ACTION_ABSORBED) return apply_absorbed(entry);
        if (verdict.action == SLUICE_ACTION_HELD) held_.insert(entry.request.ticket);
        return "";
    }

    std::string apply_absorbed(const Entry &entry) {
        const sluice_verdict &verdict = entry.verdict;
        const uint64_t other = verdict.other_ticket;
        switch (verdict.reason) {
            case SLUICE_REASON_ANNIHILATED:
                if (entry.request.kind != SLUICE_KIND_CANCEL || !is_held(other, entry, SLUICE_KIND_NEW))
                    return "annihilated with something else than its own held order: " + describe(entry);
                fates_[other] = {SLUICE_REASON_ANNIHILATED, entry.request.ticket};
                return "";
            case SLUICE_REASON_DUPLICATE:
                if (entry.request.kind != SLUICE_KIND_CANCEL || !is_held(other, entry, SLUICE_KIND_CANCEL))
                    return "a duplicate of no held cancel: " + describe(entry);
                return "";
            case SLUICE_REASON_FOLDED:
                if (entry.request.kind != SLUICE_KIND_REPLACE || !is_held(other, entry, SLUICE_KIND_NEW))
                    return "folded into something else than its own held order: " + describe(entry);
                if (verdict.superseded_ticket != folded_[other])
                    return "does not name the amend that was folded before: " + describe(entry);
                folded_[other] = entry.request.ticket;
                return "";
            default:
                return "absorbed for no reason of the algebra: " + describe(entry);
        }
    }

    std::string apply_release(const Entry &entry) {
        const sluice_release &release = entry.release;
        held_.erase(release.ticket);
        if (release.action == SLUICE_RELEASE_SEND && !comes_again(entry) && is_second_cancel(entry))
            return "two cancels of one order were held, and both went out: " + describe(entry);
        if (release.folded_ticket != folded_[release.ticket])
            return "does not carry the amend that was folded into it: " + describe(entry);
        const auto fate = fates_.find(release.ticket);
        if (fate != fates_.end()) {
            if (release.action != SLUICE_RELEASE_DROPPED || release.reason != fate->second.reason ||
                release.other_ticket != fate->second.other)
                return "was annihilated, and is released otherwise: " + describe(entry);
            return "";
        }
        if (release.action == SLUICE_RELEASE_DROPPED && release.reason == SLUICE_REASON_SUPERSEDED) {
            const auto other = requests_.find(release.other_ticket);
            const bool is_later = other != requests_.end() && release.other_ticket > release.ticket &&
                                  other->second.request.order_id == release.order_id &&
                                  other->second.request.kind != SLUICE_KIND_NEW;
            if (!is_later) return "superseded by nothing later of its order: " + describe(entry);
        }
        return "";
    }

    std::map<uint64_t, Entry> requests_;
    std::set<uint64_t> held_;
    std::set<uint64_t> surplus_cancels_;
    std::map<uint64_t, uint64_t> folded_;  // held order to the amend that it takes on
    std::map<uint64_t, Fate> fates_;
};

}  // namespace

std::string broken_algebra(const History &history) {
    Algebra algebra;
    for (const Entry &entry : history.entries) {
        const std::string broken = algebra.apply(entry);
        if (!broken.empty()) return broken;
    }
    return "";
}

std::string broken_deadlines(const History &history) {
    Ledger ledger(history);
    std::map<uint64_t, uint64_t> deadlines;  // by ticket; an amend that is folded in brings its own
    for (const Entry &entry : history.entries) {
        const GrantedMessage *granted = ledger.apply(entry);
        if (entry.what == What::submit) {
            deadlines[entry.request.ticket] = is_cancel(entry.request.kind) ? 0 : entry.request.deadline_ns;
            if (entry.verdict.action == SLUICE_ACTION_ABSORBED && entry.verdict.reason == SLUICE_REASON_FOLDED)
                deadlines[entry.verdict.other_ticket] = entry.request.deadline_ns;
        }
        if (granted != nullptr) {
            const uint64_t deadline_ns = deadlines[granted->ticket];
            if (deadline_ns != 0 && granted->granted_ns > deadline_ns) return "granted too late: " + describe(entry);
        }
        if (entry.what == What::release && entry.release.reason == SLUICE_REASON_EXPIRED) {
            const uint64_t deadline_ns = deadlines[entry.release.ticket];
            if (deadline_ns == 0 || entry.at_ns <= deadline_ns) return "expired too early: " + describe(entry);
        }
    }
    return "";
}

}  // namespace property
