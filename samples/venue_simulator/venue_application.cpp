#include "venue_application.hpp"

#include <quickfix/FixFieldNumbers.h>
#include <quickfix/Session.h>

#include <algorithm>

#include "raw_message.hpp"
#include "reactor_bell.hpp"

namespace venue_simulator {

namespace {

namespace tag = FIX::FIELD;

const char kRateRejectText[] = "Rate limit exceeded";
const char kRateLogoutText[] = "Message rate logout threshold exceeded";
const char kScriptRejectText[] = "Rejected by the venue";

// Judgements that wait for a message that the session layer dropped are given up beyond this many.
constexpr std::size_t kWaitingMax = 100000;

// The counter of this kind of message, or null when the kind does not count for the limit.
std::uint64_t *kind_counter(SessionCounts &counts, const TextView &type) {
    if (type.size != 1) return nullptr;
    switch (type.data[0]) {
        case 'D':
            return &counts.new_orders;
        case 'F':
            return &counts.cancels;
        case 'G':
            return &counts.replaces;
        case 'H':
            return &counts.statuses;
        case 'q':
            return &counts.mass_cancels;
        default:
            return nullptr;
    }
}

}  // namespace

VenueApplication::VenueApplication(
    const VenueRules &rules, StallWatch &stalls, TimerThread &timer, ArrivalLog &arrivals)
    : rules_(rules),
      stalls_(stalls),
      timer_(timer),
      arrivals_(arrivals),
      start_ns_(monotonic_now_ns()),
      desk_([this](const FIX::SessionID &session, FIX::Message &message) { answer(session, message); }) {
    for (const Fault &fault : rules_.script.faults()) {
        if (fault.kind == FaultKind::kDisconnect || fault.kind == FaultKind::kResendRequest)
            once_faults_.push_back(fault);
    }
    std::stable_sort(once_faults_.begin(), once_faults_.end(),
        [](const Fault &one, const Fault &other) { return one.begin_ns < other.begin_ns; });
}

void VenueApplication::start(std::uint16_t port) {
    start_ns_ = monotonic_now_ns();
    for (const Fault &fault : once_faults_) {
        timer_.run_at(start_ns_ + fault.begin_ns, [port] { ring_reactor_bell(port); });
    }
}

void VenueApplication::finish() {
    const std::int64_t now_ns = monotonic_now_ns();
    for (const auto &entry : counterparties_) {
        Counterparty &counterparty = *entry.second;
        counterparty.record.heartbeat_gap.end(now_ns);
        counterparty.record.quiet.end(now_ns);
        for (const auto &waiting : counterparty.waiting)
            arrivals_.write(waiting.second.arrival);
        counterparty.waiting.clear();
    }
}

VenueApplication::Records VenueApplication::records() const {
    Records records;
    for (const auto &entry : counterparties_)
        records[entry.second->name] = &entry.second->record;
    return records;
}

void VenueApplication::onCreate(const FIX::SessionID &session) {
    std::unique_ptr<Counterparty> &counterparty = counterparties_[session];
    counterparty.reset(new Counterparty(session.getTargetCompID().getValue(), rules_.rate));
    desk_.open(session, &counterparty->record.counts);
}

void VenueApplication::onLogon(const FIX::SessionID &session) {
    Counterparty &counterparty = *counterparties_.at(session);
    const std::int64_t now_ns = monotonic_now_ns();
    ++counterparty.record.counts.logons;
    counterparty.record.heartbeat_gap.begin(now_ns);
    counterparty.record.quiet.begin(now_ns);
    if (counterparty.is_resend_request_due) request_resend(session, counterparty);
}

void VenueApplication::onLogout(const FIX::SessionID &session) {
    Counterparty &counterparty = *counterparties_.at(session);
    const std::int64_t now_ns = monotonic_now_ns();
    ++counterparty.record.counts.disconnects;
    counterparty.record.heartbeat_gap.end(now_ns);
    counterparty.record.quiet.end(now_ns);
}

void VenueApplication::toAdmin(FIX::Message &message, const FIX::SessionID &session) {
    // A Reject answers a malformed message, so it is made on the reading thread.
    if (message.getHeader().getField(tag::MsgType) == "3") ++counterparties_.at(session)->record.counts.session_rejects;
}

void VenueApplication::fromAdmin(const FIX::Message &message, const FIX::SessionID &session) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) {
    if (message.getHeader().getField(tag::MsgType) != "A") return;
    if (!rules_.script.refuses_logon(script_time_ns())) return;
    ++counterparties_.at(session)->record.counts.refused_logons;
    throw FIX::RejectLogon("Logon refused by the venue");
}

void VenueApplication::on_incoming(const FIX::SessionID &session, const std::string &message) {
    const std::int64_t now_ns = monotonic_now_ns();
    std::call_once(reading_thread_known_, [this] { stalls_.watch_this_thread(); });

    const RawMessage raw = read_raw_message(message);
    Counterparty &counterparty = *counterparties_.at(session);
    SessionCounts &counts = counterparty.record.counts;
    std::int64_t sending_time_ms = 0;
    if (!parse_utc_ms(raw.sending_time, &sending_time_ms)) sending_time_ms = 0;

    const auto same = counterparty.waiting.find(raw.sequence);
    const bool is_kept_message_again = same != counterparty.waiting.end() &&
                                       same->second.arrival.sending_time_ms == sending_time_ms &&
                                       raw.cl_ord_id.is(same->second.arrival.cl_ord_id.c_str());
    if (is_kept_message_again) return;

    counterparty.record.quiet.hear(now_ns);
    if (raw.type.is("0")) {
        ++counts.heartbeats;
        counterparty.record.heartbeat_gap.hear(now_ns);
    }
    if (raw.is_possible_duplicate) {
        ++counts.possdup_by_type[raw.type.text()];
        if (raw.type.is("D")) ++counts.possdup_orders;
    }
    std::uint64_t *const kind = kind_counter(counts, raw.type);
    if (!kind) return;
    ++counts.messages;
    ++*kind;

    Judged judged;
    judged.arrival.arrival_ns = now_ns;
    judged.arrival.sending_time_ms = sending_time_ms;
    judged.arrival.session = counterparty.name;
    judged.arrival.msg_type = raw.type.text();
    judged.arrival.cl_ord_id = raw.cl_ord_id.text();
    judged.arrival.outcome = "not_processed";
    judge(counterparty, judged, sending_time_ms);

    // Without a sequence number no message gets as far as the application.
    if (raw.sequence == 0) {
        arrivals_.write(judged.arrival);
        return;
    }
    if (same != counterparty.waiting.end()) {
        arrivals_.write(same->second.arrival);
        same->second = std::move(judged);
        return;
    }
    if (counterparty.waiting.size() == kWaitingMax) {
        arrivals_.write(counterparty.waiting.begin()->second.arrival);
        counterparty.waiting.erase(counterparty.waiting.begin());
    }
    counterparty.waiting.emplace(raw.sequence, std::move(judged));
}

// Decides by arrival, as a venue does. The one excuse: the message was punctual by its SendingTime, and a stall of our
// own disturbed the beginning of its window. Then it is treated as its SendingTime says, and counted as a suspect.
void VenueApplication::judge(Counterparty &counterparty, Judged &judged, std::int64_t sending_time_ms) {
    SessionRecord &record = counterparty.record;
    const std::int64_t arrival_ns = judged.arrival.arrival_ns;
    const RateJudgement judgement = record.judge.judge(arrival_ns, sending_time_ms);
    if (judgement.by_sending_time != RateOutcome::kWithin) ++record.counts.violations_by_sending_time;

    const bool is_over = judgement.by_arrival != RateOutcome::kWithin;
    const bool is_new_peak = judgement.count_by_arrival > record.undisturbed_peak;
    if (!is_over && !is_new_peak) return;

    const bool is_disturbed = stalls_.disturbed(arrival_ns - rules_.rate.window_ns, arrival_ns);
    if (is_new_peak && !is_disturbed) record.undisturbed_peak = judgement.count_by_arrival;
    if (!is_over) return;

    const RateOutcome outcome =
        is_disturbed ? std::min(judgement.by_arrival, judgement.by_sending_time) : judgement.by_arrival;
    judged.is_stall_suspect = outcome == RateOutcome::kWithin;
    ++(judged.is_stall_suspect ? record.counts.stall_suspects : record.counts.violations_by_arrival);
    if (outcome == RateOutcome::kOverLimit) judged.ruling = Ruling::kRefuse;
    if (outcome == RateOutcome::kOverLogoutThreshold) judged.ruling = Ruling::kLogOut;
}

void VenueApplication::fromApp(const FIX::Message &message, const FIX::SessionID &session) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    Counterparty &counterparty = *counterparties_.at(session);
    FIX::MsgSeqNum sequence;
    message.getHeader().getField(sequence);
    const auto found = counterparty.waiting.find(static_cast<std::uint64_t>(sequence.getValue()));
    // Only the kinds that count for the limit are judged, and they are all that is traded with.
    if (found == counterparty.waiting.end()) throw FIX::UnsupportedMessageType();

    Judged judged = std::move(found->second);
    counterparty.waiting.erase(found);
    act(counterparty, judged, message, session);
    arrivals_.write(judged.arrival);
}

void VenueApplication::act(
    Counterparty &counterparty, Judged &judged, const FIX::Message &message, const FIX::SessionID &session) {
    SessionCounts &counts = counterparty.record.counts;
    Arrival &arrival = judged.arrival;
    if (judged.ruling == Ruling::kLogOut) {
        ++counts.logouts;
        arrival.outcome = "logout";
        log_out(session);
        return;
    }
    if (judged.ruling == Ruling::kRefuse) {
        ++counts.rate_rejects;
        arrival.outcome = "rate_reject";
        desk_.refuse(session, message, kRateRejectText);
        return;
    }
    ++counts.accepted;
    if (draws_script_reject(arrival.msg_type, script_time_ns())) {
        ++counts.script_rejects;
        arrival.outcome = "script_reject";
        desk_.refuse(session, message, kScriptRejectText);
        return;
    }
    const DeskOutcome outcome = desk_.handle(session, message);
    arrival.outcome = outcome == DeskOutcome::kRejected           ? "business_reject"
                      : outcome == DeskOutcome::kDuplicate        ? "duplicate"
                      : outcome == DeskOutcome::kIgnoredDuplicate ? "ignored_duplicate"
                      : judged.is_stall_suspect                   ? "stall_suspect"
                                                                  : "accepted";
}

// Says why, then cuts. What the counterparty has already sent is still read, counted and dropped by the session layer.
void VenueApplication::log_out(const FIX::SessionID &session) {
    FIX::Message logout;
    logout.getHeader().setField(tag::MsgType, "5");
    logout.setField(tag::Text, kRateLogoutText);
    FIX::Session::sendToTarget(logout, session);
    FIX::Session::lookupSession(session)->disconnect();
}

void VenueApplication::answer(const FIX::SessionID &session, FIX::Message &message) {
    const std::int64_t now_ns = monotonic_now_ns();
    const std::int64_t script_time = now_ns - start_ns_;
    const std::int64_t delay_ns = std::max(rules_.ack_delay_ns, rules_.script.ack_delay_ns(script_time));
    const std::int64_t silence_end_ns = start_ns_ + rules_.script.silence_end_ns(script_time);
    const std::int64_t due_ns = std::max(std::max(now_ns + delay_ns, silence_end_ns), last_answer_due_ns_);
    if (due_ns <= now_ns && delayed_answers_.load(std::memory_order_acquire) == 0) {
        FIX::Session::sendToTarget(message, session);
        return;
    }
    last_answer_due_ns_ = due_ns;
    delayed_answers_.fetch_add(1, std::memory_order_relaxed);
    timer_.run_at(due_ns, [this, message, session]() mutable {
        FIX::Session::sendToTarget(message, session);
        delayed_answers_.fetch_sub(1, std::memory_order_release);
    });
}

void VenueApplication::on_connection() {
    do_due_faults();
}

void VenueApplication::do_due_faults() {
    while (next_once_fault_ < once_faults_.size() && once_faults_[next_once_fault_].begin_ns <= script_time_ns()) {
        const Fault &fault = once_faults_[next_once_fault_++];
        for (const auto &entry : counterparties_) {
            if (fault.kind == FaultKind::kResendRequest) {
                request_resend(entry.first, *entry.second);
            } else {
                FIX::Session::lookupSession(entry.first)->disconnect();
            }
        }
    }
}

void VenueApplication::request_resend(const FIX::SessionID &session, Counterparty &counterparty) {
    counterparty.is_resend_request_due = !FIX::Session::lookupSession(session)->isLoggedOn();
    if (counterparty.is_resend_request_due) return;
    FIX::Message request;
    request.getHeader().setField(tag::MsgType, "2");
    request.setField(tag::BeginSeqNo, "1");
    request.setField(tag::EndSeqNo, "0");
    FIX::Session::sendToTarget(request, session);
    ++counterparty.record.counts.resend_requests_sent;
}

// Cancels are never rejected by the script: a client that cannot get out of the market is another fault.
bool VenueApplication::draws_script_reject(const std::string &type, std::int64_t script_time_ns) {
    if (type != "D" && type != "G") return false;
    const double share = rules_.script.reject_share(script_time_ns);
    return share > 0 && std::generate_canonical<double, 32>(random_) < share;
}

}  // namespace venue_simulator
