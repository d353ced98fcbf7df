#include "sessions/venue_side.hpp"

#include <quickfix/FixFieldNumbers.h>

#include <cstdlib>

#include "fix/read_venue_report.hpp"
#include "log.hpp"

namespace fix_gateway {
namespace {

namespace field = FIX::FIELD;

bool is_resend(const FIX::Message &message) {
    const FIX::Header &header = message.getHeader();
    return header.isSetField(field::PossDupFlag) && header.getField(field::PossDupFlag) == "Y";
}

std::uint32_t sequence_of(const FIX::Message &message) {
    const FIX::Header &header = message.getHeader();
    if (!header.isSetField(field::MsgSeqNum)) return 0;
    return static_cast<std::uint32_t>(std::strtoul(header.getField(field::MsgSeqNum).c_str(), nullptr, 10));
}

}  // namespace

void VenueSide::SentRequests::note(std::uint32_t sequence, std::uint64_t request_id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Sent &sent = sent_[sequence % kRemembered];
    sent.sequence = sequence;
    sent.request_id = request_id;
}

std::uint64_t VenueSide::SentRequests::find(std::uint32_t sequence) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const Sent &sent = sent_[sequence % kRemembered];
    return sent.sequence == sequence ? sent.request_id : 0;
}

VenueSide::VenueSide(VenueSessions &sessions, OrderFlow &flow, OnBack on_back, Counters &counters)
    : sessions_(sessions), flow_(flow), on_back_(std::move(on_back)), counters_(counters) {
    for (std::size_t index = 0; index < sessions.size(); ++index) {
        sent_requests_.push_back(std::make_unique<SentRequests>());
    }
}

void VenueSide::onLogon(const FIX::SessionID &session) {
    const std::uint32_t index = sessions_.index_of(session);
    if (index == VenueDirectory::kNone) return;
    counters_.venue_logons.add();
    log_info("venue " + sessions_.venue_name(index) + " " + session.toString() + " logged on");
    sessions_.set_logged_on(index, true);
    on_back_(index);
}

void VenueSide::onLogout(const FIX::SessionID &session) {
    const std::uint32_t index = sessions_.index_of(session);
    if (index == VenueDirectory::kNone || !sessions_.is_logged_on(index)) return;
    counters_.venue_logoffs.add();
    log_warning("venue " + sessions_.venue_name(index) + " " + session.toString() + " logged off");
    sessions_.set_logged_on(index, false);
    flow_.on_venue_down(index);
}

void VenueSide::toApp(FIX::Message &message, const FIX::SessionID &session) throw(FIX::DoNotSend) {
    const std::uint32_t index = sessions_.index_of(session);
    FIX::Session *quickfix_session = FIX::Session::lookupSession(session);
    const bool is_up = quickfix_session != nullptr && quickfix_session->isLoggedOn();
    if (index == VenueDirectory::kNone || !is_up || is_resend(message)) {
        counters_.vetoed.add();
        throw FIX::DoNotSend();
    }
    const std::uint64_t request_id = flow_.on_wire(message);
    sent_requests_[index]->note(sequence_of(message), request_id);
}

void VenueSide::fromAdmin(const FIX::Message &message, const FIX::SessionID &session) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) {
    const std::string &type = message.getHeader().getField(field::MsgType);
    if (type == "3") take(message, session);
    if (type == "5" && message.isSetField(field::Text)) {
        log_warning("venue " + session.toString() + " says goodbye: " + message.getField(field::Text));
    }
}

void VenueSide::fromApp(const FIX::Message &message, const FIX::SessionID &session) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    take(message, session);
}

void VenueSide::take(const FIX::Message &message, const FIX::SessionID &session) {
    try {
        VenueReport report;
        std::uint32_t reference_sequence = 0;
        if (!read_venue_report(message, flow_.venue_ids(), &report, &reference_sequence)) return;
        report.venue_session = sessions_.index_of(session);
        if (report.venue_session == VenueDirectory::kNone) return;
        if (report.kind == VenueReport::Kind::kReject) {
            const std::uint64_t by_sequence = sent_requests_[report.venue_session]->find(reference_sequence);
            if (by_sequence != 0) {
                report.request_id = by_sequence;
                report.reference_message_type.clear();
            }
        }
        flow_.on_venue_report(report);
    } catch (const std::exception &error) {
        // Anything that left QuickFIX's callback would end the process.
        log_error("report of venue " + session.toString() + " failed: " + error.what() + ": " + message.toString());
    }
}

}  // namespace fix_gateway
