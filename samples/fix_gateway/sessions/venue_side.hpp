// What QuickFIX tells about the venue sessions. fromApp and fromAdmin run on the venue's own reactor thread; toApp runs
// on the thread that sends, under the session's lock, and is therefore the one place that knows the order in which
// messages really go on the wire.
//
// toApp also keeps old orders off the wire. QuickFIX stores what is sent to a session that is down and sends it after
// the next logon, and it sends again whatever a venue asks for: an order that is minutes old is not what anybody wants
// then. Both are vetoed; the numbers are filled by a gap fill.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "counters.hpp"
#include "fix/quickfix_headers.hpp"
#include "orders/order_flow.hpp"
#include "sessions/venue_sessions.hpp"

namespace fix_gateway {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated"

class VenueSide : public FIX::Application {
public:
    using OnBack = std::function<void(std::uint32_t venue_session)>;

    VenueSide(VenueSessions &sessions, OrderFlow &flow, OnBack on_back, Counters &counters);

    void onCreate(const FIX::SessionID &) override {}
    void onLogon(const FIX::SessionID &session) override;
    void onLogout(const FIX::SessionID &session) override;
    void toAdmin(FIX::Message &, const FIX::SessionID &) override {}
    void toApp(FIX::Message &message, const FIX::SessionID &session) throw(FIX::DoNotSend) override;
    void fromAdmin(const FIX::Message &message, const FIX::SessionID &session) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override;
    void fromApp(const FIX::Message &message, const FIX::SessionID &session) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override;

private:
    // Which request the last messages of a session were, by sequence number: rejects name nothing else.
    class SentRequests {
    public:
        void note(std::uint32_t sequence, std::uint64_t request_id);
        std::uint64_t find(std::uint32_t sequence);

    private:
        struct Sent {
            std::uint32_t sequence = 0;
            std::uint64_t request_id = 0;
        };
        static constexpr std::size_t kRemembered = 8192;
        std::mutex mutex_;
        std::array<Sent, kRemembered> sent_;  // at sequence modulo size
    };

    void take(const FIX::Message &message, const FIX::SessionID &session);

    VenueSessions &sessions_;
    OrderFlow &flow_;
    const OnBack on_back_;
    Counters &counters_;
    std::vector<std::unique_ptr<SentRequests>> sent_requests_;  // by session
};

#pragma GCC diagnostic pop

}  // namespace fix_gateway
