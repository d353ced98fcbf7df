// What QuickFIX tells about the client sessions. All callbacks run on the acceptor's one thread, except onLogout, which
// also runs on whatever thread disconnects a session, under that session's lock: it only leaves a task for the control
// loop.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "counters.hpp"
#include "fix/quickfix_headers.hpp"
#include "orders/order_flow.hpp"

namespace fix_gateway {

// Overrides must repeat exception specifications that C++14 deprecates.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated"

class ClientSide : public FIX::Application {
public:
    // Called with the client and the last order that existed when it left.
    using OnLeft = std::function<void(std::uint32_t client, std::uint64_t last_order_id)>;

    ClientSide(const std::vector<FIX::SessionID> &clients, OrderFlow &flow, OnLeft on_left, Counters &counters);

    void onCreate(const FIX::SessionID &) override {}
    void onLogon(const FIX::SessionID &session) override;
    void onLogout(const FIX::SessionID &session) override;
    void toAdmin(FIX::Message &, const FIX::SessionID &) override {}
    void toApp(FIX::Message &, const FIX::SessionID &) throw(FIX::DoNotSend) override {}
    void fromAdmin(const FIX::Message &, const FIX::SessionID &) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {}
    void fromApp(const FIX::Message &message, const FIX::SessionID &session) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override;

private:
    bool find_client(const FIX::SessionID &session, std::uint32_t *client) const;

    std::unordered_map<std::string, std::uint32_t> clients_;
    OrderFlow &flow_;
    const OnLeft on_left_;
    Counters &counters_;
};

#pragma GCC diagnostic pop

}  // namespace fix_gateway
