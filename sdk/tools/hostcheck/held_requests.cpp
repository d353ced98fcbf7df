#include "held_requests.hpp"

namespace sluice::hostcheck {

namespace {

bool is_new(uint32_t kind) {
    return kind == SLUICE_KIND_NEW;
}
bool is_amend(uint32_t kind) {
    return kind == SLUICE_KIND_REPLACE;
}
bool is_single_cancel(uint32_t kind) {
    return kind == SLUICE_KIND_CANCEL;
}

bool settle(sluice_verdict &verdict, uint32_t action, uint32_t reason, uint64_t other_ticket) {
    verdict.action = action;
    verdict.reason = reason;
    verdict.other_ticket = other_ticket;
    return true;
}

}  // namespace

bool HeldRequests::has_ticket(uint64_t ticket) const {
    for (const HeldRequest &held : requests_) {
        if (held.request.ticket == ticket) return true;
    }
    return false;
}

HeldRequest *HeldRequests::first_of_order(uint64_t order_id, uint32_t venue_id, bool (*is_wanted)(uint32_t kind)) {
    for (HeldRequest &held : requests_) {
        if (held.request.order_id == order_id && held.venue_id == venue_id && held.drop_reason == 0 && !held.is_out &&
            is_wanted(held.request.kind))
            return &held;
    }
    return nullptr;
}

bool HeldRequests::waits_for_order(const HeldRequest &held) const {
    if (held.request.order_id == 0) return false;
    for (const HeldRequest &earlier : requests_) {
        if (&earlier == &held) return false;
        if (earlier.request.order_id == held.request.order_id && earlier.venue_id == held.venue_id &&
            earlier.drop_reason == 0)
            return true;
    }
    return false;
}

void HeldRequests::drop(HeldRequest &held, uint32_t reason, uint64_t other_ticket, uint64_t now_ns) {
    held.drop_reason = reason;
    held.other_ticket = other_ticket;
    held.due_ns = now_ns;
}

bool HeldRequests::meet(const sluice_request &request, uint32_t venue_id, uint64_t now_ns, sluice_verdict &verdict) {
    const uint64_t order = request.order_id;
    if (order == 0) return false;
    HeldRequest *held_new = first_of_order(order, venue_id, is_new);
    HeldRequest *held_amend = first_of_order(order, venue_id, is_amend);
    HeldRequest *held_cancel = first_of_order(order, venue_id, is_single_cancel);
    switch (request.kind) {
        case SLUICE_KIND_NEW:
            if (held_new == nullptr) return false;
            return settle(verdict, SLUICE_ACTION_REFUSED, SLUICE_REASON_BAD_ORDER_ID, 0);
        case SLUICE_KIND_REPLACE:
            if (held_cancel != nullptr) return settle(verdict, SLUICE_ACTION_REFUSED, SLUICE_REASON_CANCEL_PENDING, 0);
            if (held_new != nullptr) {
                verdict.superseded_ticket = held_new->folded_ticket;
                held_new->folded_ticket = request.ticket;
                return settle(verdict, SLUICE_ACTION_ABSORBED, SLUICE_REASON_FOLDED, held_new->request.ticket);
            }
            if (held_amend != nullptr) drop(*held_amend, SLUICE_REASON_SUPERSEDED, request.ticket, now_ns);
            return false;
        case SLUICE_KIND_CANCEL:
            if (held_cancel != nullptr)
                return settle(verdict, SLUICE_ACTION_ABSORBED, SLUICE_REASON_DUPLICATE, held_cancel->request.ticket);
            if (held_new != nullptr) {
                drop(*held_new, SLUICE_REASON_ANNIHILATED, request.ticket, now_ns);
                return settle(verdict, SLUICE_ACTION_ABSORBED, SLUICE_REASON_ANNIHILATED, held_new->request.ticket);
            }
            if (held_amend != nullptr) drop(*held_amend, SLUICE_REASON_SUPERSEDED, request.ticket, now_ns);
            return false;
        default:
            return false;
    }
}

void HeldRequests::erase(uint64_t ticket) {
    requests_.remove_if([ticket](const HeldRequest &held) { return held.request.ticket == ticket; });
}

std::size_t HeldRequests::size_of(uint32_t venue_id) const {
    std::size_t count = 0;
    for (const HeldRequest &held : requests_)
        count += held.venue_id == venue_id;
    return count;
}

}  // namespace sluice::hostcheck
