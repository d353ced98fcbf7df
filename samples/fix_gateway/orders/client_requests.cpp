// What clients ask: checks, names, and the offer to the gate.
#include <algorithm>

#include "fix/write_venue_message.hpp"
#include "orders/order_flow.hpp"

namespace fix_gateway {
namespace {

const char kStopping[] = "Gateway: the gateway is stopping";

bool is_buy(char side) {
    return side == '1';
}

// An amend that neither enlarges the order nor makes its price more aggressive can only lower exposure.
bool lowers_exposure(const Order &order, std::int64_t quantity_e8, std::int64_t price_e8) {
    const bool is_price_no_bolder = is_buy(order.side) ? price_e8 <= order.price_e8 : price_e8 >= order.price_e8;
    return quantity_e8 <= order.quantity_e8 && is_price_no_bolder;
}

}  // namespace

OrderFlow::OrderFlow(const OrderFlowOptions &options, std::vector<std::string> client_names, const Routing &routing,
    const VenueDirectory &venues, ReportSink &sink, Counters &counters)
    : options_(options),
      client_names_(std::move(client_names)),
      routing_(routing),
      venues_(venues),
      venue_ids_(options.start_seconds),
      sink_(sink),
      counters_(counters),
      table_(static_cast<std::uint32_t>(client_names_.size()), options.orders_max, options.final_keep_ns) {}

void OrderFlow::on_client_request(const ClientRequest &request) {
    switch (request.kind) {
        case ClientRequestKind::kNew:
            counters_.client_new.add();
            place(request);
            break;
        case ClientRequestKind::kReplace:
            counters_.client_replace.add();
            amend(request);
            break;
        case ClientRequestKind::kCancel:
            counters_.client_cancel.add();
            cancel(request);
            break;
        case ClientRequestKind::kStatus:
            counters_.client_status.add();
            ask_status(request);
            break;
        case ClientRequestKind::kMassCancel:
            counters_.client_mass_cancel.add();
            cancel_many(request);
            break;
    }
    sink_.flush(request.client);
}

void OrderFlow::place(const ClientRequest &asked) {
    const std::string *venue = routing_.find_venue(asked.symbol, client_names_[asked.client]);
    const std::uint32_t session =
        venue == nullptr ? VenueDirectory::kNone : venues_.choose_session(*venue, asked.client);
    OutboundItem item;
    {
        const Lock lock(mutex_);
        if (table_.find_client_request(asked.client, asked.client_id) != nullptr) {
            counters_.duplicate_client_ids.add();
            return reject_new(
                asked, RejectCode::kDuplicate, "Gateway: ClOrdID (11) " + asked.client_id + " was used before");
        }
        if (!asked.fault.empty()) return reject_new(asked, RejectCode::kOther, asked.fault);
        if (is_stopping_) return reject_new(asked, RejectCode::kOther, kStopping);
        if (session == VenueDirectory::kNone) {
            counters_.no_route.add();
            return reject_new(asked, RejectCode::kUnknownSymbol, "Gateway: no route for symbol " + asked.symbol);
        }
        Order *order = table_.open_order(asked.client, options_.now_ns());
        if (order == nullptr) return reject_new(asked, RejectCode::kOther, "Gateway: too many live orders");
        order->venue_session = session;
        order->symbol = asked.symbol;
        order->account = asked.account;
        order->owner = asked.owner.empty() ? client_names_[asked.client] : asked.owner;
        order->side = asked.side;
        order->order_type = asked.order_type;
        order->time_in_force = asked.time_in_force;
        order->quantity_e8 = asked.quantity_e8;
        order->price_e8 = asked.price_e8;
        order->client_id = asked.client_id;
        Request &request = table_.open_request(*order, RequestKind::kNew, Origin::kClient, asked.client_id);
        ++open_requests_;
        request.quantity_e8 = asked.quantity_e8;
        request.price_e8 = asked.price_e8;
        item = item_for(*order, request);
    }
    item.message = new_order_message(item, venue_ids_.text(item.request_id), asked);
    offer(std::move(item));
}

// The live order that a replace or cancel names; else null, with the reason.
Order *OrderFlow::find_asked_order(const ClientRequest &asked, std::string *fault, RejectCode *code) {
    if (table_.find_client_request(asked.client, asked.client_id) != nullptr) {
        counters_.duplicate_client_ids.add();
        *fault = "Gateway: ClOrdID (11) " + asked.client_id + " was used before";
        *code = RejectCode::kDuplicate;
        return nullptr;
    }
    const Request *original = table_.find_client_request(asked.client, asked.original_id);
    Order *order = original == nullptr ? nullptr : table_.find_order(original->order_id);
    if (order == nullptr) {
        counters_.unknown_orders.add();
        *fault = "Gateway: Unknown order";
        *code = RejectCode::kUnknownOrder;
        return nullptr;
    }
    if (!asked.fault.empty()) {
        *fault = asked.fault;
    } else if (order->is_final) {
        *fault = "Gateway: Too late, the order is final";
        *code = RejectCode::kTooLate;
    } else if (!table_.has_room(*order)) {
        *fault = "Gateway: too many unanswered requests for this order";
        *code = RejectCode::kAlreadyPending;
    }
    return order;
}

void OrderFlow::amend(const ClientRequest &asked) {
    OutboundItem item;
    {
        const Lock lock(mutex_);
        std::string fault;
        RejectCode code = RejectCode::kOther;
        Order *order = find_asked_order(asked, &fault, &code);
        if (fault.empty() && is_stopping_) fault = kStopping;
        if (fault.empty() && asked.symbol != order->symbol) fault = "Gateway: Symbol (55) differs from the order's";
        if (fault.empty() && asked.side != order->side) fault = "Gateway: Side (54) differs from the order's";
        if (!fault.empty()) return reject_change(asked, order, code, fault);
        Request &request = table_.open_request(*order, RequestKind::kReplace, Origin::kClient, asked.client_id);
        ++open_requests_;
        request.client_original_id = asked.original_id;
        request.quantity_e8 = asked.quantity_e8;
        request.price_e8 = asked.price_e8;
        item = item_for(*order, request);
        item.reduces_risk = lowers_exposure(*order, asked.quantity_e8, asked.price_e8);
        item.message = replace_message(item, *order, venue_ids_);
    }
    offer(std::move(item));
}

void OrderFlow::cancel(const ClientRequest &asked) {
    OutboundItem item;
    {
        const Lock lock(mutex_);
        std::string fault;
        RejectCode code = RejectCode::kOther;
        Order *order = find_asked_order(asked, &fault, &code);
        if (!fault.empty()) return reject_change(asked, order, code, fault);
        Request &request = table_.open_request(*order, RequestKind::kCancel, Origin::kClient, asked.client_id);
        ++open_requests_;
        ++order->open_cancels;
        request.client_original_id = asked.original_id;
        item = item_for(*order, request);
        item.message = cancel_message(item, *order, venue_ids_);
    }
    offer(std::move(item));
}

// The gateway answers by itself what the venue cannot know: an order that has not reached it, and one that has ended.
void OrderFlow::ask_status(const ClientRequest &asked) {
    OutboundItem item;
    {
        const Lock lock(mutex_);
        const Request *named = table_.find_client_request(asked.client, asked.client_id);
        Order *order = named == nullptr ? nullptr : table_.find_order(named->order_id);
        if (order == nullptr || !asked.fault.empty()) {
            if (order == nullptr) counters_.unknown_orders.add();
            counters_.refused_by_gateway.add();
            ClientReport report;
            report.kind = ClientReport::Kind::kBusinessReject;
            report.reference_sequence = asked.sequence;
            report.reference_message_type = "H";
            report.reference_request_id = asked.client_id;
            report.code = order == nullptr ? RejectCode::kUnknownOrder : RejectCode::kOther;
            report.text = order == nullptr ? "Gateway: Unknown order" : asked.fault;
            return append(asked.client, std::move(report));
        }
        if (order->is_final || order->venue_names.empty() || !table_.has_room(*order)) {
            ClientReport report = execution(*order, 'I', order->client_id);
            report.status_request_id = asked.status_request_id;
            return append(asked.client, std::move(report));
        }
        Request &request = table_.open_request(*order, RequestKind::kStatus, Origin::kClient, asked.client_id);
        ++open_requests_;
        request.status_request_id = asked.status_request_id;
        item = item_for(*order, request);
        item.message = status_message(item, *order, venue_ids_);
    }
    offer(std::move(item));
}

// A venue's own mass cancel acts on its session, which clients of this gateway share: it would take the orders of
// others with it. So a mass cancel always becomes one cancel for each of the client's orders; those that are still held
// by the gate never cost a message.
void OrderFlow::cancel_many(const ClientRequest &asked) {
    const bool is_for_all = asked.mass_cancel_type == '7';
    const bool is_for_symbol = asked.mass_cancel_type == '1';
    const auto filter = [&](const Order &order) {
        if (is_for_symbol && order.symbol != asked.symbol) return false;
        if (asked.side != 0 && order.side != asked.side) return false;
        return asked.account.empty() || order.account == asked.account;
    };
    std::vector<std::uint64_t> orders;
    {
        const Lock lock(mutex_);
        ClientReport report;
        report.kind = ClientReport::Kind::kMassCancel;
        report.client_id = asked.client_id;
        report.order_id = "M" + std::to_string(++last_mass_cancel_id_);
        report.mass_cancel_type = asked.mass_cancel_type;
        report.text = asked.fault;
        if (report.text.empty() && !is_for_all && !is_for_symbol) {
            report.text = "Gateway: MassCancelRequestType (530) must be 1 (a security) or 7 (all orders)";
        }
        if (!report.text.empty()) {
            counters_.refused_by_gateway.add();
            return append(asked.client, std::move(report));
        }
        for (const std::uint64_t id : table_.live_orders(asked.client)) {
            if (filter(*table_.find_order(id))) orders.push_back(id);
        }
        report.is_mass_cancel_accepted = true;
        report.affected_orders = static_cast<std::uint32_t>(orders.size());
        append(asked.client, std::move(report));
    }
    offer_cancels(
        orders, Origin::kMassCancel, asked.client_id, [](const Order &) { return true; }, &counters_.mass_cancel_parts);
}

void OrderFlow::cancel_orders_of(std::uint32_t client, std::uint64_t last_order_id) {
    std::vector<std::uint64_t> orders;
    {
        const Lock lock(mutex_);
        orders = table_.live_orders(client);
    }
    const auto was_there = [&](const Order &order) { return order.id <= last_order_id; };
    offer_cancels(orders, Origin::kGateway, "", was_there, &counters_.disconnect_cancels);
    sink_.flush(client);
}

void OrderFlow::cancel_all_orders() {
    std::vector<std::uint64_t> orders;
    {
        const Lock lock(mutex_);
        orders = table_.live_orders();
    }
    offer_cancels(
        orders, Origin::kGateway, "", [](const Order &) { return true; }, &counters_.stop_cancels);
    for (std::uint32_t client = 0; client < client_names_.size(); ++client)
        sink_.flush(client);
}

// An order whose cancel is on its way needs no second one.
void OrderFlow::offer_cancels(const std::vector<std::uint64_t> &orders, Origin origin, const std::string &client_id,
    const std::function<bool(const Order &)> &filter, Counter *counter) {
    for (const std::uint64_t id : orders) {
        OutboundItem item;
        {
            const Lock lock(mutex_);
            Order *order = table_.find_order(id);
            if (order == nullptr || order->is_final || order->open_cancels != 0 || !filter(*order)) continue;
            Request &request = table_.open_request(*order, RequestKind::kCancel, origin, client_id);
            ++open_requests_;
            ++order->open_cancels;
            request.client_original_id = order->client_id;
            item = item_for(*order, request);
            item.message = cancel_message(item, *order, venue_ids_);
        }
        counter->add();
        offer(std::move(item));
    }
}

void OrderFlow::reject_new(const ClientRequest &asked, RejectCode code, const std::string &text) {
    counters_.refused_by_gateway.add();
    ClientReport report;
    report.order_id = "NONE";
    report.execution_id = next_execution_id();
    report.client_id = asked.client_id;
    report.execution_type = '8';
    report.status = '8';
    report.symbol = asked.symbol;
    report.account = asked.account;
    report.side = asked.side;
    report.order_type = asked.order_type;
    report.time_in_force = asked.time_in_force;
    report.quantity_e8 = asked.quantity_e8;
    report.price_e8 = asked.price_e8;
    report.code = code;
    report.text = text;
    append(asked.client, std::move(report));
}

void OrderFlow::reject_change(
    const ClientRequest &asked, const Order *order, RejectCode code, const std::string &text) {
    counters_.refused_by_gateway.add();
    ClientReport report;
    report.kind = ClientReport::Kind::kCancelReject;
    report.order_id = order == nullptr ? "NONE" : std::to_string(order->id);
    report.client_id = asked.client_id;
    report.client_original_id = asked.original_id;
    report.status = order == nullptr ? '8' : order->status;
    report.account = order == nullptr ? std::string() : order->account;
    report.is_replace_rejected = asked.kind == ClientRequestKind::kReplace;
    report.code = code;
    report.text = text;
    append(asked.client, std::move(report));
}

void OrderFlow::begin_stop() {
    const Lock lock(mutex_);
    is_stopping_ = true;
}

std::uint64_t OrderFlow::open_request_count() {
    const Lock lock(mutex_);
    return open_requests_;
}

std::uint64_t OrderFlow::last_order_id() {
    const Lock lock(mutex_);
    return table_.last_order_id();
}

std::uint64_t OrderFlow::live_order_count() {
    const Lock lock(mutex_);
    return table_.live_orders().size();
}

}  // namespace fix_gateway
