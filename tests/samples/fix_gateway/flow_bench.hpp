// An order flow between a gate that does what the test says and a list of the reports that clients would get. One
// thread; time is the test's.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "orders/order_flow.hpp"

namespace fix_gateway {

class FlowBench : public ReportSink, public VenueDirectory, public OutboundGate {
public:
    FlowBench()
        : routing({{"BTC-USD", "*", "SIM"}}), flow(options(), {"CLIENT1", "CLIENT2"}, routing, *this, *this, counters) {
        flow.set_gate(this);
    }

    // ReportSink
    void append(std::uint32_t client, ClientReport report) override {
        report.order_id = std::to_string(client) + ":" + report.order_id;
        reports.push_back(std::move(report));
    }
    void flush(std::uint32_t) override {}

    // VenueDirectory
    std::uint32_t choose_session(const std::string &, std::uint32_t) const override { return 0; }
    const std::string &venue_name(std::uint32_t) const override { return name_; }

    // OutboundGate: the next verdict of `script`, or sent. `before_verdict` is what the world does before offer()
    // returns.
    GateVerdict offer(OutboundItem item) override {
        offered.push_back(item);
        GateVerdict verdict;
        if (!script.empty()) {
            verdict = script.front();
            script.pop_front();
        }
        if (verdict.action == GateAction::kSent) write(item);
        if (before_verdict) {
            const std::function<void()> happens = std::move(before_verdict);
            before_verdict = nullptr;
            happens();
        }
        return verdict;
    }

    // What toApp does: the message is on the wire as `wire.back()`.
    void write(OutboundItem item) {
        flow.on_wire(item.message);
        wire.push_back(item.message);
    }
    void release(std::size_t index) { write(offered[index]); }

    void place(const std::string &id, std::uint32_t client = 0) {
        ClientRequest request = base(ClientRequestKind::kNew, id, client);
        request.quantity_e8 = 100000000;
        request.price_e8 = 10000000000;
        flow.on_client_request(request);
    }
    void amend(const std::string &id, const std::string &original, std::int64_t quantity_e8, std::int64_t price_e8) {
        ClientRequest request = base(ClientRequestKind::kReplace, id, 0);
        request.original_id = original;
        request.quantity_e8 = quantity_e8;
        request.price_e8 = price_e8;
        flow.on_client_request(request);
    }
    void cancel(const std::string &id, const std::string &original) {
        ClientRequest request = base(ClientRequestKind::kCancel, id, 0);
        request.original_id = original;
        flow.on_client_request(request);
    }

    // The venue reports on the request that was offered as number `index`.
    VenueReport report_on(std::size_t index, char type, char status) const {
        VenueReport report;
        report.request_id = offered[index].request_id;
        report.execution_type = type;
        report.status = status;
        report.execution_id = "X";
        return report;
    }
    void venue(std::size_t index, char type, char status) { flow.on_venue_report(report_on(index, type, status)); }
    void venue_rejects_change(std::size_t index, int code) {
        VenueReport report = report_on(index, 0, '0');
        report.kind = VenueReport::Kind::kCancelReject;
        report.code = code;
        flow.on_venue_report(report);
    }
    void drop(std::size_t index, bool is_annihilated, const std::string &text) {
        GateDrop drop;
        drop.request_id = offered[index].request_id;
        drop.is_annihilated = is_annihilated;
        drop.text = text;
        flow.on_dropped(drop);
    }

    static GateVerdict verdict(GateAction action, Settlement settlement = Settlement::kNone) {
        GateVerdict made;
        made.action = action;
        made.settlement = settlement;
        made.text = "by the gate";
        return made;
    }

    // "8:0:N1" for an execution report of type 0 with ClOrdID N1, "9:C1" for a cancel reject, and so on.
    std::vector<std::string> told() const {
        std::vector<std::string> lines;
        for (const ClientReport &report : reports) {
            switch (report.kind) {
                case ClientReport::Kind::kExecution:
                    lines.push_back(std::string("8:") + report.execution_type + ":" + report.client_id);
                    break;
                case ClientReport::Kind::kCancelReject:
                    lines.push_back("9:" + report.client_id);
                    break;
                case ClientReport::Kind::kMassCancel:
                    lines.push_back("r:" + report.client_id);
                    break;
                case ClientReport::Kind::kBusinessReject:
                    lines.push_back("j:" + report.reference_request_id);
                    break;
            }
        }
        return lines;
    }

    static ClientRequest base(ClientRequestKind kind, const std::string &id, std::uint32_t client) {
        ClientRequest request;
        request.kind = kind;
        request.client = client;
        request.client_id = id;
        request.symbol = "BTC-USD";
        request.side = '1';
        return request;
    }

    static std::uint64_t &time_ns() {
        static std::uint64_t now = 1;
        return now;
    }

    Counters counters;
    std::deque<GateVerdict> script;
    std::function<void()> before_verdict;
    std::vector<OutboundItem> offered;
    std::vector<FIX::Message> wire;
    std::vector<ClientReport> reports;
    Routing routing;
    OrderFlow flow;

private:
    static OrderFlowOptions options() {
        OrderFlowOptions options;
        options.held_deadline_ns = 2000;
        options.start_seconds = 1700000000;
        options.now_ns = [] { return time_ns(); };
        return options;
    }

    const std::string name_ = "SIM";
};

}  // namespace fix_gateway
