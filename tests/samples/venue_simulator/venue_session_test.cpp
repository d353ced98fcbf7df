// The venue on the wire: a QuickFIX client with the same dictionary, so that it would reject any answer that breaks it,
// and the venue's own application behind a real acceptor. No test sleeps for a fixed time; each waits for what must
// come.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <quickfix/FixFieldNumbers.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/SocketInitiator.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "venue_application.hpp"

namespace venue_simulator {
namespace {

namespace tag = FIX::FIELD;

constexpr std::int64_t kMs = 1000000;

std::uint16_t free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bind(probe, reinterpret_cast<sockaddr *>(&address), length);
    getsockname(probe, reinterpret_cast<sockaddr *>(&address), &length);
    close(probe);
    return ntohs(address.sin_port);
}

FIX::SessionSettings settings(const std::string &text) {
    std::istringstream stream(
        "[DEFAULT]\nBeginString=FIX.4.4\nStartTime=00:00:00\nEndTime=00:00:00\nSocketNodelay=Y\n"
        "UseDataDictionary=Y\nDataDictionary=" SLUICE_SOURCE_DIR "/samples/dictionaries/FIX44.xml\n" +
        text);
    return FIX::SessionSettings(stream);
}

std::string now_text() {
    return FIX::UtcTimeStampConvertor::convert(FIX::UtcTimeStamp(), 3);
}

// Remembers all that the venue says.
class Client : public FIX::Application {
public:
    void onCreate(const FIX::SessionID &) override {}
    void onLogon(const FIX::SessionID &) override {
        change([this] { ++logons; });
    }
    void onLogout(const FIX::SessionID &) override {
        change([this] { ++logouts; });
    }
    void toAdmin(FIX::Message &message, const FIX::SessionID &) override {
        if (message.getHeader().getField(tag::MsgType) == "3") change([this] { ++rejects_sent; });
    }
    void toApp(FIX::Message &message, const FIX::SessionID &) throw(FIX::DoNotSend) override {
        if (message.getHeader().isSetField(tag::PossDupFlag)) change([this] { ++replays; });
    }
    void fromAdmin(const FIX::Message &message, const FIX::SessionID &) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {
        change([&] { admin.push_back(message); });
    }
    void fromApp(const FIX::Message &message, const FIX::SessionID &) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
        change([&] { answers.push_back(message); });
    }

    // Waits until it is so; the deadline is only for a test that fails.
    bool wait_for(const std::function<bool()> &is_so) {
        std::unique_lock<std::mutex> lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(30), is_so);
    }

    // Written by QuickFIX's thread; to be read inside wait_for, or when nothing more comes.
    int logons = 0;
    int logouts = 0;
    int rejects_sent = 0;
    int replays = 0;
    std::vector<FIX::Message> admin;
    std::vector<FIX::Message> answers;

private:
    void change(const std::function<void()> &what) {
        const std::lock_guard<std::mutex> lock(mutex_);
        what();
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
};

struct VenueSession : testing::Test {
    void start(const std::string &script = "", std::size_t limit = 100000, std::size_t logout_threshold = 0) {
        std::vector<FaultScriptError> errors;
        rules.script = parse_fault_script(script, &errors);
        ASSERT_TRUE(errors.empty());
        rules.rate.limit = limit;
        rules.rate.logout_threshold = logout_threshold;
        rules.rate.window_ns = 60000 * kMs;
        const std::uint16_t port = free_port();
        const std::string port_text = std::to_string(port);

        stalls.reset(new StallWatch(rules.rate.window_ns));
        timer.reset(new TimerThread);
        venue.reset(new VenueApplication(rules, *stalls, *timer, arrivals));
        log_factory.reset(new WireLogFactory(*venue));
        acceptor.reset(new FIX::SocketAcceptor(*venue, store_factory,
            settings("ConnectionType=acceptor\nSocketAcceptPort=" + port_text +
                     "\n[SESSION]\nSenderCompID=VENUE\nTargetCompID=GATEWAY\n"),
            *log_factory));
        acceptor->start();
        venue->start(port);
        initiator.reset(new FIX::SocketInitiator(client, store_factory,
            settings("ConnectionType=initiator\nHeartBtInt=1\nReconnectInterval=1\nSocketConnectHost=127.0.0."
                     "1\nSocketConnectPort=" +
                     port_text + "\n[SESSION]\nSenderCompID=GATEWAY\nTargetCompID=VENUE\n")));
        initiator->start();
    }

    void stop() {
        if (!initiator) return;
        initiator->stop(true);
        acceptor->stop(true);
        timer->stop();
        venue->finish();
        initiator.reset();
    }

    void TearDown() override {
        stop();
        EXPECT_EQ(client.rejects_sent, 0) << "an answer of the venue broke the dictionary";
    }

    bool wait_for_logons(int count) {
        return client.wait_for([&] { return client.logons == count; });
    }
    bool wait_for_answers(std::size_t count) {
        return client.wait_for([&] { return client.answers.size() >= count; });
    }
    bool wait_for_logout_text(const std::string &text) {
        return client.wait_for([&] {
            for (const FIX::Message &message : client.admin) {
                if (message.getHeader().getField(tag::MsgType) != "5" || !message.isSetField(tag::Text)) continue;
                if (message.getField(tag::Text).find(text) != std::string::npos) return true;
            }
            return false;
        });
    }

    void send(const std::string &type, const std::string &id, std::vector<std::pair<int, std::string>> fields) {
        FIX::Message message;
        message.getHeader().setField(tag::MsgType, type);
        message.setField(tag::ClOrdID, id);
        if (type != "H") message.setField(tag::TransactTime, now_text());
        for (const auto &field : fields)
            message.setField(field.first, field.second);
        FIX::Session::sendToTarget(message, FIX::SessionID("FIX.4.4", "GATEWAY", "VENUE"));
    }
    void send_order(const std::string &id) {
        send("D", id,
            {{tag::Symbol, "BTC-USD"}, {tag::Side, "1"}, {tag::OrdType, "2"}, {tag::Price, "10"},
                {tag::OrderQty, "1"}});
    }
    std::string answer(std::size_t at, int number) const {
        const FIX::Message &message = client.answers.at(at);
        if (number == tag::MsgType) return message.getHeader().getField(number);
        return message.isSetField(number) ? message.getField(number) : std::string();
    }
    const SessionCounts &counts() const { return venue->records().at("GATEWAY")->counts; }

    VenueRules rules;
    FIX::MemoryStoreFactory store_factory;
    ArrivalLog arrivals;
    Client client;
    std::unique_ptr<StallWatch> stalls;
    std::unique_ptr<TimerThread> timer;
    std::unique_ptr<VenueApplication> venue;
    std::unique_ptr<WireLogFactory> log_factory;
    std::unique_ptr<FIX::SocketAcceptor> acceptor;
    std::unique_ptr<FIX::SocketInitiator> initiator;
};

const std::pair<int, std::string> kSymbol = {tag::Symbol, "BTC-USD"};
const std::pair<int, std::string> kBuy = {tag::Side, "1"};

TEST_F(VenueSession, answers_every_kind_of_request_within_the_dictionary) {
    start();
    ASSERT_TRUE(wait_for_logons(1));
    send_order("a");
    send("G", "b",
        {{tag::OrigClOrdID, "a"}, kSymbol, kBuy, {tag::OrdType, "2"}, {tag::Price, "11"}, {tag::OrderQty, "3"}});
    send("D", "s", {kSymbol, {tag::Side, "2"}, {tag::OrdType, "2"}, {tag::Price, "11"}, {tag::OrderQty, "1"}});
    send("H", "b", {kSymbol, kBuy});
    send("F", "c", {{tag::OrigClOrdID, "b"}, kSymbol, kBuy});
    send("F", "d", {{tag::OrigClOrdID, "b"}, kSymbol, kBuy});
    send_order("e");
    send("q", "f", {{tag::MassCancelRequestType, "7"}});
    // New, replaced, new, two fills, status, cancelled, cancel reject, new, mass cancel report, cancelled.
    ASSERT_TRUE(wait_for_answers(11));
    const std::vector<std::string> kinds = {"0", "5", "0", "F", "F", "I", "4", "", "0", "", "4"};
    for (std::size_t at = 0; at < kinds.size(); ++at)
        EXPECT_EQ(answer(at, tag::ExecType), kinds[at]) << at;
    EXPECT_EQ(answer(7, tag::MsgType), "9");
    EXPECT_EQ(answer(9, tag::MsgType), "r");
    stop();
    EXPECT_EQ(counts().messages, 8u);
    EXPECT_EQ(counts().accepted, 8u);
    EXPECT_EQ(counts().fills, 2u);
    EXPECT_EQ(venue->live_orders(), 0u);
}

TEST_F(VenueSession, refuses_each_kind_above_the_limit_within_the_dictionary) {
    start("", 1);
    ASSERT_TRUE(wait_for_logons(1));
    send_order("a");
    send_order("b");
    send("F", "c", {{tag::OrigClOrdID, "a"}, kSymbol, kBuy});
    send("H", "a", {kSymbol, kBuy});
    send("q", "d", {{tag::MassCancelRequestType, "7"}});
    ASSERT_TRUE(wait_for_answers(5));
    EXPECT_EQ(answer(0, tag::ExecType), "0");
    const std::vector<std::string> kinds = {"8", "9", "j", "r"};
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        EXPECT_EQ(answer(at + 1, tag::MsgType), kinds[at]);
        EXPECT_EQ(answer(at + 1, tag::Text), "Rate limit exceeded");
    }
    stop();
    EXPECT_EQ(counts().rate_rejects, 4u);
    EXPECT_EQ(counts().violations_by_arrival, 4u);
    EXPECT_EQ(venue->live_orders(), 1u);
}

TEST_F(VenueSession, logs_out_above_the_second_threshold_and_says_why) {
    start("", 1, 3);
    ASSERT_TRUE(wait_for_logons(1));
    for (const char *id : {"a", "b", "c", "d"})
        send_order(id);
    EXPECT_TRUE(wait_for_logout_text("Message rate logout threshold exceeded"));
    EXPECT_TRUE(client.wait_for([&] { return client.logouts >= 1; }));
    stop();
    EXPECT_GE(counts().logouts, 1u);
    EXPECT_EQ(counts().rate_rejects, 2u);
}

TEST_F(VenueSession, slow_answers_come_late_and_in_order) {
    start("at 0s slow_acks 300ms for 1000s");
    ASSERT_TRUE(wait_for_logons(1));
    const std::int64_t sent_ns = monotonic_now_ns();
    for (const char *id : {"a", "b", "c"})
        send_order(id);
    ASSERT_TRUE(wait_for_answers(3));
    EXPECT_GE(monotonic_now_ns() - sent_ns, 300 * kMs);
    EXPECT_EQ(answer(0, tag::ClOrdID), "a");
    EXPECT_EQ(answer(1, tag::ClOrdID), "b");
    EXPECT_EQ(answer(2, tag::ClOrdID), "c");
}

TEST_F(VenueSession, after_a_silence_everything_is_said) {
    start("at 0s silence for 2s");
    const std::int64_t began_ns = monotonic_now_ns();
    ASSERT_TRUE(wait_for_logons(1));
    for (const char *id : {"a", "b", "c"})
        send_order(id);
    ASSERT_TRUE(wait_for_answers(3));
    // The script's clock started a moment before.
    EXPECT_GE(monotonic_now_ns() - began_ns, 1000 * kMs);
    EXPECT_EQ(answer(2, tag::ClOrdID), "c");
}

TEST_F(VenueSession, rejects_a_share_of_orders_but_no_cancel) {
    start("at 0s reject_rate 100% for 1000s");
    ASSERT_TRUE(wait_for_logons(1));
    send_order("a");
    send("F", "b", {{tag::OrigClOrdID, "a"}, kSymbol, kBuy});
    ASSERT_TRUE(wait_for_answers(2));
    EXPECT_EQ(answer(0, tag::ExecType), "8");
    EXPECT_EQ(answer(0, tag::Text), "Rejected by the venue");
    EXPECT_EQ(answer(1, tag::Text), "OrigClOrdID (41) names no order");
    stop();
    EXPECT_EQ(counts().script_rejects, 1u);
}

TEST_F(VenueSession, cuts_the_connection_and_takes_it_back) {
    start("at 2s disconnect");
    ASSERT_TRUE(wait_for_logons(2));
    send_order("a");
    ASSERT_TRUE(wait_for_answers(1));
    stop();
    EXPECT_EQ(counts().logons, 2u);
    EXPECT_EQ(counts().logouts, 0u);
}

TEST_F(VenueSession, refuses_logons_for_a_while) {
    start("at 0s refuse_logon for 1500ms");
    EXPECT_TRUE(wait_for_logout_text("Logon refused by the venue"));
    ASSERT_TRUE(wait_for_logons(1));
    stop();
    EXPECT_GE(counts().refused_logons, 1u);
}

TEST_F(VenueSession, asks_for_everything_again_and_counts_what_comes) {
    start("at 2500ms resend_request");
    ASSERT_TRUE(wait_for_logons(1));
    send_order("a");
    send_order("b");
    ASSERT_TRUE(wait_for_answers(2));
    ASSERT_TRUE(client.wait_for([&] { return client.replays == 2; }));
    // Nothing overtakes a replay, so the answer to a later order says that the venue has read it all.
    send_order("c");
    ASSERT_TRUE(wait_for_answers(3));
    stop();
    EXPECT_EQ(counts().resend_requests_sent, 1u);
    EXPECT_EQ(counts().possdup_orders, 2u);
    EXPECT_EQ(counts().possdup_by_type.at("D"), 2u);
    EXPECT_EQ(counts().duplicate_orders, 0u);
    EXPECT_EQ(venue->live_orders(), 3u);
}

TEST_F(VenueSession, a_resend_request_waits_for_the_logon) {
    start("at 0s refuse_logon for 1500ms\nat 500ms resend_request");
    ASSERT_TRUE(wait_for_logons(1));
    ASSERT_TRUE(client.wait_for([&] {
        for (const FIX::Message &message : client.admin) {
            if (message.getHeader().getField(tag::MsgType) == "2") return message.getField(tag::BeginSeqNo) == "1";
        }
        return false;
    }));
    stop();
    EXPECT_EQ(counts().resend_requests_sent, 1u);
}

TEST_F(VenueSession, counts_heartbeats_and_the_gaps_between_them) {
    start();
    ASSERT_TRUE(wait_for_logons(1));
    const auto venue_heartbeats = [&] {
        int count = 0;
        for (const FIX::Message &message : client.admin)
            count += message.getHeader().getField(tag::MsgType) == "0";
        return count;
    };
    // Both sides beat each second, so by the venue's third the client has sent at least one.
    ASSERT_TRUE(client.wait_for([&] { return venue_heartbeats() >= 3; }));
    stop();
    EXPECT_GE(counts().heartbeats, 1u);
    EXPECT_GE(counts().heartbeat_gap_max_ns, 500 * kMs);
    EXPECT_LE(counts().heartbeat_gap_max_ns, 10000 * kMs);
}

}  // namespace
}  // namespace venue_simulator
