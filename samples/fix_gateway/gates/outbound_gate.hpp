// The one door through which messages leave for a venue. The order flow offers each message here and never learns what
// stands behind it: nothing (direct_gate), a first-in-first-out limiter (fifo_gate) or Sluice (sluice_gate).
//
// Contract, for every offered item exactly one of these happens:
//   * it goes on the wire (the venue session's toApp sees it), at once or later;
//   * offer() answers kAbsorbed or kRefused;
//   * after kHeld, GateListener::on_dropped() is called once for it.
// offer() may be called by any thread. The listener is called from any thread, also before offer() has returned, and
// never while the gate holds a lock of its own.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <string>

#include "fix/quickfix_headers.hpp"
#include "orders/order.hpp"

namespace fix_gateway {

struct OutboundItem {
    RequestKind kind = RequestKind::kNew;
    std::uint64_t request_id = 0;
    std::uint64_t order_id = 0;
    std::uint32_t venue_session = 0;
    std::string symbol;
    std::string account;
    std::string owner;
    char side = '1';
    bool reduces_risk = false;
    std::int64_t quantity_e8 = 0;
    std::int64_t price_e8 = 0;
    std::uint64_t deadline_ns = 0;  // CLOCK_MONOTONIC; worthless after it; 0: never
    FIX::Message message;
};

enum class GateAction : std::uint8_t { kSent, kHeld, kAbsorbed, kRefused };

// How an absorbed item was settled.
enum class Settlement : std::uint8_t {
    kNone,
    kAnnihilated,  // a cancel met its own held order: neither goes on the wire
    kFolded,       // an amend went into the held message of its order
    kDuplicate,    // a cancel of this order is held already
};

struct GateVerdict {
    GateAction action = GateAction::kSent;
    Settlement settlement = Settlement::kNone;
    std::string text;  // absorbed or refused: what to tell the client
};

struct GateDrop {
    std::uint64_t request_id = 0;
    bool is_annihilated = false;  // by a cancel, which is absorbed or dropped for the same reason
    bool is_expired = false;
    std::string text;
};

class GateListener {
public:
    virtual void on_dropped(const GateDrop &drop) = 0;

protected:
    ~GateListener() = default;
};

class OutboundGate {
public:
    virtual ~OutboundGate() = default;

    virtual GateVerdict offer(OutboundItem item) = 0;

    // What the venue sessions run with: the gate may put itself around both to see what comes back and what really
    // left. Called once, before the sessions start; the results live as long as the gate.
    virtual FIX::Application &application(FIX::Application &inner) { return inner; }
    virtual FIX::LogFactory &log_factory(FIX::LogFactory &inner) { return inner; }

    // Called once the sessions exist, before they log on; and after which nothing is held any more, before they go.
    virtual void start() {}
    virtual void stop(std::uint64_t until_ns) { static_cast<void>(until_ns); }

    virtual std::size_t held_count() const { return 0; }
    // 0: there is no listener for metrics.
    virtual std::uint32_t metrics_port() const { return 0; }
    // Puts the gate's own numbers into the report of the run.
    virtual void write_report(rapidjson::Value *object, rapidjson::Document::AllocatorType *allocator) {
        static_cast<void>(object);
        static_cast<void>(allocator);
    }
};

}  // namespace fix_gateway
