// A small QuickFIX gateway that had no protection, and the lines that give it one. It sends a burst of orders to a
// venue that allows 50 messages a second and waits until each was answered.
//
//   sluice_attach_quickfix PLUGIN.so PORT        the venue listens on 127.0.0.1:PORT as VENUE and knows us as GATEWAY
//
// Exit code 0: every order was accepted and none was rejected.

#include <quickfix/SocketInitiator.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <sstream>
#include <string>
#include <thread>

#include "sluice/quickfix/application.hpp"
#include "sluice/quickfix/gate.hpp"
#include "sluice/quickfix/log_factory.hpp"

namespace {

const int kOrders = 120;
const std::chrono::seconds kPatience(20);

// The gateway as it was: a QuickFIX application that counts answers.
class Gateway : public FIX::NullApplication {
public:
    std::atomic<bool> is_logged_on{false};
    std::atomic<int> accepted{0};
    std::atomic<int> rejected{0};

    void onLogon(const FIX::SessionID &) override { is_logged_on = true; }
    void fromApp(const FIX::Message &message, const FIX::SessionID &) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
        FIX::ExecType type;
        if (!message.isSetField(type)) return;
        message.getField(type);
        if (type == FIX::ExecType_NEW) ++accepted;
        if (type == FIX::ExecType_REJECTED) ++rejected;
    }
};

// New: what the gateway wants to hear of messages that had to wait.
class Listener : public sluice::quickfix::GateListener {
public:
    void on_sent(const sluice::quickfix::News &) override {}
    void on_dropped(const sluice::quickfix::News &news) override {
        std::fprintf(stderr, "dropped: %s\n", news.text.c_str());
    }
    void on_log(int, const std::string &text) override { std::fprintf(stderr, "%s\n", text.c_str()); }
};

const char kSluiceConfig[] = R"({
    "version": 1,
    "venues": [{
        "name": "SIM",
        "limits": [{"name": "messages", "shape": "sliding_window", "scope": "lane",
                    "limit": 50, "window_ms": 1000, "cancel_reserve": 5, "guard_us": 20000}]
    }]
})";

FIX::SessionSettings make_settings(const std::string &port) {
    std::istringstream text(
        "[DEFAULT]\n"
        "ConnectionType=initiator\nSocketConnectHost=127.0.0.1\nSocketConnectPort=" +
        port +
        "\n"
        "StartTime=00:00:00\nEndTime=00:00:00\nHeartBtInt=5\nReconnectInterval=1\nPersistMessages=N\n"
        "DataDictionary=" SLUICE_FIX_DICTIONARIES
        "/FIX44.xml\n"
        "[SESSION]\n"
        "BeginString=FIX.4.4\nSenderCompID=GATEWAY\nTargetCompID=VENUE\n"
        "SluiceVenue=SIM\n");
    return FIX::SessionSettings(text);
}

FIX::Message make_order(int number) {
    FIX::Message order;
    order.getHeader().setField(FIX::MsgType(FIX::MsgType_NewOrderSingle));
    order.setField(FIX::ClOrdID("order-" + std::to_string(number)));
    order.setField(FIX::Symbol("BTC-USD"));
    order.setField(FIX::Side(FIX::Side_BUY));
    order.setField(FIX::OrderQty(1));
    order.setField(FIX::OrdType(FIX::OrdType_LIMIT));
    order.setField(FIX::Price(60000 - number));
    order.setField(FIX::TransactTime());
    return order;
}

template <typename Condition>
bool wait_for(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

int run(const std::string &plugin_path, const std::string &port) {
    FIX::SessionSettings settings = make_settings(port);
    FIX::MemoryStoreFactory stores;
    Gateway gateway;
    Listener listener;
    const FIX::SessionID venue("FIX.4.4", "GATEWAY", "VENUE");

    // [attach]
    sluice::quickfix::Gate gate(sluice::Plugin::load(plugin_path), kSluiceConfig, settings, listener);
    sluice::quickfix::SluiceApplication application(gateway, gate);  // decorates your application
    sluice::quickfix::SluiceLogFactory logs(gate, nullptr);          // decorates your log factory, if you have one
    FIX::SocketInitiator initiator(application, stores, settings, logs);
    gate.start();
    initiator.start();
    // [attach]
    if (!wait_for([&] { return gateway.is_logged_on.load(); })) throw std::runtime_error("the venue does not answer");

    int sent = 0;
    int held = 0;
    for (int number = 1; number <= kOrders; ++number) {
        FIX::Message order = make_order(number);
        // [submit]
        sluice::quickfix::SubmitOptions options;
        options.owner = "desk-1";
        const auto outcome = gate.submit(order, venue, options);  // was: FIX::Session::sendToTarget(order, venue)
        if (outcome.fate == sluice::quickfix::Fate::kRefused)
            std::fprintf(stderr, "refused: %s\n", outcome.text.c_str());
        // [submit]
        if (outcome.fate == sluice::quickfix::Fate::kSent) ++sent;
        if (outcome.fate == sluice::quickfix::Fate::kHeld) ++held;
    }
    const bool is_complete = wait_for([&] { return gateway.accepted + gateway.rejected >= kOrders; });

    // [stop]
    gate.stop(SLUICE_STOP_DRAIN, std::chrono::seconds(2));  // while the sessions are still logged on
    initiator.stop();
    // [stop]
    std::printf("%d orders: %d sent at once, %d held; %d accepted, %d rejected by the venue\n", kOrders, sent, held,
        gateway.accepted.load(), gateway.rejected.load());
    return is_complete && gateway.rejected == 0 ? 0 : 1;
}

}  // namespace

int main(int argument_count, char **arguments) {
    if (argument_count != 3) {
        std::fprintf(stderr, "usage: sluice_attach_quickfix PLUGIN.so PORT\n");
        return 2;
    }
    try {
        return run(arguments[1], arguments[2]);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
