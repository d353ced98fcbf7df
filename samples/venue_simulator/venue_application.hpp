// The venue as QuickFIX sees it. A message goes through here in two steps on QuickFIX's reading thread:
//
//   on_incoming  the bytes as they came: stamp the arrival, judge the rate, count. It happens before QuickFIX parses,
//   so
//                that the stamp is early and messages that the session layer drops are judged too.
//   fromApp      the same message, parsed and in sequence: act on the judgement. Refuse, log out, or pass it to the
//   desk.
//
// Between the two a judgement waits under its sequence number, because QuickFIX keeps a message back when an earlier
// one is missing. (It then delivers the kept one through on_incoming again, which is told from an arrival by the
// judgement that still waits for it.)
//
// Threads: everything runs on QuickFIX's reading thread, but for delayed answers, which the timer thread sends;
// `start` is called before the first message and `finish` after the last. An answer that need not wait is sent by the
// reading thread itself: SocketAcceptor's send queues what the socket does not take, and never blocks.
#pragma once

#include <quickfix/Application.h>
#include <quickfix/Message.h>
#include <quickfix/SessionID.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "arrival_log.hpp"
#include "fault_script.hpp"
#include "order_desk.hpp"
#include "session_record.hpp"
#include "stall_watch.hpp"
#include "timer_thread.hpp"
#include "wire_log.hpp"

namespace venue_simulator {

struct VenueRules {
    RateRule rate;
    std::int64_t ack_delay_ns = 0;
    FaultScript script;
};

class VenueApplication : public FIX::Application, public WireListener {
public:
    // All references must outlive the application and the acceptor that uses it.
    VenueApplication(const VenueRules &rules, StallWatch &stalls, TimerThread &timer, ArrivalLog &arrivals);

    // Starts the script's clock. `port` is our own, for the faults that happen once.
    void start(std::uint16_t port);
    // Closes the books of all sessions. Call it when the acceptor and the timer have stopped.
    void finish();

    using Records = std::map<std::string, const SessionRecord *>;
    Records records() const;  // by the counterparty's name
    std::size_t live_orders() const { return desk_.live_orders(); }
    std::int64_t running_ns() const { return monotonic_now_ns() - start_ns_; }

    // FIX::Application
    void onCreate(const FIX::SessionID &session) override;
    void onLogon(const FIX::SessionID &session) override;
    void onLogout(const FIX::SessionID &session) override;
    void toAdmin(FIX::Message &message, const FIX::SessionID &session) override;
    void toApp(FIX::Message &, const FIX::SessionID &) throw(FIX::DoNotSend) override {}
    void fromAdmin(const FIX::Message &message, const FIX::SessionID &session) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override;
    void fromApp(const FIX::Message &message, const FIX::SessionID &session) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override;

    // WireListener
    void on_incoming(const FIX::SessionID &session, const std::string &message) override;
    void on_connection() override;

private:
    enum class Ruling { kAccept, kRefuse, kLogOut };
    struct Judged {
        Arrival arrival;
        Ruling ruling = Ruling::kAccept;
        bool is_stall_suspect = false;
    };
    struct Counterparty {
        Counterparty(const std::string &its_name, const RateRule &rule) : name(its_name), record(rule) {}

        const std::string name;
        SessionRecord record;
        std::map<std::uint64_t, Judged> waiting;  // by sequence number
        bool is_resend_request_due = false;
    };

    void judge(Counterparty &counterparty, Judged &judged, std::int64_t sending_time_ms);
    void act(Counterparty &counterparty, Judged &judged, const FIX::Message &message, const FIX::SessionID &session);
    void log_out(const FIX::SessionID &session);
    void answer(const FIX::SessionID &session, FIX::Message &message);
    void do_due_faults();
    void request_resend(const FIX::SessionID &session, Counterparty &counterparty);
    bool draws_script_reject(const std::string &type, std::int64_t script_time_ns);
    std::int64_t script_time_ns() const { return monotonic_now_ns() - start_ns_; }

    const VenueRules rules_;
    StallWatch &stalls_;
    TimerThread &timer_;
    ArrivalLog &arrivals_;
    std::int64_t start_ns_;

    // Below: the reading thread's.
    OrderDesk desk_;
    std::map<FIX::SessionID, std::unique_ptr<Counterparty>> counterparties_;
    std::vector<Fault> once_faults_;  // by time; those before next_once_fault_ are done
    std::size_t next_once_fault_ = 0;
    std::once_flag reading_thread_known_;
    std::mt19937 random_;  // with its fixed first state, so that a script rejects the same messages in each run
    std::int64_t last_answer_due_ns_ = 0;

    // Raised by the reading thread, lowered by the timer thread: answers that are on their way. While there are any, a
    // new answer queues behind them, or it would overtake.
    std::atomic<std::uint64_t> delayed_answers_{0};
};

}  // namespace venue_simulator
