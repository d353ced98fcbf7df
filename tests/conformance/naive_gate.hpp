// The three limiters that people write: a token bucket whose burst is the limit, a fixed window on the local clock, and
// a queue that leaks one message every window/limit. They know the published numbers and the cost of each message, and
// nothing of clocks, delays, ages or outcomes. Each keeps first-in-first-out order and sends when all rules agree.
// One thread.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "gate.hpp"
#include "judge.hpp"

namespace conformance {

enum class NaiveKind : uint32_t { token_bucket, fixed_window, leaky_queue };
inline constexpr uint32_t kNaiveKinds = 3;

class NaiveGate : public Gate {
public:
    NaiveGate(NaiveKind kind, Judge &published, uint64_t block_ns, GateSink &sink);
    void submit(uint64_t ticket, const Request &request, uint64_t now_ns) override;
    void poll(uint64_t now_ns) override;
    uint64_t due_ns() override { return due_ns_; }
    void restart(uint64_t) override;

private:
    // Of one rule: so much in so much time.
    struct Rate {
        uint64_t limit = 0;
        uint64_t window_ns = 0;
        bool is_rate = false;  // what is no rate (messages in flight, a budget for life) these limiters cannot say
    };
    struct State {
        double tokens = 0;
        uint64_t filled_ns = 0;
        uint64_t window = 0;
        uint64_t used = 0;
        uint64_t free_ns = 0;
    };
    struct Waiting {
        uint64_t ticket;
        Request request;
    };

    // The earliest time at which this cost may go; now_ns: at once.
    uint64_t ready_ns(State &state, const Rate &rate, uint64_t cost, uint64_t now_ns) const;
    void take(State &state, const Rate &rate, uint64_t cost, uint64_t now_ns) const;
    bool send_first(uint64_t now_ns);

    const NaiveKind kind_;
    Judge &published_;
    GateSink &sink_;
    std::vector<Rate> rates_;
    std::vector<std::map<uint64_t, State>> states_;
    std::deque<Waiting> queue_;
    std::vector<Charge> charges_;
    uint64_t due_ns_ = UINT64_MAX;
};

}  // namespace conformance
