// What venues say, translated into the order's state and the one answer that each request gets.
#include <algorithm>

#include "fix/write_venue_message.hpp"
#include "log.hpp"
#include "orders/order_flow.hpp"

namespace fix_gateway {
namespace {

const char kRateRejectText[] = "Rate limit exceeded";

bool is_final_status(char status) {
    return status == '2' || status == '4' || status == '8' || status == 'C';
}

bool is_unanswered(const Request *request) {
    return request != nullptr && request->state != RequestState::kAnswered;
}

}  // namespace

void OrderFlow::on_venue_report(const VenueReport &report) {
    counters_.venue_reports.add();
    if (report.text.find(kRateRejectText) != std::string::npos) counters_.venue_rate_rejects.add();
    std::vector<OutboundItem> again;
    std::uint32_t client = 0;
    bool is_known = false;
    {
        const Lock lock(mutex_);
        Request *request = reported_request(report);
        Order *order = request == nullptr ? nullptr : table_.find_order(request->order_id);
        is_known = order != nullptr;
        if (is_known) {
            client = order->client;
            again = take_report(report, *request, *order);
            if (order->is_final) close_lost_requests(*order);
        }
    }
    if (!is_known) {
        counters_.unknown_reports.add();
        log_warning("venue " + venues_.venue_name(report.venue_session) + " reports on ClOrdID \"" +
                    report.client_order_id + "\", which is not an order of this run: " + report.text);
        return;
    }
    sink_.flush(client);
    for (OutboundItem &item : again) {
        offer(std::move(item));
    }
}

std::vector<OutboundItem> OrderFlow::take_report(const VenueReport &report, Request &request, Order &order) {
    const bool is_question = request.kind == RequestKind::kStatus && request.origin == Origin::kGateway;
    switch (report.kind) {
        case VenueReport::Kind::kExecution:
            if (is_question && report.execution_type == 'I') {
                answer(request, order);
                return reconcile(report, order);
            }
            on_execution(report, request, order);
            break;
        case VenueReport::Kind::kCancelReject:
            counters_.venue_cancel_rejects.add();
            refuse(request, order, RejectCode::kOther, report.code, report.text);
            break;
        case VenueReport::Kind::kReject:
            counters_.venue_rejects.add();
            refuse(request, order, RejectCode::kOther, -1, report.text);
            break;
    }
    return {};
}

// The venue will say nothing more about requests that a disconnect swallowed, now that their order has ended.
void OrderFlow::close_lost_requests(Order &order) {
    for (const std::uint64_t id : order.requests) {
        Request *request = table_.find_request(id);
        if (!request->is_lost) continue;
        refuse(*request, order, RejectCode::kTooLate, -1, "Gateway: the order had ended before");
    }
}

// An amend that was folded into the held message of an earlier one gets the answer to that message.
Request *OrderFlow::answered_request(std::uint64_t request_id) {
    Request *request = table_.find_request(request_id);
    while (request != nullptr && request->state == RequestState::kAnswered && request->stands_for != 0) {
        Request *next = table_.find_request(request->stands_for);
        if (next == nullptr) break;
        request = next;
    }
    return request;
}

Request *OrderFlow::reported_request(const VenueReport &report) {
    if (report.status_request_id != 0) {
        if (Request *status = table_.find_request(report.status_request_id)) return status;
    }
    Request *request = answered_request(report.request_id);
    if (request == nullptr) request = answered_request(report.original_request_id);
    const bool is_about_status = report.execution_type == 'I' || report.reference_message_type == "H";
    if (request == nullptr || !is_about_status || request->kind == RequestKind::kStatus) return request;
    // A venue that does not send OrdStatusReqID back answers status requests in the order in which they were asked.
    const Order *order = table_.find_order(request->order_id);
    Request *status = order == nullptr ? nullptr : oldest_open_status(*order);
    return status == nullptr ? request : status;
}

Request *OrderFlow::oldest_open_status(const Order &order) {
    for (const std::uint64_t id : order.requests) {
        Request *request = table_.find_request(id);
        if (is_unanswered(request) && request->kind == RequestKind::kStatus && request->state == RequestState::kSent) {
            return request;
        }
    }
    return nullptr;
}

void OrderFlow::on_execution(const VenueReport &report, Request &request, Order &order) {
    // "NONE" is what FIX says where an OrderID is required and there is none.
    if (!report.order_id.empty() && report.order_id != "NONE") order.venue_order_id = report.order_id;
    switch (report.execution_type) {
        case '0':
            return on_new_acknowledged(report, order);
        case '5':
            return on_replaced(report, request, order);
        case '4':
        case 'C':
            return on_ended(report, request, order);
        case '8':
            return on_rejected(report, request, order);
        case 'F':
        case '1':
        case '2':
        case 'G':
        case 'H':
            return on_trade(report, order);
        case 'I':
            return on_status(report, request, order);
        case '6':
        case 'E':
        case 'A':
            // Pending at the venue: no answer yet, and of no interest once there is one.
            if (is_unanswered(&request) && request.origin == Origin::kClient) {
                forward(report, request.client_id, order);
            }
            return;
        default:
            // Done for day, stopped, suspended, calculated, restated: about the order, not about a request.
            adopt(report, order);
            return forward(report, order.client_id, order);
    }
}

// Takes over the venue's numbers. The status of an order that has ended stays: a late report does not revive it.
void OrderFlow::adopt(const VenueReport &report, Order &order) {
    if (report.has_filled) order.filled_e8 = report.filled_e8;
    if (!report.average_price.empty()) order.average_price = report.average_price;
    if (order.is_final) return;
    if (report.has_quantity) order.quantity_e8 = report.quantity_e8;
    if (report.has_price) order.price_e8 = report.price_e8;
    if (report.status != 0) order.status = report.status;
    if (is_final_status(report.status)) finish(order, report.status);
}

void OrderFlow::forward(const VenueReport &report, const std::string &client_id, Order &order) {
    ClientReport out = execution(order, report.execution_type, client_id);
    if (report.status != 0) out.status = report.status;
    if (!report.execution_id.empty()) {
        // The venue's own id under the venue's name: unique here, and traceable on the venue's statements.
        out.execution_id = venues_.venue_name(report.venue_session) + ":" + report.execution_id;
    }
    if (!report.reference_id.empty()) {
        out.reference_id = venues_.venue_name(report.venue_session) + ":" + report.reference_id;
    }
    const Request *request = table_.find_client_request(order.client, client_id);
    if (request != nullptr && request->kind != RequestKind::kNew) out.client_original_id = request->client_original_id;
    out.last_quantity = report.last_quantity;
    out.last_price = report.last_price;
    out.venue_transact_time = report.transact_time;
    out.venue_code = report.code;
    out.text = report.text;
    append(order.client, std::move(out));
}

void OrderFlow::on_new_acknowledged(const VenueReport &report, Order &order) {
    Request *placed = table_.find_request(order.new_request);
    if (!is_unanswered(placed) || order.is_final) {
        counters_.repeated_answers.add();
        return;
    }
    adopt(report, order);
    forward(report, placed->client_id, order);
    answer(*placed, order);
}

void OrderFlow::on_replaced(const VenueReport &report, Request &request, Order &order) {
    if (request.kind != RequestKind::kReplace) {
        // Changed at the venue without a request of ours (by its operator, say): the client must see it all the same.
        adopt(report, order);
        return forward(report, order.client_id, order);
    }
    if (!is_unanswered(&request)) {
        counters_.repeated_answers.add();
        return;
    }
    if (order.is_final) return refuse(request, order, RejectCode::kTooLate, -1, "Gateway: the order had ended before");
    order.quantity_e8 = request.quantity_e8;
    order.price_e8 = request.price_e8;
    adopt(report, order);
    order.client_id = request.client_id;
    const auto name = std::find(order.venue_names.begin(), order.venue_names.end(), request.id);
    if (name != order.venue_names.end()) order.venue_names.erase(order.venue_names.begin(), name);
    forward(report, request.client_id, order);
    answer(request, order);
}

// Cancelled or expired: as the answer to a cancel, or by itself.
void OrderFlow::on_ended(const VenueReport &report, Request &request, Order &order) {
    const bool is_answer = request.kind == RequestKind::kCancel && is_unanswered(&request);
    if (order.is_final) {
        if (is_answer) return refuse(request, order, RejectCode::kTooLate, -1, "Gateway: the order had ended before");
        counters_.repeated_answers.add();
        return;
    }
    adopt(report, order);
    finish(order, report.execution_type);
    const bool is_asked_for = is_answer && request.origin == Origin::kClient;
    forward(report, is_asked_for ? request.client_id : order.client_id, order);
    if (is_answer) answer(request, order);
    answer_new_silently(order);
}

void OrderFlow::on_rejected(const VenueReport &report, Request &request, Order &order) {
    counters_.venue_rejects.add();
    if (request.kind != RequestKind::kNew || is_unanswered(&request)) {
        return refuse(request, order, RejectCode::kOther, report.code, report.text);
    }
    if (order.is_final) {
        counters_.repeated_answers.add();
        return;
    }
    // Acknowledged first, rejected afterwards.
    adopt(report, order);
    finish(order, '8');
    forward(report, order.client_id, order);
}

// A trade is always passed on, even for an order that had ended: money moved.
void OrderFlow::on_trade(const VenueReport &report, Order &order) {
    counters_.venue_fills.add();
    adopt(report, order);
    forward(report, order.client_id, order);
    answer_new_silently(order);
}

// The report just sent says what became of the new order, so no acknowledgement is to follow.
void OrderFlow::answer_new_silently(Order &order) {
    if (Request *placed = table_.find_request(order.new_request)) answer(*placed, order);
}

void OrderFlow::on_status(const VenueReport &report, Request &status, Order &order) {
    if (status.kind != RequestKind::kStatus || !is_unanswered(&status)) {
        counters_.repeated_answers.add();
        return;
    }
    if (!is_final_status(report.status)) adopt(report, order);
    ClientReport out = execution(order, 'I', order.client_id);
    out.status = report.status;
    if (report.has_filled) out.filled_e8 = report.filled_e8;
    if (is_final_status(report.status)) out.leaves_e8 = 0;
    out.status_request_id = status.status_request_id;
    out.text = report.text;
    append(order.client, std::move(out));
    answer(status, order);
}

void OrderFlow::on_venue_down(std::uint32_t venue_session) {
    const Lock lock(mutex_);
    for (const std::uint64_t order_id : table_.live_orders()) {
        const Order &order = *table_.find_order(order_id);
        if (order.venue_session != venue_session) continue;
        unasked_orders_.erase(order_id);  // on_venue_back() asks
        for (const std::uint64_t id : order.requests) {
            Request *request = table_.find_request(id);
            if (request->state == RequestState::kSent) request->is_lost = true;
        }
    }
}

void OrderFlow::on_venue_back(std::uint32_t venue_session) {
    std::set<std::uint32_t> clients;
    {
        const Lock lock(mutex_);
        for (const std::uint64_t order_id : table_.live_orders()) {
            Order &order = *table_.find_order(order_id);
            if (order.venue_session != venue_session || !has_lost_requests(order)) continue;
            unasked_orders_.insert(order_id);
            for (const std::uint64_t id : order.requests) {
                Request *request = table_.find_request(id);
                if (!request->is_lost || request->kind != RequestKind::kStatus) continue;
                // A question is asked anew, not reconciled.
                refuse(*request, order, RejectCode::kOther, -1, "Gateway: the venue session went down");
                clients.insert(order.client);
            }
        }
    }
    for (const std::uint32_t client : clients)
        sink_.flush(client);
    ask_open_questions();
}

void OrderFlow::ask_open_questions() {
    std::vector<std::uint64_t> orders;
    {
        const Lock lock(mutex_);
        // Without a limiter behind the gate, asking about everything at once would break the venue's limit again, which
        // may be what the session was lost for.
        constexpr std::size_t kQuestionsMax = 50;
        while (!unasked_orders_.empty() && orders.size() < kQuestionsMax) {
            orders.push_back(*unasked_orders_.begin());
            unasked_orders_.erase(unasked_orders_.begin());
        }
    }
    ask_about(orders);
}

bool OrderFlow::has_lost_requests(const Order &order) {
    return std::any_of(order.requests.begin(), order.requests.end(),
        [this](std::uint64_t id) { return table_.find_request(id)->is_lost; });
}

void OrderFlow::ask_about(const std::vector<std::uint64_t> &orders) {
    for (const std::uint64_t order_id : orders) {
        OutboundItem question;
        {
            const Lock lock(mutex_);
            Order *order = table_.find_order(order_id);
            const bool is_moot = order == nullptr || order->is_final || !has_lost_requests(*order);
            if (is_moot || order->venue_names.empty()) continue;
            const Request &request = table_.open_request(*order, RequestKind::kStatus, Origin::kGateway, "");
            ++open_requests_;
            question = item_for(*order, request);
            question.message = status_message(question, *order, venue_ids_);
        }
        counters_.status_queries.add();
        offer(std::move(question));
    }
}

std::vector<OutboundItem> OrderFlow::reconcile(const VenueReport &report, Order &order) {
    std::vector<OutboundItem> again;
    if (order.is_final) return again;
    const bool has_ended = is_final_status(report.status);
    Request *placed = table_.find_request(order.new_request);
    const bool is_new_open = is_unanswered(placed);
    const bool was_replaced = report.has_price && report.has_quantity;
    std::vector<Request *> lost;
    for (const std::uint64_t id : order.requests) {
        Request *request = table_.find_request(id);
        if (request->is_lost && request->id != order.new_request) lost.push_back(request);
    }
    if (has_ended && report.status == '8' && is_new_open) {
        refuse(*placed, order, RejectCode::kOther, report.code,
            "Gateway: the venue does not know the order after its session was lost");
    } else if (is_new_open || has_ended) {
        adopt(report, order);
        ClientReport out = execution(order, '0', order.client_id);
        if (has_ended) out.execution_type = report.status == '2' ? 'I' : report.status;
        out.text = "Gateway: as the venue reports it after its session was lost";
        append(order.client, std::move(out));
        answer_new_silently(order);
    }
    for (Request *request : lost) {
        if (has_ended) {
            refuse(*request, order, RejectCode::kTooLate, -1, "Gateway: the order had ended before");
        } else if (request->kind == RequestKind::kCancel) {
            // Still wanted, and harmless if it comes twice.
            request->is_lost = false;
            request->state = RequestState::kOffered;
            again.push_back(item_for(order, *request));
            again.back().message = cancel_message(again.back(), order, venue_ids_);
        } else if (was_replaced && request->price_e8 == report.price_e8 && request->quantity_e8 == report.quantity_e8) {
            VenueReport replaced = report;
            replaced.execution_type = '5';
            replaced.execution_id.clear();
            on_replaced(replaced, *request, order);
        } else {
            refuse(*request, order, RejectCode::kOther, -1, "Gateway: lost when the venue session went down");
        }
    }
    return again;
}

}  // namespace fix_gateway
