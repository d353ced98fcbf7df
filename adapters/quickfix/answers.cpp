// What the venue answers, and what it means to Sluice: which grant it settles, what was filled, when an order has
// reached its end, and what time it is there.
// All of it runs on QuickFIX's receiving threads, without the session's lock.
#include <cstdlib>

#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

namespace {

// OrdStatus(39) from which an order does not come back.
bool is_final(const std::string &status) {
    return status == "2" || status == "3" || status == "4" || status == "8" || status == "C";
}

// ExecType(150) that says no more than "seen": the answer is still to come.
bool is_pending(const std::string &exec_type) {
    return exec_type == "A" || exec_type == "6" || exec_type == "E";
}

// What BusinessRejectReason(380) says: 4, the application behind the session does not answer, which is the venue's
// trouble and not the order's; 8 to 10, the throttle that FIX EP116 defines.
std::uint32_t kind_of_business_reject(const FIX::Message &message) {
    const std::string &reason = field_or_empty(message, FIX::FIELD::BusinessRejectReason);
    if (reason == "4") return SLUICE_EVENT_FAILED;
    const bool is_throttle = reason == "8" || reason == "9" || reason == "10";
    return is_throttle ? SLUICE_EVENT_RATE_REJECTED : SLUICE_EVENT_REJECTED;
}

// Stamps of messages that nobody asked for are told no more often: four a second narrow the bounds as well as all.
constexpr std::uint64_t kVenueTimeSpacingNs = 250000000;

// Fields by which answers other than those about orders name their request.
const int kReferenceTags[] = {FIX::FIELD::QuoteID, FIX::FIELD::QuoteReqID, FIX::FIELD::QuoteStatusReqID,
    FIX::FIELD::MDReqID, FIX::FIELD::ListID, FIX::FIELD::PosReqID, FIX::FIELD::TradSesReqID, FIX::FIELD::SecurityReqID,
    FIX::FIELD::SecurityStatusReqID, FIX::FIELD::TradeRequestID, FIX::FIELD::ClOrdID, FIX::FIELD::CrossID};

}  // namespace

void Gate::Core::report_answer(
    LaneState &lane, const OpenAnswer &answer, const Meaning &meaning, const VenueStamp &stamp) noexcept {
    sluice_event event = SLUICE_EVENT_INIT;
    event.grant = answer.grant;
    event.order_id = answer.order_id;
    if (answer.written_ns == 0) {
        // The answer overtook the return of the send: what is answered was written.
        event.kind = SLUICE_EVENT_WRITTEN;
        lane.lane.report(event);
    }
    event.kind = meaning.event_kind;
    event.retry_after_ns = meaning.retry_after_ns;
    event.limit_id = meaning.limit_id;
    set_stamp(event, stamp);
    if (lane.lane.report(event) != SLUICE_E_UNKNOWN_SET) return;
    // An older plugin takes no event with fields that it does not know. The outcome is worth more than they are.
    event.limit_id = 0;
    event.venue_time_ns = 0;
    event.venue_time_resolution_us = 0;
    lane.lane.report(event);
}

// A refusal that answers no message which we know: the limits close for all that the session sends.
void Gate::Core::report_refusal_of_all(LaneState &lane, const Meaning &meaning) noexcept {
    if (meaning.event_kind != SLUICE_EVENT_RATE_REJECTED && meaning.event_kind != SLUICE_EVENT_BANNED) return;
    OpenAnswer nobody;
    nobody.written_ns = clock_ns();
    report_answer(lane, nobody, meaning, VenueStamp());
}

void Gate::Core::report_fill(LaneState &lane, const Fill &fill, std::uint64_t order_id) noexcept {
    if (order_id == 0) return;
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_FILLED;
    event.order_id = order_id;
    event.value = fill.value_e8;
    if (fill.is_maker) event.flags |= SLUICE_EVENT_FLAG_MAKER;
    set_stamp(event, fill.time);
    lane.lane.report(event);
}

void Gate::Core::report_done(LaneState &lane, std::uint64_t order_id) noexcept {
    if (order_id == 0) return;
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_DONE;
    event.order_id = order_id;
    lane.lane.report(event);
}

void Gate::Core::report_venue_time(LaneState &lane, Heard &heard) noexcept {
    if (!heard.has_stamp()) return;
    const std::uint64_t now_ns = clock_ns();
    if (now_ns - lane.venue_time_told_ns.load(std::memory_order_relaxed) < kVenueTimeSpacingNs) return;
    const VenueStamp stamp = heard.take_stamp();
    lane.venue_time_told_ns.store(now_ns, std::memory_order_relaxed);
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_VENUE_TIME;
    event.time_ns = now_ns;
    set_stamp(event, stamp);
    lane.lane.report(event);
}

void Gate::Core::on_answer(LaneState &lane, const FIX::Message &message) noexcept {
    try {
        lane.hand_over_notes();
        Heard heard(message);
        const std::string &msg_type = field_or_empty(message.getHeader(), FIX::FIELD::MsgType);
        if (msg_type == "8") {
            on_execution_report(lane, heard);
        } else if (msg_type == "9") {
            on_cancel_reject(lane, heard);
        } else if (msg_type == "j") {
            on_message_reject(lane, heard, kind_of_business_reject(message));
        } else {
            on_other_answer(lane, heard);
        }
        report_venue_time(lane, heard);
    } catch (const std::exception &fault) {
        log(SLUICE_LOG_ERROR, std::string("answer of the venue: ") + fault.what());
    }
}

void Gate::Core::on_execution_report(LaneState &lane, Heard &heard) {
    enum { kClOrdId, kOrigClOrdId, kExecType, kOrdStatus, kExecTransType, kCrossId };
    static const int kTags[] = {FIX::FIELD::ClOrdID, FIX::FIELD::OrigClOrdID, FIX::FIELD::ExecType,
        FIX::FIELD::OrdStatus, FIX::FIELD::ExecTransType, FIX::FIELD::CrossID};
    const FieldPick<6> fields(heard.message, kTags);
    const std::string &id = fields[kClOrdId];
    const std::string &original = fields[kOrigClOrdId];
    const std::string &exec_type = fields[kExecType];
    const std::string &status = fields[kOrdStatus];
    // ExecTransType(20)=3 is how FIX 4.2 says that this is a status.
    if (exec_type == "I" || fields[kExecTransType] == "3") {
        on_status_report(lane, heard.message);
        // "Rejected" in a status may only mean that the venue does not know the order yet.
        if (is_final(status) && status != "8") report_done(lane, lane.chains.close(id, original));
        return;
    }
    if (is_pending(exec_type)) return;
    OpenAnswer answer;
    const std::string &cross = fields[kCrossId];
    const bool is_answer = (!id.empty() && lane.answers.take(AnswerName(FIX::FIELD::ClOrdID, id), answer)) ||
                           (!cross.empty() && lane.answers.take(AnswerName(FIX::FIELD::CrossID, cross), answer));
    const bool is_rejected = exec_type == "8" || status == "8";
    if (is_answer) {
        Meaning meaning;
        if (is_rejected) meaning = meaning_of_order_reject(lane, heard.message);
        report_answer(lane, answer, meaning, heard.take_stamp());
        if (is_rejected && answer.kind != SLUICE_KIND_NEW) {
            // Some venues reject an amend this way; the order lives on under its name before.
            lane.chains.set_on_wire(answer.id.view(), false);
            return;
        }
    }
    const bool is_end = is_final(status) || is_rejected;
    Fill fill;
    const bool is_fill = read_fill(heard, fill);
    if (!is_end && !is_fill) return;
    const std::uint64_t order_id = is_end ? lane.chains.close(id, original) : lane.chains.find(id, original);
    if (is_fill) report_fill(lane, fill, order_id);
    if (is_end) report_done(lane, order_id);
}

// Tells no time: a status may have been on its way, unasked, before our request was.
void Gate::Core::on_status_report(LaneState &lane, const FIX::Message &message) {
    const std::string &id = field_or_empty(message, FIX::FIELD::ClOrdID);
    const std::string &request = field_or_empty(message, FIX::FIELD::OrdStatusReqID);
    const std::string &mass_request = field_or_empty(message, FIX::FIELD::MassStatusReqID);
    OpenAnswer answer;
    if ((!request.empty() && lane.answers.take(AnswerName(FIX::FIELD::OrdStatusReqID, request), answer)) ||
        (!mass_request.empty() && lane.answers.take(AnswerName(FIX::FIELD::MassStatusReqID, mass_request), answer)) ||
        lane.answers.take(AnswerName(kStatusAnswer, id), answer)) {
        report_answer(lane, answer, Meaning(), VenueStamp());
    }
}

void Gate::Core::on_cancel_reject(LaneState &lane, Heard &heard) {
    const FIX::Message &message = heard.message;
    const std::string &id = field_or_empty(message, FIX::FIELD::ClOrdID);
    OpenAnswer answer;
    if (lane.answers.take(AnswerName(FIX::FIELD::ClOrdID, id), answer)) {
        report_answer(lane, answer, meaning_of_order_reject(lane, message), heard.take_stamp());
    }
    lane.chains.set_on_wire(id, false);
    if (is_final(field_or_empty(message, FIX::FIELD::OrdStatus))) {
        report_done(lane, lane.chains.close(id, field_or_empty(message, FIX::FIELD::OrigClOrdID)));
    }
}

void Gate::Core::on_message_reject(LaneState &lane, Heard &heard, std::uint32_t standard_kind) {
    const FIX::Message &message = heard.message;
    OpenAnswer answer;
    const int sequence_number = std::atoi(field_or_empty(message, FIX::FIELD::RefSeqNum).c_str());
    bool is_found = sequence_number > 0 && lane.answers.take(sequence_number, answer);
    bool is_surely_its_answer = is_found;
    const std::string &id = field_or_empty(message, FIX::FIELD::BusinessRejectRefID);
    for (std::size_t tag = 0; !is_found && !id.empty() && tag < sizeof(kReferenceTags) / sizeof(int); ++tag) {
        is_found = lane.answers.take(AnswerName(kReferenceTags[tag], id), answer);
        is_surely_its_answer = is_found && kReferenceTags[tag] == FIX::FIELD::ClOrdID;
    }
    const Meaning meaning = meaning_of_reject(lane, message, standard_kind);
    if (!is_found) {
        // That of a resend is over.
        if (!heard.is_resend) report_refusal_of_all(lane, meaning);
        return;
    }
    report_answer(lane, answer, meaning, is_surely_its_answer ? heard.take_stamp() : VenueStamp());
    // What may have been handled may live.
    if (answer.id.empty() || meaning.event_kind == SLUICE_EVENT_TIMED_OUT) return;
    if (answer.kind == SLUICE_KIND_NEW) {
        report_done(lane, lane.chains.close(answer.id.view()));
    } else {
        lane.chains.set_on_wire(answer.id.view(), false);
    }
}

void Gate::Core::on_other_answer(LaneState &lane, Heard &heard) {
    for (const int tag : kReferenceTags) {
        const std::string &value = field_or_empty(heard.message, tag);
        OpenAnswer answer;
        if (value.empty() || !lane.answers.take(AnswerName(tag, value), answer)) continue;
        Meaning meaning;
        // MassCancelResponse(531)=0: the venue refused the mass cancel.
        if (field_or_empty(heard.message, FIX::FIELD::MassCancelResponse) == "0") {
            meaning = meaning_of_order_reject(lane, heard.message);
        }
        // A subscription is cancelled under the id that its data bear: only a ClOrdID is of one message.
        report_answer(lane, answer, meaning, tag == FIX::FIELD::ClOrdID ? heard.take_stamp() : VenueStamp());
        return;
    }
}

void Gate::Core::on_admin_answer(LaneState &lane, const FIX::Message &message) noexcept {
    try {
        Heard heard(message);
        const std::string &msg_type = field_or_empty(message.getHeader(), FIX::FIELD::MsgType);
        if (msg_type == "3") {
            lane.hand_over_notes();
            on_message_reject(lane, heard, SLUICE_EVENT_REJECTED);
        } else if (msg_type == "5") {
            on_logout_heard(lane, message);
        }
        report_venue_time(lane, heard);
    } catch (const std::exception &fault) {
        log(SLUICE_LOG_ERROR, std::string("answer of the venue: ") + fault.what());
    }
}

void Gate::Core::on_logout_heard(LaneState &lane, const FIX::Message &message) {
    lane.has_logout_seen.store(true);
    const Meaning meaning = meaning_of_reject(lane, message, SLUICE_EVENT_REJECTED);
    const bool is_ban = meaning.event_kind == SLUICE_EVENT_BANNED;
    if (!is_ban && meaning.event_kind != SLUICE_EVENT_RATE_REJECTED) return;
    log(SLUICE_LOG_WARNING, lane.keys.session.toString() + ": the venue ended the session " +
                                (is_ban ? "and shuts us out: " : "for its rate: ") +
                                field_or_empty(message, FIX::FIELD::Text));
    lane.hand_over_notes();
    report_refusal_of_all(lane, meaning);
}

std::uint64_t Gate::Core::time_out_answers(LaneState &lane, std::uint64_t now_ns) noexcept {
    const std::uint64_t timeout_ns = lane.keys.answer_timeout_ns;
    if (timeout_ns == 0 || now_ns < timeout_ns) return SLUICE_NEVER;
    try {
        std::uint64_t next_ns = 0;
        Meaning timed_out;
        timed_out.event_kind = SLUICE_EVENT_TIMED_OUT;
        for (const OpenAnswer &answer : lane.answers.take_older(now_ns - timeout_ns, next_ns)) {
            report_answer(lane, answer, timed_out, VenueStamp());
        }
        return next_ns == UINT64_MAX ? SLUICE_NEVER : next_ns + timeout_ns + 1;
    } catch (...) {
        return SLUICE_NEVER;
    }
}

}  // namespace quickfix
}  // namespace sluice
