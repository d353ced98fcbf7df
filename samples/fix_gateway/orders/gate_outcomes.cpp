// What becomes of a message between the gateway's decision and the wire.
#include <algorithm>

#include "fix/write_venue_message.hpp"
#include "orders/order_flow.hpp"

namespace fix_gateway {

OutboundItem OrderFlow::item_for(const Order &order, const Request &request) {
    OutboundItem item;
    item.kind = request.kind;
    item.request_id = request.id;
    item.order_id = order.id;
    item.venue_session = order.venue_session;
    item.symbol = order.symbol;
    item.account = order.account;
    item.owner = order.owner;
    item.side = order.side;
    item.quantity_e8 = request.quantity_e8;
    item.price_e8 = request.price_e8;
    // A cancel that waited is still wanted; anything else that waited too long is not what the client meant any more.
    const bool can_expire =
        request.kind != RequestKind::kCancel && request.origin == Origin::kClient && options_.held_deadline_ns != 0;
    item.deadline_ns = can_expire ? options_.now_ns() + options_.held_deadline_ns : 0;
    return item;
}

// The listener, the wire and even the venue's answer may be quicker than the return of offer(): a verdict only moves a
// request that nothing has moved since.
void OrderFlow::offer(OutboundItem item) {
    const std::uint64_t request_id = item.request_id;
    counters_.offered.add();
    const GateVerdict verdict = gate_->offer(std::move(item));
    if (verdict.action == GateAction::kSent) return;  // on_wire has seen it
    const Lock lock(mutex_);
    Request *request = table_.find_request(request_id);
    Order *order = request == nullptr ? nullptr : table_.find_order(request->order_id);
    if (order != nullptr) apply(verdict, *request, *order);
}

void OrderFlow::apply(const GateVerdict &verdict, Request &request, Order &order) {
    switch (verdict.action) {
        case GateAction::kSent:
            return;
        case GateAction::kHeld:
            counters_.held.add();
            if (request.state == RequestState::kOffered) tell_pending(request, order);
            return;
        case GateAction::kRefused:
            counters_.refused_by_gate.add();
            return refuse(request, order, RejectCode::kOther, -1, verdict.text);
        case GateAction::kAbsorbed:
            break;
    }
    counters_.absorbed.add();
    if (verdict.settlement == Settlement::kAnnihilated || order.is_annihilated) {
        settle_annihilated(order, &request, verdict.text);
    } else if (verdict.settlement == Settlement::kFolded) {
        settle_folded(request, order, verdict.text);
    } else {
        counters_.duplicate_cancels.add();
        refuse(request, order, RejectCode::kAlreadyPending, -1, verdict.text);
    }
}

void OrderFlow::tell_pending(Request &request, Order &order) {
    request.state = RequestState::kHeld;
    if (request.origin != Origin::kClient || request.kind == RequestKind::kStatus) return;
    const char pending = request.kind == RequestKind::kNew ? 'A' : request.kind == RequestKind::kReplace ? 'E' : '6';
    ClientReport report = execution(order, pending, request.client_id);
    report.status = pending;
    report.client_original_id = request.client_original_id;
    append(order.client, std::move(report));
}

// One Canceled ends both: it names the cancel in ClOrdID and the order in OrigClOrdID. When the cancel was not the
// client's own (it left, or sent a mass cancel), the report is about the order alone.
void OrderFlow::settle_annihilated(Order &order, Request *cancel, const std::string &text) {
    if (order.is_final) {
        if (cancel != nullptr) refuse(*cancel, order, RejectCode::kTooLate, -1, "Gateway: the order had ended before");
        return;
    }
    counters_.annihilated.add();
    finish(order, '4');
    const bool is_asked_for = cancel != nullptr && cancel->origin == Origin::kClient;
    ClientReport report = execution(order, '4', is_asked_for ? cancel->client_id : order.client_id);
    if (is_asked_for) report.client_original_id = cancel->client_original_id;
    report.text = text;
    append(order.client, std::move(report));
    if (cancel != nullptr) answer(*cancel, order);
    if (Request *placed = table_.find_request(order.new_request)) answer(*placed, order);
}

// The gate gave up a held request because a cancel and its new order met. The report should name that cancel: it may be
// held itself, or be inside offer() this very moment, whose verdict then settles both.
void OrderFlow::on_annihilated(Request &dropped, Order &order, const std::string &text) {
    if (dropped.state == RequestState::kAnswered) return;
    if (dropped.kind == RequestKind::kCancel) return settle_annihilated(order, &dropped, text);
    Request *held_cancel = find_cancel(order, RequestState::kHeld);
    if (held_cancel == nullptr && find_cancel(order, RequestState::kOffered) != nullptr) {
        order.is_annihilated = true;
        return;
    }
    settle_annihilated(order, held_cancel, text);
}

Request *OrderFlow::find_cancel(const Order &order, RequestState state) {
    for (const std::uint64_t id : order.requests) {
        Request *request = table_.find_request(id);
        if (request->kind == RequestKind::kCancel && request->state == state) return request;
    }
    return nullptr;
}

Request *OrderFlow::held_replace_before(const Request &amend, const Order &order) {
    for (auto id = order.requests.rbegin(); id != order.requests.rend(); ++id) {
        Request *request = table_.find_request(*id);
        const bool is_held = request->state == RequestState::kHeld || request->stands_for != 0;
        if (*id < amend.id && request->kind == RequestKind::kReplace && is_held) return request;
    }
    return nullptr;
}

void OrderFlow::settle_folded(Request &amend, Order &order, const std::string &text) {
    counters_.folded.add();
    const Request *placed = table_.find_request(order.new_request);
    Request *held = order.venue_names.empty() ? nullptr : held_replace_before(amend, order);
    if (held != nullptr && placed != nullptr && placed->state == RequestState::kAnswered) {
        // The held amend carries the newer values now: it is the newer amend that the venue will answer.
        Request *superseded = answered_request(held->id);
        if (superseded != nullptr) refuse(*superseded, order, RejectCode::kOther, -1, text);
        held->stands_for = amend.id;
        if (amend.state == RequestState::kOffered) tell_pending(amend, order);
        return;
    }
    // The new order has not left yet, so nobody can refuse the amend any more.
    order.quantity_e8 = amend.quantity_e8;
    order.price_e8 = amend.price_e8;
    order.client_id = amend.client_id;
    ClientReport report = execution(order, '5', amend.client_id);
    report.client_original_id = amend.client_original_id;
    append(order.client, std::move(report));
    answer(amend, order);
}

void OrderFlow::on_dropped(const GateDrop &drop) {
    std::uint32_t client = 0;
    {
        const Lock lock(mutex_);
        Request *request = table_.find_request(drop.request_id);
        Order *order = request == nullptr ? nullptr : table_.find_order(request->order_id);
        if (order == nullptr) return;
        client = order->client;
        (drop.is_expired ? counters_.expired : counters_.dropped).add();
        if (drop.is_annihilated) {
            on_annihilated(*request, *order, drop.text);
        } else {
            refuse(*request, *order, RejectCode::kOther, -1, drop.text);
        }
    }
    sink_.flush(client);
}

// The one place that turns "it will not happen" into the message that this kind of request is answered with.
void OrderFlow::refuse(Request &request, Order &order, RejectCode code, int venue_code, const std::string &text) {
    if (request.state == RequestState::kAnswered) {
        counters_.repeated_answers.add();
        return;
    }
    ClientReport report;
    switch (request.kind) {
        case RequestKind::kNew:
            if (order.is_final) {
                answer(request, order);
                return;
            }
            finish(order, '8');
            report = execution(order, '8', request.client_id);
            break;
        case RequestKind::kReplace:
        case RequestKind::kCancel:
            report = change_reject(request, order);
            break;
        case RequestKind::kStatus:
            report.kind = ClientReport::Kind::kBusinessReject;
            report.reference_message_type = "H";
            report.reference_request_id = request.client_id;
            break;
    }
    report.code = code;
    report.venue_code = venue_code;
    report.text = text;
    order.venue_names.erase(
        std::remove(order.venue_names.begin(), order.venue_names.end(), request.id), order.venue_names.end());
    if (request.origin != Origin::kGateway) {
        append(order.client, std::move(report));
    } else if (request.kind == RequestKind::kStatus) {
        unasked_orders_.insert(order.id);
    }
    answer(request, order);
}

std::uint64_t OrderFlow::on_wire(FIX::Message &message) {
    const Lock lock(mutex_);
    const std::uint64_t id = request_id_of(message, venue_ids_);
    Request *request = table_.find_request(id);
    Order *order = request == nullptr ? nullptr : table_.find_order(request->order_id);
    if (order == nullptr) return 0;
    counters_.sent.add();
    request->state = request->state == RequestState::kAnswered ? request->state : RequestState::kSent;
    const std::uint64_t name = order->venue_names.empty() ? order->new_request : order->venue_names.back();
    stamp_order_name(message, request->kind, venue_ids_.text(name), order->venue_order_id);
    switch (request->kind) {
        case RequestKind::kNew:
            counters_.sent_new.add();
            order->venue_names.push_back(id);
            break;
        case RequestKind::kReplace:
            counters_.sent_replace.add();
            order->venue_names.push_back(id);
            break;
        case RequestKind::kCancel:
            counters_.sent_cancel.add();
            break;
        case RequestKind::kStatus:
            counters_.sent_status.add();
            break;
    }
    return id;
}

void OrderFlow::answer(Request &request, Order &order) {
    if (request.state == RequestState::kAnswered) return;
    request.state = RequestState::kAnswered;
    request.is_lost = false;
    --open_requests_;
    if (request.kind == RequestKind::kCancel) --order.open_cancels;
}

void OrderFlow::finish(Order &order, char status) {
    order.status = status;
    table_.finish(order, options_.now_ns());
}

ClientReport OrderFlow::execution(const Order &order, char execution_type, const std::string &client_id) {
    ClientReport report;
    report.order_id = std::to_string(order.id);
    report.execution_id = next_execution_id();
    report.client_id = client_id;
    report.execution_type = execution_type;
    report.status = order.status;
    report.symbol = order.symbol;
    report.account = order.account;
    report.venue_order_id = order.venue_order_id;
    report.side = order.side;
    report.order_type = order.order_type;
    report.time_in_force = order.time_in_force;
    report.quantity_e8 = order.quantity_e8;
    report.price_e8 = order.price_e8;
    report.leaves_e8 = leaves_e8(order);
    report.filled_e8 = order.filled_e8;
    report.average_price = order.average_price;
    return report;
}

ClientReport OrderFlow::change_reject(const Request &request, const Order &order) {
    ClientReport report;
    report.kind = ClientReport::Kind::kCancelReject;
    report.order_id = std::to_string(order.id);
    report.client_id = request.client_id;
    report.client_original_id = request.client_original_id;
    report.account = order.account;
    report.status = order.status;
    report.is_replace_rejected = request.kind == RequestKind::kReplace;
    return report;
}

void OrderFlow::append(std::uint32_t client, ClientReport report) {
    sink_.append(client, std::move(report));
}

std::string OrderFlow::next_execution_id() {
    return venue_ids_.prefix() + "e" + std::to_string(++last_execution_id_);
}

}  // namespace fix_gateway
