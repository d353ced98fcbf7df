// Mode `fifo`: the limiter that people write. A queue for each venue session, first in, first out, behind a token
// bucket that holds `limit` tokens and gets them back at limit per window. Cancels wait behind everything older;
// nothing expires; a full bucket after a quiet time lets up to twice the limit through in one window, which is what
// such limiters do.
//
// One mutex guards all queues; it is not held while a message is sent. While one thread sends for a session, others
// queue up behind it, so nothing overtakes.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "config/gateway_config.hpp"
#include "gates/outbound_gate.hpp"
#include "sessions/venue_sessions.hpp"

namespace fix_gateway {

// Tokens as time: the bucket is full at full_ns, each message moves that by its cost.
class TokenBucket {
public:
    TokenBucket(std::uint64_t limit, std::uint64_t window_ns) : cost_ns_(window_ns / limit), window_ns_(window_ns) {}

    // When a token is there: `now_ns` or later.
    std::uint64_t available_ns(std::uint64_t now_ns) const;
    void take(std::uint64_t now_ns);

private:
    std::uint64_t cost_ns_;
    std::uint64_t window_ns_;
    std::uint64_t full_ns_ = 0;
};

class FifoGate : public OutboundGate {
public:
    FifoGate(const FifoConfig &config, const VenueSessions &sessions, GateListener &listener);
    ~FifoGate() override;

    GateVerdict offer(OutboundItem item) override;
    void start() override;
    void stop(std::uint64_t until_ns) override;
    std::size_t held_count() const override;

private:
    // A limiter of this kind has no bound in practice; this one only keeps a forgotten gateway from eating the machine.
    static constexpr std::size_t kQueueMax = 1000000;

    struct Lane {
        explicit Lane(const TokenBucket &full) : bucket(full) {}
        TokenBucket bucket;
        std::deque<OutboundItem> queue;
        bool is_sending = false;
    };

    void run();
    // Sends what may be sent now. Returns when there is more to do; UINT64_MAX: not before something new comes.
    std::uint64_t send_due(std::unique_lock<std::mutex> &lock);
    bool is_empty() const;

    const VenueSessions &sessions_;
    GateListener &listener_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    // Guarded by mutex_.
    std::vector<Lane> lanes_;
    bool is_stopping_ = false;
    // Control thread only.
    std::thread thread_;
};

}  // namespace fix_gateway
