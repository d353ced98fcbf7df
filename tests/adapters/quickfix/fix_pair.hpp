// Two real FIX sessions over a loopback socket: a venue (acceptor) that writes down every message that reaches it, and
// a gateway (initiator) with a Gate over a fake plugin. Tests run one pair a process, on a port that was free.
//
// Threads: QuickFIX's and the gate's pump; what is recorded is behind one lock each, and tests only look at copies.
#ifndef SLUICE_TEST_QUICKFIX_FIX_PAIR_HPP
#define SLUICE_TEST_QUICKFIX_FIX_PAIR_HPP

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sluice/cpp/checked.hpp"
#include "sluice/cpp/fake.hpp"
#include "sluice/quickfix/application.hpp"
#include "sluice/quickfix/gate.hpp"
#include "sluice/quickfix/log_factory.hpp"
#include "sluice/quickfix/session_keys.hpp"

#include <quickfix/MessageStore.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/SocketInitiator.h>

namespace sluice_test {

extern const FIX::SessionID kVenueSession;    // as the venue sees it
extern const FIX::SessionID kGatewaySession;  // as the gateway sees it

std::uint64_t clock_ns();

// Waits for a fact that other threads bring about; false after five seconds.
bool eventually(const std::function<bool()> &fact);

// The value of a field in the bytes of a message, or an empty text.
std::string field(const std::string &bytes, int tag);

// A message of that type with the given body fields.
FIX::Message make_message(const std::string &msg_type, const std::vector<std::pair<int, std::string>> &fields);
FIX::Message new_order(
    const std::string &cl_ord_id, const std::string &price = "100", const std::string &quantity = "1");
FIX::Message replace_order(const std::string &cl_ord_id, const std::string &original, const std::string &price,
    const std::string &quantity = "1");
FIX::Message cancel_order(const std::string &cl_ord_id, const std::string &original);

class Venue {
public:
    struct Received {
        std::string bytes;
        std::uint64_t time_ns;
    };

    Venue(int port, int heartbeat_s);
    ~Venue();

    // Messages of that type that reached the socket, in order.
    std::vector<Received> received(const std::string &msg_type) const;
    std::size_t count(const std::string &msg_type) const { return received(msg_type).size(); }

    // Sends any application message to the gateway.
    void send(FIX::Message message);
    // An ExecutionReport about a ClOrdID.
    void report(const std::string &cl_ord_id, const std::string &exec_type, const std::string &status,
        const std::string &text = "", const std::string &original = "");

    void cut_connection();
    // Ends the session properly.
    void log_out(const std::string &text);
    // Answers each new order with an ExecutionReport "new", from the thread that received it.
    void acknowledge_orders(bool is_acknowledging);
    // Turns logons away until it is called again.
    void accept_logons(bool is_accepting);
    // As if the venue had lost all that it received: asks for everything again after the next logon.
    void forget_received();

private:
    class Application;
    class Logs;
    const int port_;
    std::unique_ptr<Logs> logs_;
    std::unique_ptr<Application> application_;
    FIX::MemoryStoreFactory stores_;
    std::unique_ptr<FIX::SocketAcceptor> acceptor_;
};

// News that the listener got, copied.
struct SeenNews {
    bool is_sent;
    std::uint64_t ticket;
    std::uint64_t tag;
    std::uint64_t folded_tag;
    std::uint32_t reason;
    std::string text;
    std::string bytes;
};

class Listener : public sluice::quickfix::GateListener {
public:
    void on_sent(const sluice::quickfix::News &news) override { add(true, news); }
    void on_dropped(const sluice::quickfix::News &news) override { add(false, news); }
    void on_log(int level, const std::string &text) override;

    std::vector<SeenNews> news() const;
    std::vector<std::string> log() const;

    // Called with each news after it was written down.
    std::function<void(const SeenNews &)> on_news;

private:
    void add(bool is_sent, const sluice::quickfix::News &news);

    mutable std::mutex mutex_;
    std::vector<SeenNews> news_;
    std::vector<std::string> log_;
};

// What a gateway is made of beside its port.
struct GatewayParts {
    int heartbeat_s = 30;
    std::string session_keys;  // further lines of the session's settings
    sluice::quickfix::GateOptions options;
    std::string plugin_path;                                       // empty: the fake plugin
    std::function<const void *(const std::string &id)> extension;  // of the fake plugin
    std::string sluice_config = "{}";
};

class Gateway {
public:
    Gateway(int port, const GatewayParts &parts);
    ~Gateway();

    sluice::quickfix::Outcome submit(const FIX::Message &message,
        const sluice::quickfix::SubmitOptions &options = sluice::quickfix::SubmitOptions()) {
        return gate->submit(message, kGatewaySession, options);
    }
    // The one that sends the caller's own message.
    sluice::quickfix::Outcome submit_own(
        FIX::Message &message, const sluice::quickfix::SubmitOptions &options = sluice::quickfix::SubmitOptions()) {
        return gate->submit(message, kGatewaySession, options);
    }
    FIX::Session &session() const { return *FIX::Session::lookupSession(kGatewaySession); }
    bool is_logged_on() const { return gate->is_logged_on(kGatewaySession); }

    sluice::FakePlugin plugin;
    // Stands around the plugin in every test: the adapter is a host, and breaks no rule of the contract.
    std::unique_ptr<sluice::Checked> checked;
    Listener listener;
    std::unique_ptr<sluice::quickfix::Gate> gate;

    // The gateway's own application.
    class Application : public FIX::NullApplication {
    public:
        std::atomic<bool> vetoes{false};
        std::atomic<int> answers{0};

    private:
        void toApp(FIX::Message &, const FIX::SessionID &) SLUICE_QUICKFIX_THROWS(FIX::DoNotSend) override {
            if (vetoes.load()) throw FIX::DoNotSend();
        }
        void fromApp(const FIX::Message &, const FIX::SessionID &) SLUICE_QUICKFIX_THROWS(FIX::FieldNotFound,
            FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
            ++answers;
        }
    } own_application;

private:
    FIX::MemoryStoreFactory stores_;
    std::unique_ptr<sluice::quickfix::SluiceApplication> application_;
    std::unique_ptr<sluice::quickfix::SluiceLogFactory> logs_;
    std::unique_ptr<FIX::SocketInitiator> initiator_;
};

// Both ends, logged on.
class Pair {
public:
    explicit Pair(const GatewayParts &parts = GatewayParts());

    const int port;
    Venue venue;
    Gateway gateway;
};

// A port of 127.0.0.1 that nobody listens on.
int free_port();

}  // namespace sluice_test

#endif
