// Clients, gate and venue on threads of their own, all at random: every request still gets exactly one final answer,
// and no "pending" comes after it. Run under ThreadSanitizer this also checks the flow's locking.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "orders/order_flow.hpp"

namespace fix_gateway {
namespace {

constexpr int kOrdersPerClient = 3000;
constexpr std::uint32_t kClients = 2;

// What a client sees, checked as it arrives. append() runs under the flow's mutex.
class Answers : public ReportSink {
public:
    void append(std::uint32_t client, ClientReport report) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        const std::string key = std::to_string(client) + ":" + report.client_id;
        const bool is_reject = report.kind == ClientReport::Kind::kCancelReject;
        switch (is_reject ? '9' : report.execution_type) {
            case 'A':
            case 'E':
            case '6':
                if (final_[key] != 0) ++pending_after_final;
                return;
            case '4':
                ++final_[key];
                // The Canceled of a cancel also ends an order that was never acknowledged.
                if (!report.client_original_id.empty())
                    ended_[std::to_string(client) + ":" + report.client_original_id] = 1;
                return;
            default:
                ++final_[key];
        }
    }
    void flush(std::uint32_t) override {}

    int finals(const std::string &key) { return final_[key]; }
    bool has_ended(const std::string &key) { return ended_[key] != 0; }
    int pending_after_final = 0;

private:
    std::mutex mutex_;
    std::map<std::string, int> final_;
    std::map<std::string, int> ended_;
};

class OneVenue : public VenueDirectory {
public:
    std::uint32_t choose_session(const std::string &, std::uint32_t) const override { return 0; }
    const std::string &venue_name(std::uint32_t) const override { return name_; }

private:
    const std::string name_ = "SIM";
};

// Holds about half of what it gets, settles cancels with held orders as Sluice does, releases or drops the rest.
class RandomGate : public OutboundGate {
public:
    explicit RandomGate(OrderFlow &flow) : flow_(flow) {}

    GateVerdict offer(OutboundItem item) override {
        GateVerdict verdict;
        GateDrop met;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            if (item.kind == RequestKind::kCancel && take_held_new(item.order_id, &met)) {
                verdict.action = GateAction::kAbsorbed;
                verdict.settlement = Settlement::kAnnihilated;
            } else if (random_() % 2 == 0 || has_held(item.order_id)) {
                verdict.action = GateAction::kHeld;
                held_.push_back(std::move(item));
            } else if (random_() % 8 == 0) {
                verdict.action = GateAction::kRefused;
            } else {
                write(std::move(item));
            }
        }
        if (met.request_id != 0) flow_.on_dropped(met);
        return verdict;
    }

    // One step of the pump; false when nothing is held.
    bool release_one() {
        GateDrop drop;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            if (held_.empty()) return false;
            OutboundItem item = std::move(held_.front());
            held_.pop_front();
            if (random_() % 8 != 0) {
                write(std::move(item));
                return true;
            }
            drop.request_id = item.request_id;
        }
        flow_.on_dropped(drop);
        return true;
    }

    bool take_from_wire(VenueReport *report, RequestKind *kind) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (wire_.empty()) return false;
        *kind = wire_.front().kind;
        report->request_id = wire_.front().request_id;
        wire_.pop_front();
        return true;
    }

private:
    // As toApp: in the order of the wire.
    void write(OutboundItem item) {
        flow_.on_wire(item.message);
        wire_.push_back(std::move(item));
    }
    bool has_held(std::uint64_t order_id) const {
        for (const OutboundItem &item : held_) {
            if (item.order_id == order_id) return true;
        }
        return false;
    }
    bool take_held_new(std::uint64_t order_id, GateDrop *met) {
        for (auto item = held_.begin(); item != held_.end(); ++item) {
            if (item->order_id != order_id || item->kind != RequestKind::kNew) continue;
            met->request_id = item->request_id;
            met->is_annihilated = true;
            held_.erase(item);
            return true;
        }
        return false;
    }

    OrderFlow &flow_;
    std::mutex mutex_;
    std::mt19937 random_{7};
    std::deque<OutboundItem> held_;
    std::deque<OutboundItem> wire_;
};

ClientRequest request_of(
    ClientRequestKind kind, std::uint32_t client, const std::string &id, const std::string &original) {
    ClientRequest request;
    request.kind = kind;
    request.client = client;
    request.client_id = id;
    request.original_id = original;
    request.symbol = "BTC-USD";
    request.side = '1';
    request.quantity_e8 = request.price_e8 = 100000000;
    return request;
}

// New, perhaps an amend, and a cancel of each order.
void run_client(OrderFlow &flow, std::uint32_t client) {
    for (int index = 0; index < kOrdersPerClient; ++index) {
        const std::string number = std::to_string(index);
        flow.on_client_request(request_of(ClientRequestKind::kNew, client, "N" + number, ""));
        flow.on_client_request(request_of(ClientRequestKind::kReplace, client, "R" + number, "N" + number));
        flow.on_client_request(request_of(ClientRequestKind::kCancel, client, "C" + number, "N" + number));
    }
}

// Answers in the order of the wire; knows which orders it has ended.
void answer(OrderFlow &flow, std::mt19937 &random, RequestKind kind, VenueReport report) {
    report.status = '0';
    if (kind == RequestKind::kNew) {
        report.execution_type = random() % 8 == 0 ? '8' : '0';
    } else if (random() % 4 == 0) {
        report.kind = VenueReport::Kind::kCancelReject;
    } else {
        report.execution_type = kind == RequestKind::kReplace ? '5' : '4';
    }
    flow.on_venue_report(report);
}

TEST(OrderFlowStress, one_final_answer_for_each_request) {
    Counters counters;
    const Routing routing({{"*", "*", "SIM"}});
    OneVenue venue;
    Answers answers;
    OrderFlowOptions options;
    options.start_seconds = 1700000000;
    static std::atomic<std::uint64_t> clock{1};
    options.now_ns = [] { return clock.fetch_add(1); };
    OrderFlow flow(options, {"CLIENT1", "CLIENT2"}, routing, venue, answers, counters);
    RandomGate gate(flow);
    flow.set_gate(&gate);

    std::atomic<bool> are_clients_done{false};
    std::thread pump([&] {
        while (gate.release_one() || !are_clients_done) {
            std::this_thread::yield();
        }
    });
    std::vector<std::thread> clients;
    for (std::uint32_t client = 0; client < kClients; ++client) {
        clients.emplace_back([&flow, client] { run_client(flow, client); });
    }
    std::atomic<bool> is_pump_done{false};
    std::thread receiver([&] {
        std::mt19937 random(11);
        for (;;) {
            VenueReport report;
            RequestKind kind;
            const bool may_end = is_pump_done;
            if (gate.take_from_wire(&report, &kind)) {
                answer(flow, random, kind, report);
            } else if (may_end) {
                break;
            } else {
                std::this_thread::yield();
            }
        }
    });
    for (std::thread &client : clients) {
        client.join();
    }
    are_clients_done = true;
    pump.join();
    is_pump_done = true;
    receiver.join();

    EXPECT_EQ(flow.open_request_count(), 0u);
    EXPECT_EQ(answers.pending_after_final, 0);
    EXPECT_GT(counters.annihilated.value(), 0u);
    for (std::uint32_t client = 0; client < kClients; ++client) {
        for (int index = 0; index < kOrdersPerClient; ++index) {
            for (const char *kind : {"N", "R", "C"}) {
                const std::string id = std::to_string(client) + ":" + kind + std::to_string(index);
                const int finals = answers.finals(id);
                const bool is_ended_by_its_cancel = kind[0] == 'N' && finals == 0 && answers.has_ended(id);
                ASSERT_TRUE(finals == 1 || is_ended_by_its_cancel) << id << " has " << finals;
            }
        }
    }
}

}  // namespace
}  // namespace fix_gateway
