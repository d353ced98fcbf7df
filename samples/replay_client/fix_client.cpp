#include "fix_client.hpp"

#include <quickfix/FixFields.h>
#include <quickfix/FixValues.h>
#include <quickfix/Session.h>
#include <quickfix/SocketInitiator.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <thread>

#include "clock.hpp"
#include "order_message.hpp"

namespace replay {
namespace {

constexpr std::size_t kComplaintsMax = 10;
constexpr int kLogonWaitSeconds = 15;

std::string session_name(std::uint32_t index) {
    return "CLIENT" + std::to_string(index + 1);
}
bool is_fix42_session(std::uint32_t index, std::uint32_t count) {
    return index < count / 2;
}
std::string begin_string(bool is_fix42) {
    return is_fix42 ? "FIX.4.2" : "FIX.4.4";
}

// The answers that the client reads have no repeating groups, so it needs no data dictionary.
FIX::SessionSettings make_settings(const Options &options) {
    std::ostringstream text;
    text << "[DEFAULT]\nConnectionType=initiator\nSocketConnectHost=" << options.host
         << "\nSocketConnectPort=" << options.port
         << "\nSocketNodelay=Y\nStartTime=00:00:00\nEndTime=00:00:00\nHeartBtInt=10\nReconnectInterval=1\nResetOnLogon="
            "Y\n"
            "UseDataDictionary=N\nTargetCompID=GATEWAY\n";
    for (std::uint32_t i = 0; i < options.sessions; ++i) {
        text << "[SESSION]\nBeginString=" << begin_string(is_fix42_session(i, options.sessions))
             << "\nSenderCompID=" << session_name(i) << "\n";
    }
    std::istringstream stream(text.str());
    return FIX::SessionSettings(stream);
}

// ClOrdIDs are the ledger's request numbers, so that finding the request of an answer needs no table.
std::string request_id(std::uint64_t request) {
    return "R" + std::to_string(request);
}

bool parse_request_id(const std::string &text, std::uint64_t &request) {
    if (text.size() < 2 || text.size() > 19 || text[0] != 'R') return false;
    request = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        request = request * 10 + static_cast<std::uint64_t>(text[i] - '0');
    }
    return true;
}

std::string field_or_empty(const FIX::Message &message, int tag) {
    return message.isSetField(tag) ? message.getField(tag) : std::string();
}

char first_character(const std::string &text) {
    return text.empty() ? '\0' : text[0];
}

}  // namespace

FixClient::FixClient(const Options &options, const Flow &flow, std::vector<std::string> owner_names, Ledger &ledger)
    : flow_(flow), owner_names_(std::move(owner_names)), ledger_(ledger), settings_(make_settings(options)) {
    for (std::uint32_t i = 0; i < options.sessions; ++i) {
        const bool is_fix42 = is_fix42_session(i, options.sessions);
        const FIX::SessionID id(begin_string(is_fix42), session_name(i), "GATEWAY");
        sessions_.push_back(std::make_unique<ClientSession>(id, is_fix42));
    }
}

FixClient::~FixClient() {
    stop();
}

bool FixClient::start(std::string &error) {
    initiator_.reset(new FIX::SocketInitiator(*this, stores_, settings_));
    initiator_->start();
    const auto is_on = [](const std::unique_ptr<ClientSession> &session) { return session->is_logged_on.load(); };
    for (int tenths = 0; tenths < kLogonWaitSeconds * 10; ++tenths) {
        if (std::all_of(sessions_.begin(), sessions_.end(), is_on)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    error = "these sessions did not log on within " + std::to_string(kLogonWaitSeconds) + " s:";
    for (const auto &session : sessions_) {
        if (!session->is_logged_on) error += " " + session->id.toString();
    }
    error += "; check that the gateway runs, and that its client settings name them";
    return false;
}

void FixClient::stop() {
    if (!initiator_) return;
    initiator_->stop();
    initiator_.reset();
}

void FixClient::send(const PlannedRequest &planned) {
    ClientSession &session = *sessions_[planned.owner % sessions_.size()];
    const Ledger::Ids ids = ledger_.open(planned, now_ns());
    if (!session.is_logged_on) {
        ledger_.withdraw(ids.request);
        return;
    }
    FIX::Message message = make_order_message(planned, {request_id(ids.request), request_id(ids.original)},
        owner_names_[planned.owner], flow_.instruments[planned.event->instrument], session.is_fix42);
    if (!FIX::Session::sendToTarget(message, session.id)) ledger_.withdraw(ids.request);
}

std::vector<std::string> FixClient::complaints() const {
    const std::lock_guard<std::mutex> lock(complaints_mutex_);
    return complaints_;
}

FixClient::ClientSession *FixClient::find_session(const FIX::SessionID &id) {
    for (const auto &session : sessions_) {
        if (session->id == id) return session.get();
    }
    return nullptr;
}

void FixClient::onLogon(const FIX::SessionID &session) {
    ++counts_.logons;
    if (ClientSession *const found = find_session(session)) found->is_logged_on = true;
}

// QuickFIX reports a failed connection attempt as a logout too; only the end of a logged-on session counts.
void FixClient::onLogout(const FIX::SessionID &session) {
    ClientSession *const found = find_session(session);
    if (found != nullptr && found->is_logged_on.exchange(false)) ++counts_.logouts;
}

void FixClient::fromAdmin(const FIX::Message &message, const FIX::SessionID &) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) {
    if (message.getHeader().getField(FIX::FIELD::MsgType) != FIX::MsgType_Reject) return;
    ++counts_.session_rejects;
    complain(message);
}

void FixClient::fromApp(const FIX::Message &message, const FIX::SessionID &) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    if (record_answer(message, message.getHeader().getField(FIX::FIELD::MsgType))) return;
    ++counts_.unreadable_answers;
    complain(message);
}

// Returns false if the message is not an answer to a request of this client.
bool FixClient::record_answer(const FIX::Message &message, const std::string &message_type) {
    const std::uint64_t now = now_ns();
    const std::string text = field_or_empty(message, FIX::FIELD::Text);
    const bool is_business_reject = message_type == FIX::MsgType_BusinessMessageReject;
    std::uint64_t request = 0;
    const int id_tag = is_business_reject ? FIX::FIELD::BusinessRejectRefID : FIX::FIELD::ClOrdID;
    if (!parse_request_id(field_or_empty(message, id_tag), request)) return false;

    if (is_business_reject) return ledger_.answer(request, Answer::kRefused, now);
    if (message_type == FIX::MsgType_OrderCancelReject) {
        const std::string reason = field_or_empty(message, FIX::FIELD::CxlRejReason);
        const int code = reason.empty() ? -1 : std::atoi(reason.c_str());
        return ledger_.answer(request, read_cancel_reject(code, text), now);
    }
    if (message_type != FIX::MsgType_ExecutionReport) return false;
    const Reading reading = read_execution_report(first_character(field_or_empty(message, FIX::FIELD::ExecType)),
        first_character(field_or_empty(message, FIX::FIELD::OrdStatus)), text);
    switch (reading.meaning) {
        case Meaning::kAnswer:
            return ledger_.answer(request, reading.answer, now);
        case Meaning::kOrderEnded:
            return ledger_.order_ended(request);
        case Meaning::kNothing:
            break;
    }
    return true;
}

void FixClient::complain(const FIX::Message &message) {
    std::string text = message.toString();
    std::replace(text.begin(), text.end(), '\001', '|');
    const std::lock_guard<std::mutex> lock(complaints_mutex_);
    if (complaints_.size() < kComplaintsMax) complaints_.push_back(std::move(text));
}

}  // namespace replay
