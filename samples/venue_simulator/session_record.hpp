// What the venue knows of one session: its rate judge and its counters. Written by the thread that reads the sockets
// only; the report reads it after that thread has ended.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "rate_judge.hpp"

namespace venue_simulator {

// Every number of the report that is counted per session. Sessions are added up by `add`.
struct SessionCounts {
    // Messages that count for the limit, by kind; `messages` is their sum.
    std::uint64_t messages = 0;
    std::uint64_t new_orders = 0;
    std::uint64_t cancels = 0;
    std::uint64_t replaces = 0;
    std::uint64_t statuses = 0;
    std::uint64_t mass_cancels = 0;

    // What the limit did with them.
    std::uint64_t accepted = 0;
    std::uint64_t rate_rejects = 0;
    std::uint64_t logouts = 0;
    std::uint64_t violations_by_arrival = 0;
    std::uint64_t violations_by_sending_time = 0;
    std::uint64_t stall_suspects = 0;

    // What the order desk did with the accepted ones.
    std::uint64_t fills = 0;
    std::uint64_t business_rejects = 0;
    std::uint64_t script_rejects = 0;
    std::uint64_t duplicate_orders = 0;
    std::uint64_t duplicate_requests = 0;

    // The session layer.
    std::uint64_t possdup_orders = 0;
    std::map<std::string, std::uint64_t> possdup_by_type;
    std::uint64_t logons = 0;
    std::uint64_t refused_logons = 0;
    std::uint64_t disconnects = 0;
    std::uint64_t resend_requests_sent = 0;
    std::uint64_t session_rejects = 0;
    std::uint64_t heartbeats = 0;
    std::int64_t heartbeat_gap_max_ns = 0;
    std::int64_t quiet_max_ns = 0;

    void add(const SessionCounts &other);
};

// Measures the longest stretch of a logged-on session without some kind of message. A stretch begins at the logon and
// is also cut off by the logout, or a session that sends none at all would look perfect.
class GapMeter {
public:
    explicit GapMeter(std::int64_t *max_ns) : max_ns_(max_ns) {}

    void begin(std::int64_t now_ns) {
        is_open_ = true;
        last_ns_ = now_ns;
    }
    void hear(std::int64_t now_ns) {
        if (!is_open_) return;
        if (now_ns - last_ns_ > *max_ns_) *max_ns_ = now_ns - last_ns_;
        last_ns_ = now_ns;
    }
    void end(std::int64_t now_ns) {
        hear(now_ns);
        is_open_ = false;
    }

private:
    std::int64_t *const max_ns_;
    bool is_open_ = false;
    std::int64_t last_ns_ = 0;
};

struct SessionRecord {
    explicit SessionRecord(const RateRule &rule)
        : judge(rule), heartbeat_gap(&counts.heartbeat_gap_max_ns), quiet(&counts.quiet_max_ns) {}
    SessionRecord(const SessionRecord &) = delete;
    SessionRecord &operator=(const SessionRecord &) = delete;

    RateJudge judge;
    SessionCounts counts;
    GapMeter heartbeat_gap;
    GapMeter quiet;
    // The most messages in a window whose beginning no stall disturbed.
    std::size_t undisturbed_peak = 0;
};

}  // namespace venue_simulator
