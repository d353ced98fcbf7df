#include "sessions/client_side.hpp"

#include "fix/read_client_request.hpp"
#include "log.hpp"

namespace fix_gateway {

ClientSide::ClientSide(const std::vector<FIX::SessionID> &clients, OrderFlow &flow, OnLeft on_left, Counters &counters)
    : flow_(flow), on_left_(std::move(on_left)), counters_(counters) {
    for (const FIX::SessionID &client : clients) {
        clients_[client.toStringFrozen()] = static_cast<std::uint32_t>(clients_.size());
    }
}

bool ClientSide::find_client(const FIX::SessionID &session, std::uint32_t *client) const {
    const auto found = clients_.find(session.toStringFrozen());
    if (found == clients_.end()) return false;
    *client = found->second;
    return true;
}

void ClientSide::onLogon(const FIX::SessionID &session) {
    counters_.client_logons.add();
    log_info("client " + session.toString() + " logged on");
}

void ClientSide::onLogout(const FIX::SessionID &session) {
    counters_.client_logoffs.add();
    log_info("client " + session.toString() + " logged off");
    std::uint32_t client = 0;
    if (find_client(session, &client)) on_left_(client, flow_.last_order_id());
}

void ClientSide::fromApp(const FIX::Message &message, const FIX::SessionID &session) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    std::uint32_t client = 0;
    ClientRequest request;
    bool is_read = false;
    try {
        is_read = find_client(session, &client) && read_client_request(message, client, &request);
        if (is_read) flow_.on_client_request(request);
    } catch (const FIX::FieldNotFound &) {
        throw;  // QuickFIX names the field in its reject.
    } catch (const std::exception &error) {
        // Anything else that left this function would end the process.
        log_error("message of " + session.toString() + " failed: " + error.what() + ": " + message.toString());
        counters_.client_messages_unread.add();
    }
    if (is_read) return;
    counters_.client_messages_unread.add();
    throw FIX::UnsupportedMessageType();
}

}  // namespace fix_gateway
