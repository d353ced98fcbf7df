// What the venue answers, and what it means to Sluice: which grant it settles, and when an order has reached its end.
// All of it runs on QuickFIX's receiving threads, without the session's lock.
#include <algorithm>
#include <cctype>
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

// Fields by which answers other than those about orders name their request.
const int kReferenceTags[] = {FIX::FIELD::QuoteID, FIX::FIELD::QuoteReqID, FIX::FIELD::QuoteStatusReqID,
    FIX::FIELD::MDReqID, FIX::FIELD::ListID, FIX::FIELD::PosReqID, FIX::FIELD::TradSesReqID, FIX::FIELD::SecurityReqID,
    FIX::FIELD::SecurityStatusReqID, FIX::FIELD::TradeRequestID, FIX::FIELD::ClOrdID, FIX::FIELD::CrossID};

}  // namespace

bool Gate::Core::is_rate_reject(const LaneState &lane, const std::string &text) const {
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](unsigned char symbol) { return static_cast<char>(std::tolower(symbol)); });
    for (const std::string &part : lane.keys.rate_limit_texts) {
        if (lower.find(part) != std::string::npos) return true;
    }
    return false;
}

void Gate::Core::report_answer(LaneState &lane, const OpenAnswer &answer, std::uint32_t event_kind) noexcept {
    sluice_event event = SLUICE_EVENT_INIT;
    event.grant = answer.grant;
    event.order_id = answer.order_id;
    if (answer.written_ns == 0) {
        // The answer overtook the return of the send: what is answered was written.
        event.kind = SLUICE_EVENT_WRITTEN;
        lane.lane.report(event);
    }
    event.kind = event_kind;
    if (event_kind == SLUICE_EVENT_RATE_REJECTED) event.retry_after_ns = lane.keys.rate_limit_pause_ns;
    lane.lane.report(event);
}

void Gate::Core::report_done(LaneState &lane, const std::string &id, const std::string &original) noexcept {
    std::uint64_t order_id = lane.chains.close(id);
    if (order_id == 0 && !original.empty()) order_id = lane.chains.close(original);
    if (order_id == 0) return;
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_DONE;
    event.order_id = order_id;
    lane.lane.report(event);
}

void Gate::Core::on_answer(LaneState &lane, const FIX::Message &message) noexcept {
    try {
        lane.hand_over_notes();
        const std::string msg_type = field_or_empty(message.getHeader(), FIX::FIELD::MsgType);
        if (msg_type == "8") {
            on_execution_report(lane, message);
        } else if (msg_type == "9") {
            on_cancel_reject(lane, message);
        } else if (msg_type == "j") {
            // 4: the application behind the session does not answer, which is the venue's trouble and not the order's.
            const bool is_failure = field_or_empty(message, FIX::FIELD::BusinessRejectReason) == "4";
            on_message_reject(lane, message, is_failure);
        } else {
            on_other_answer(lane, message);
        }
    } catch (const std::exception &fault) {
        log(SLUICE_LOG_ERROR, std::string("answer of the venue: ") + fault.what());
    }
}

void Gate::Core::on_execution_report(LaneState &lane, const FIX::Message &message) {
    const std::string id = field_or_empty(message, FIX::FIELD::ClOrdID);
    const std::string original = field_or_empty(message, FIX::FIELD::OrigClOrdID);
    const std::string exec_type = field_or_empty(message, FIX::FIELD::ExecType);
    const std::string status = field_or_empty(message, FIX::FIELD::OrdStatus);
    OpenAnswer answer;
    // ExecTransType(20)=3 is how FIX 4.2 says that this is a status.
    const bool is_status = exec_type == "I" || field_or_empty(message, FIX::FIELD::ExecTransType) == "3";
    if (is_status) {
        const std::string request = field_or_empty(message, FIX::FIELD::OrdStatusReqID);
        const std::string mass_request = field_or_empty(message, FIX::FIELD::MassStatusReqID);
        if ((!request.empty() && lane.answers.take(reference(FIX::FIELD::OrdStatusReqID, request), answer)) ||
            (!mass_request.empty() &&
                lane.answers.take(reference(FIX::FIELD::MassStatusReqID, mass_request), answer)) ||
            lane.answers.take(status_reference(id), answer)) {
            report_answer(lane, answer, SLUICE_EVENT_ACKED);
        }
        // "Rejected" in a status may only mean that the venue does not know the order yet.
        if (is_final(status) && status != "8") report_done(lane, id, original);
        return;
    }
    if (is_pending(exec_type)) return;
    const std::string cross = field_or_empty(message, FIX::FIELD::CrossID);
    const bool is_answer = (!id.empty() && lane.answers.take(reference(FIX::FIELD::ClOrdID, id), answer)) ||
                           (!cross.empty() && lane.answers.take(reference(FIX::FIELD::CrossID, cross), answer));
    const bool is_rejected = exec_type == "8" || status == "8";
    if (is_answer) {
        std::uint32_t event_kind = SLUICE_EVENT_ACKED;
        if (is_rejected) {
            event_kind = is_rate_reject(lane, field_or_empty(message, FIX::FIELD::Text)) ? SLUICE_EVENT_RATE_REJECTED
                                                                                         : SLUICE_EVENT_REJECTED;
        }
        report_answer(lane, answer, event_kind);
        if (is_rejected && answer.kind != SLUICE_KIND_NEW) {
            // Some venues reject an amend this way; the order lives on under its name before.
            lane.chains.set_on_wire(answer.id, false);
            return;
        }
    }
    if (is_final(status) || is_rejected) report_done(lane, id, original);
}

void Gate::Core::on_cancel_reject(LaneState &lane, const FIX::Message &message) {
    const std::string id = field_or_empty(message, FIX::FIELD::ClOrdID);
    OpenAnswer answer;
    if (lane.answers.take(reference(FIX::FIELD::ClOrdID, id), answer)) {
        const bool is_rate = is_rate_reject(lane, field_or_empty(message, FIX::FIELD::Text));
        report_answer(lane, answer, is_rate ? SLUICE_EVENT_RATE_REJECTED : SLUICE_EVENT_REJECTED);
    }
    lane.chains.set_on_wire(id, false);
    if (is_final(field_or_empty(message, FIX::FIELD::OrdStatus))) {
        report_done(lane, id, field_or_empty(message, FIX::FIELD::OrigClOrdID));
    }
}

void Gate::Core::on_message_reject(LaneState &lane, const FIX::Message &message, bool is_failure) {
    OpenAnswer answer;
    const int sequence_number = std::atoi(field_or_empty(message, FIX::FIELD::RefSeqNum).c_str());
    bool is_found = sequence_number > 0 && lane.answers.take(sequence_number, answer);
    const std::string id = field_or_empty(message, FIX::FIELD::BusinessRejectRefID);
    for (std::size_t tag = 0; !is_found && !id.empty() && tag < sizeof(kReferenceTags) / sizeof(int); ++tag) {
        is_found = lane.answers.take(reference(kReferenceTags[tag], id), answer);
    }
    if (!is_found) return;
    std::uint32_t event_kind = is_failure ? SLUICE_EVENT_FAILED : SLUICE_EVENT_REJECTED;
    if (is_rate_reject(lane, field_or_empty(message, FIX::FIELD::Text))) event_kind = SLUICE_EVENT_RATE_REJECTED;
    report_answer(lane, answer, event_kind);
    if (answer.id.empty()) return;
    if (answer.kind == SLUICE_KIND_NEW) {
        report_done(lane, answer.id, std::string());
    } else {
        lane.chains.set_on_wire(answer.id, false);
    }
}

void Gate::Core::on_other_answer(LaneState &lane, const FIX::Message &message) {
    for (const int tag : kReferenceTags) {
        const std::string value = field_or_empty(message, tag);
        OpenAnswer answer;
        if (value.empty() || !lane.answers.take(reference(tag, value), answer)) continue;
        // MassCancelResponse(531)=0: the venue refused the mass cancel.
        std::uint32_t event_kind = SLUICE_EVENT_ACKED;
        if (field_or_empty(message, FIX::FIELD::MassCancelResponse) == "0") {
            event_kind = is_rate_reject(lane, field_or_empty(message, FIX::FIELD::Text)) ? SLUICE_EVENT_RATE_REJECTED
                                                                                         : SLUICE_EVENT_REJECTED;
        }
        report_answer(lane, answer, event_kind);
        return;
    }
}

void Gate::Core::on_admin_answer(LaneState &lane, const FIX::Message &message) noexcept {
    try {
        const std::string msg_type = field_or_empty(message.getHeader(), FIX::FIELD::MsgType);
        if (msg_type == "3") {
            lane.hand_over_notes();
            on_message_reject(lane, message, false);
        } else if (msg_type == "5") {
            lane.has_logout_seen.store(true);
            if (!is_rate_reject(lane, field_or_empty(message, FIX::FIELD::Text))) return;
            log(SLUICE_LOG_WARNING, lane.keys.session.toString() + ": the venue ended the session for its rate: " +
                                        field_or_empty(message, FIX::FIELD::Text));
            lane.hand_over_notes();
            sluice_event event = SLUICE_EVENT_INIT;
            event.kind = SLUICE_EVENT_RATE_REJECTED;
            event.retry_after_ns = lane.keys.rate_limit_pause_ns;
            lane.lane.report(event);
        }
    } catch (const std::exception &fault) {
        log(SLUICE_LOG_ERROR, std::string("answer of the venue: ") + fault.what());
    }
}

std::uint64_t Gate::Core::time_out_answers(LaneState &lane, std::uint64_t now_ns) noexcept {
    const std::uint64_t timeout_ns = lane.keys.answer_timeout_ns;
    if (timeout_ns == 0 || now_ns < timeout_ns) return SLUICE_NEVER;
    try {
        std::uint64_t next_ns = 0;
        for (const OpenAnswer &answer : lane.answers.take_older(now_ns - timeout_ns, next_ns)) {
            report_answer(lane, answer, SLUICE_EVENT_TIMED_OUT);
        }
        return next_ns == UINT64_MAX ? SLUICE_NEVER : next_ns + timeout_ns + 1;
    } catch (...) {
        return SLUICE_NEVER;
    }
}

}  // namespace quickfix
}  // namespace sluice
