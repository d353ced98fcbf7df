// The inside of a Gate: engine, lanes, pumps and the message store, and the three ways through them: submit() from the
// gateway, release() from Sluice, the hooks from QuickFIX. gate.hpp states threads and locks.
#ifndef SLUICE_QUICKFIX_GATE_CORE_HPP
#define SLUICE_QUICKFIX_GATE_CORE_HPP

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "fields.hpp"
#include "fill.hpp"
#include "heard.hpp"
#include "lane_state.hpp"
#include "message_store.hpp"
#include "name_cache.hpp"
#include "sluice/quickfix/gate.hpp"
#include "transmit.hpp"

namespace sluice {
namespace quickfix {

class Gate::Core {
public:
    Core(const Plugin &plugin, const std::string &sluice_config, const FIX::SessionSettings &settings,
        GateListener &listener, const GateOptions &options);
    ~Core();
    Core(const Core &) = delete;
    Core &operator=(const Core &) = delete;

    // gate_core.cpp
    void start();
    bool stop(std::uint32_t mode, std::chrono::milliseconds timeout);
    LaneState *find_lane(const FIX::SessionID &session) const noexcept;
    const Engine &engine() const noexcept { return engine_; }
    std::uint32_t venue_id(const std::string &venue) const;
    GateNumbers numbers() const;
    // Never throws, whatever the gateway's listener does.
    void log(int level, const std::string &text) noexcept;

    // submit.cpp
    // `own`: the same message, when it may be changed and sent as it is; null: it is only read.
    Outcome submit(const FIX::Message &message, FIX::Message *own, const FIX::SessionID &session,
        const SubmitOptions &options) noexcept;

    // hooks.cpp; those that QuickFIX calls under the session's lock say so.
    void on_create(LaneState &lane) noexcept;
    void on_logon(LaneState &lane) noexcept;
    void on_logout(LaneState &lane) noexcept;                          // under the session's lock
    void on_logout_sent(LaneState &lane) noexcept;                     // under the session's lock
    void on_wire(LaneState &lane, const std::string &bytes) noexcept;  // under the session's lock
    // May this message go on the wire now? False: throw DoNotSend. Under the session's lock.
    bool may_pass(LaneState &lane, const FIX::Message &message) noexcept;

    // answers.cpp
    void on_admin_answer(LaneState &lane, const FIX::Message &message) noexcept;
    void on_answer(LaneState &lane, const FIX::Message &message) noexcept;

private:
    // What an answer means to Sluice: fields of the event that reports it.
    struct Meaning {
        std::uint32_t event_kind = SLUICE_EVENT_ACKED;
        std::uint64_t retry_after_ns = 0;
        std::uint32_t limit_id = 0;
    };

    struct Counters {
        std::atomic<std::uint64_t> sent{0};
        std::atomic<std::uint64_t> held{0};
        std::atomic<std::uint64_t> absorbed{0};
        std::atomic<std::uint64_t> refused{0};
        std::atomic<std::uint64_t> dropped{0};
        std::atomic<std::uint64_t> not_written{0};
        std::atomic<std::uint64_t> possdup_gap_filled{0};
        std::atomic<std::uint64_t> logged_off_vetoed{0};
        std::atomic<std::uint64_t> unstored_cancels{0};
    };

    // gate_core.cpp
    static sluice_host make_host(Core *core);
    void open_lanes(const FIX::SessionSettings &settings, const GateOptions &options);
    void make_pumps(const GateOptions &options);
    std::uint64_t before_poll(std::uint32_t venue, std::uint64_t now_ns) noexcept;
    std::string sentence(std::uint32_t reason) const;

    // A message on its way through submit(), with the place that is kept for it.
    struct Offer {
        HeldMessage &held;
        FIX::Message &message;     // the one that goes out if it goes at once: the caller's own, or the copy in `held`
        const MessageNames names;  // in `message`
        const std::uint64_t ticket;

        bool is_kept() const { return &message == &held.message; }
    };

    // submit.cpp
    Outcome submit_gated(LaneState &lane, const MessageKind &kind, const FIX::Message &message, FIX::Message *own,
        const SubmitOptions &options);
    Outcome offer(LaneState &lane, const MessageKind &kind, const FIX::Message &message, FIX::Message *own,
        const SubmitOptions &options);
    Outcome settle(const Offer &item, const sluice_verdict &verdict);
    Outcome send_now(const Offer &item, const sluice_verdict &verdict);
    Outcome hold(const Offer &item, const sluice_verdict &verdict);
    Outcome absorb(const Offer &item, const sluice_verdict &verdict);
    void forget_name(const Offer &item);
    Outcome refuse(const Offer &item, std::uint32_t reason, const std::string &text);
    Outcome refused(std::uint32_t reason, const std::string &text);
    Outcome send_ungated(const FIX::Message &message, FIX::Message *own, const FIX::SessionID &session);
    Outcome send_unstored_cancel(LaneState &lane, const MessageKind &kind, const FIX::Message &message);
    // Puts the message into its place, if it is not there yet. False: there was no memory for it.
    bool keep(const Offer &item) noexcept;
    // False: refused, `fault` says why. A cancel always passes, with what could be read.
    bool fill_request(const Offer &item, const SubmitOptions &options, sluice_request &request, Outcome &fault);
    bool fill_order(const Offer &item, const SubmitOptions &options, sluice_request &request, Outcome &fault);

    // release.cpp
    sluice_status release(const sluice_release &release) noexcept;
    sluice_status release_to_wire(HeldMessage &held, const sluice_release &release);
    void drop(HeldMessage &held, const sluice_release &release, std::uint32_t reason, const std::string &text);
    // Sends a message that has a grant: that of the place, or the caller's own. Reports WRITTEN; the caller says what a
    // failure means, and finds OrigClOrdID as it was.
    WireResult send_granted(
        const HeldMessage &held, FIX::Message &message, const MessageNames &names, std::uint64_t grant);
    void confirm_written(const HeldMessage &held, const FIX::Message &message, const OpenAnswers::Sending *sending,
        std::uint64_t grant, std::uint64_t now_ns) noexcept;
    bool is_too_much_unanswered(const LaneState &lane, std::uint32_t kind) const;

    // answers.cpp
    void report_answer(
        LaneState &lane, const OpenAnswer &answer, const Meaning &meaning, const VenueStamp &stamp) noexcept;
    void report_refusal_of_all(LaneState &lane, const Meaning &meaning) noexcept;
    void report_fill(LaneState &lane, const Fill &fill, std::uint64_t order_id) noexcept;
    void report_done(LaneState &lane, std::uint64_t order_id) noexcept;
    void report_venue_time(LaneState &lane, Heard &heard) noexcept;
    void on_execution_report(LaneState &lane, Heard &heard);
    void on_status_report(LaneState &lane, const FIX::Message &message);
    void on_cancel_reject(LaneState &lane, Heard &heard);
    void on_message_reject(LaneState &lane, Heard &heard, std::uint32_t standard_kind);
    void on_other_answer(LaneState &lane, Heard &heard);
    void on_logout_heard(LaneState &lane, const FIX::Message &message);
    std::uint64_t time_out_answers(LaneState &lane, std::uint64_t now_ns) noexcept;

    // rejects.cpp
    // `standard_kind`: what the fields of standard FIX say, an event kind. The result is REJECTED, RATE_REJECTED,
    // BANNED, FAILED, or TIMED_OUT when the venue itself does not know the outcome.
    Meaning meaning_of_reject(const LaneState &lane, const FIX::Message &message, std::uint32_t standard_kind) const;
    // The same of a refusal by which the order's state is known: it never means that the outcome is not.
    Meaning meaning_of_order_reject(const LaneState &lane, const FIX::Message &message) const;
    bool has_rate_limit_text(const LaneState &lane, const FIX::Message &message) const;
    // False: the plugin is too old to classify answers.
    bool classify(const LaneState &lane, const FIX::Message &message, sluice_answer_class &answer_class) const;

    // Calls one of the listener's functions; what it throws is logged.
    template <class Call>
    void tell(const char *name, Call call) noexcept {
        try {
            call();
        } catch (const std::exception &fault) {
            log(SLUICE_LOG_ERROR, std::string("the gateway's ") + name + " threw: " + fault.what());
        } catch (...) {
            log(SLUICE_LOG_ERROR, std::string("the gateway's ") + name + " threw");
        }
    }

    // Constant after construction, except what has a lock of its own. The engine comes last but for what reads it: its
    // callbacks use what stands above it, from its construction to its end.
    GateListener &listener_;
    MessageStore store_;
    std::atomic<std::uint64_t> next_order_id_{1};
    std::atomic<bool> is_abandoned_{false};  // what cannot be sent now never will be
    Counters counters_;
    std::unordered_map<std::string, std::uint32_t> venue_ids_;
    std::vector<std::unique_ptr<LaneState>> lanes_;
    PlaceIndex lanes_by_session_;
    std::unordered_map<std::uint32_t, std::unique_ptr<Pump>> pumps_;  // by venue
    const sluice_ext_reasons *reasons_ = nullptr;
    const sluice_ext_answers *classifier_ = nullptr;  // null: the plugin is too old for it
    bool is_stopped_ = false;                         // control thread only
    Engine engine_;
    NameCache names_;
};

}  // namespace quickfix
}  // namespace sluice

#endif
