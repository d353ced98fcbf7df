#include "ticket_book.hpp"

#include <cinttypes>

#include "requests.hpp"

namespace sluice::validate {

void TicketBook::offered(const sluice_request &request) {
    const std::lock_guard guard(mutex_);
    entries_[request.ticket] = {State::offered, request.kind, request.order_id};
}

void TicketBook::forget(uint64_t ticket) {
    const std::lock_guard guard(mutex_);
    entries_.erase(ticket);
}

void TicketBook::decided(const sluice_request &request, const sluice_verdict &verdict) {
    const std::lock_guard guard(mutex_);
    const auto found = entries_.find(request.ticket);
    if (found == entries_.end()) return;
    judge_.expect(verdict.action >= SLUICE_ACTION_SEND && verdict.action <= SLUICE_ACTION_REFUSED,
        "ticket %" PRIu64 ": the verdict has action %u, which major 1 does not know", request.ticket, verdict.action);
    if (is_cancel(request.kind) && verdict.action == SLUICE_ACTION_REFUSED)
        judge_.expect(verdict.reason == SLUICE_REASON_OVER_LIMIT,
            "ticket %" PRIu64 ": a cancel was REFUSED with reason %u", request.ticket, verdict.reason);
    if (verdict.action == SLUICE_ACTION_HELD && found->second.state == State::offered) {
        found->second.state = State::held;
        ++held_;
        return;
    }
    judge_.expect(verdict.action == SLUICE_ACTION_HELD || found->second.state == State::offered,
        "ticket %" PRIu64 " was released, but the verdict is action %u and not HELD", request.ticket, verdict.action);
    entries_.erase(found);
}

void TicketBook::judge_drop(const sluice_release &release, uint32_t kind) {
    judge_.expect(
        release.reason != SLUICE_REASON_NONE, "ticket %" PRIu64 " was DROPPED without a reason", release.ticket);
    judge_.expect(release.grant == 0, "ticket %" PRIu64 " was DROPPED with a grant", release.ticket);
    if (!is_cancel(kind)) return;
    switch (release.reason) {
        case SLUICE_REASON_SUPERSEDED:
        case SLUICE_REASON_DUPLICATE:
        case SLUICE_REASON_ANNIHILATED:
        case SLUICE_REASON_LANE_CLOSED:
        case SLUICE_REASON_STOPPING:
            return;
        default:
            judge_.fault(
                "ticket %" PRIu64 ": a held cancel was DROPPED with reason %u", release.ticket, release.reason);
    }
}

bool TicketBook::released(const sluice_release &release, bool comes_again) {
    const std::lock_guard guard(mutex_);
    judge_.expect(!is_closed_, "ticket %" PRIu64 " was released after the engine had stopped", release.ticket);
    const auto found = entries_.find(release.ticket);
    if (found == entries_.end() || found->second.state == State::released_before_verdict) {
        judge_.fault("ticket %" PRIu64 " was released although it is not held: twice, or never HELD", release.ticket);
        return false;
    }
    judge_.expect(found->second.order_id == release.order_id,
        "ticket %" PRIu64 " was released with order %" PRIu64 " instead of %" PRIu64, release.ticket, release.order_id,
        found->second.order_id);
    if (release.action == SLUICE_RELEASE_DROPPED) {
        judge_drop(release, found->second.kind);
    } else {
        judge_.expect(release.action == SLUICE_RELEASE_SEND, "ticket %" PRIu64 ": the release has action %u",
            release.ticket, release.action);
        judge_.expect(release.reason == SLUICE_REASON_NONE, "ticket %" PRIu64 " was released to be sent with reason %u",
            release.ticket, release.reason);
        if (comes_again) return true;
    }
    if (found->second.state == State::held) {
        --held_;
        entries_.erase(found);
    } else {
        found->second.state = State::released_before_verdict;
    }
    return true;
}

std::size_t TicketBook::held() const {
    const std::lock_guard guard(mutex_);
    return held_;
}

void TicketBook::expect_none_held(const char *when) {
    const std::lock_guard guard(mutex_);
    for (const auto &[ticket, entry] : entries_) {
        if (entry.state == State::held)
            judge_.fault("%s, but ticket %" PRIu64 " (kind %u) was never released", when, ticket, entry.kind);
    }
}

void TicketBook::close() {
    const std::lock_guard guard(mutex_);
    is_closed_ = true;
}

}  // namespace sluice::validate
