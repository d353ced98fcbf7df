// The FIX side of the client: sessions CLIENT1..CLIENTn to the gateway, requests out, answers into the ledger.
//
// send() is called by the pacing thread, the from... functions by the engine's one thread. An owner always uses the
// same session, as an order's cancel must come the way the order came. While a session is logged off nothing is sent on
// it: QuickFIX would store the order and replay it after the next logon, minutes late.
#pragma once

#include <quickfix/Application.h>
#include <quickfix/Initiator.h>
#include <quickfix/MessageStore.h>
#include <quickfix/SessionSettings.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger.hpp"
#include "options.hpp"
#include "schedule.hpp"

namespace replay {

struct ClientCounts {
    std::atomic<std::uint64_t> logons{0};
    std::atomic<std::uint64_t> logouts{0};
    std::atomic<std::uint64_t> session_rejects{0};
    std::atomic<std::uint64_t> unreadable_answers{0};
};

class FixClient : private FIX::Application {
public:
    // Borrows the ledger and the flow behind the schedule until it is destroyed.
    FixClient(const Options &options, const Flow &flow, std::vector<std::string> owner_names, Ledger &ledger);
    ~FixClient() override;

    // Connects; returns false with `error` set if not every session is logged on in time.
    bool start(std::string &error);
    void stop();
    void send(const PlannedRequest &planned);

    const ClientCounts &counts() const { return counts_; }
    // The first few texts of rejects that name no request, for the report.
    std::vector<std::string> complaints() const;

private:
    struct ClientSession {
        FIX::SessionID id;
        bool is_fix42;
        std::atomic<bool> is_logged_on{false};

        ClientSession(FIX::SessionID session, bool fix42) : id(std::move(session)), is_fix42(fix42) {}
    };

    void onCreate(const FIX::SessionID &) override {}
    void onLogon(const FIX::SessionID &session) override;
    void onLogout(const FIX::SessionID &session) override;
    void toAdmin(FIX::Message &, const FIX::SessionID &) override {}
    void toApp(FIX::Message &, const FIX::SessionID &) throw(FIX::DoNotSend) override {}
    void fromAdmin(const FIX::Message &message, const FIX::SessionID &) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override;
    void fromApp(const FIX::Message &message, const FIX::SessionID &) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override;

    ClientSession *find_session(const FIX::SessionID &id);
    bool record_answer(const FIX::Message &message, const std::string &message_type);
    void complain(const FIX::Message &message);

    const Flow &flow_;
    const std::vector<std::string> owner_names_;
    Ledger &ledger_;
    std::vector<std::unique_ptr<ClientSession>> sessions_;
    FIX::SessionSettings settings_;
    FIX::MemoryStoreFactory stores_;
    std::unique_ptr<FIX::Initiator> initiator_;
    ClientCounts counts_;
    mutable std::mutex complaints_mutex_;
    std::vector<std::string> complaints_;
};

}  // namespace replay
