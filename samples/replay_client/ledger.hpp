// The client's book-keeping: every request it sent, the one final answer that each must get, and how long that took.
//
// The pacing thread opens requests, the FIX engine's thread answers them, the main thread asks for figures: one mutex
// guards all. Invariants: a request is opened before it is sent, so no answer can come too early; its first final
// answer stands; every further one is counted and changes nothing. Grows with the run: percentiles are computed from
// all values.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <iosfwd>
#include <mutex>
#include <vector>

#include "answer.hpp"
#include "percentile.hpp"
#include "schedule.hpp"

namespace replay {

// How long an order lives as far as the client knows.
enum class Life : std::uint8_t { kPending, kLive, kDead };

struct RequestRecord {
    std::uint64_t order;
    std::uint64_t due_ns;
    std::uint64_t sent_ns;
    std::uint64_t answered_ns;
    Action action;
    Answer answer;
    bool is_copy;
    // A cancel or replace of an order that had already ended, for instance because its new order was rejected: its
    // answer says nothing about how long a cancel takes.
    bool is_moot;
    // Settled by the answer to another request (the new order that a cancel met); its own answer may still follow.
    bool is_implied;
    bool is_withdrawn;
};

struct LedgerSummary {
    std::uint64_t requests = 0;
    std::uint64_t answered = 0;
    std::uint64_t lost = 0;
    std::uint64_t duplicated = 0;    // the same final answer came again
    std::uint64_t contradicted = 0;  // another final answer came later
    std::uint64_t late = 0;          // answers after the ledger was closed
    std::uint64_t not_sent = 0;      // the session was down; not among the requests
    std::uint64_t moot = 0;
    std::uint64_t cancels_failed = 0;                                  // rejected or refused although the order lived
    std::uint64_t orders_ended_by_venue = 0;                           // filled or cancelled without a request of ours
    std::array<std::array<std::uint64_t, kAnswerCount>, 3> answers{};  // by action and answer
    Percentiles new_delay;
    Percentiles new_delay_recorded;  // owners of the recording
    Percentiles new_delay_copies;    // owners made by overload
    Percentiles replace_delay;
    Percentiles cancel_delay;
    Percentiles cancel_delay_at_venue;  // without the absorbed ones
    Percentiles send_late;
    std::vector<std::uint64_t> sent_by_second;
    std::vector<std::uint64_t> answered_by_second;
};

class Ledger {
public:
    struct Ids {
        std::uint64_t request;
        std::uint64_t
            original;  // the order's last accepted request, for OrigClOrdID; its new order if none was accepted yet
    };

    struct Progress {
        std::uint64_t sent;
        std::uint64_t answered;
        std::uint64_t last_answer_ns;
    };

    // The run's time 0 on the clock of all other times given here. Before the first open().
    void start(std::uint64_t start_ns);

    Ids open(const PlannedRequest &planned, std::uint64_t now_ns);
    // The request could not be sent at all.
    void withdraw(std::uint64_t request);
    // Unknown request numbers are ignored and return false.
    bool answer(std::uint64_t request, Answer answer, std::uint64_t now_ns);
    bool order_ended(std::uint64_t request);
    // What is unanswered now is lost; answers from now on are only counted as late.
    void close(std::uint64_t now_ns);

    Progress progress() const;
    LedgerSummary summary() const;
    // One CSV line a request, times as given to open() and answer(); for pictures and for questions after a run.
    void write_requests(std::ostream &output) const;

private:
    struct Order {
        std::uint64_t new_request = 0;
        std::uint64_t last_accepted = 0;
        Life life = Life::kDead;
        bool was_accepted = false;
    };

    void settle(RequestRecord &record, Answer answer, std::uint64_t now_ns);
    void apply_to_order(std::uint64_t request, const RequestRecord &record, std::uint64_t now_ns);
    bool is_effective_cancel(const RequestRecord &record) const;
    bool is_failed_cancel(const RequestRecord &record) const;

    mutable std::mutex mutex_;
    std::uint64_t start_ns_ = 0;
    std::deque<RequestRecord> requests_;
    std::deque<Order> orders_;
    std::uint64_t answered_ = 0;
    std::uint64_t last_answer_ns_ = 0;
    std::uint64_t duplicated_ = 0;
    std::uint64_t contradicted_ = 0;
    std::uint64_t late_ = 0;
    std::uint64_t not_sent_ = 0;
    std::uint64_t orders_ended_by_venue_ = 0;
    std::uint64_t closed_ns_ = 0;
};

}  // namespace replay
