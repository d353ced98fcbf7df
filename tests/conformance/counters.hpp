// The ways in which venues count, each written from the sentence that venues use for it. A counter is asked first, with
// `holds`, whether the rule allows a message that arrives now, and told with `add` when it counts. Arrivals come in the
// order of time. Where a sentence leaves the boundary open the counter takes the reading that allows less: a window
// contains both its ends.
//
// One counter for one key of one rule; used by one thread. Nothing here is shared with the plugin.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>

#include "instant.hpp"

namespace conformance {

enum class Shape { span, clock_window, opening_window, bucket, falling, outstanding, lifetime, block_span };

// What a venue publishes about one rule. Amounts are cost.
struct Rule {
    const char *name = "";
    Shape shape = Shape::span;
    int64_t limit = 0;            // bucket: its depth; falling: the highest count; lifetime: to begin with
    int64_t hard = 0;             // logout, ban; 0: none
    Span window = 0;              // span, clock_window, opening_window
    int64_t flow = 0;             // bucket, falling: so much comes back ...
    Span flow_time = 0;           // ... in this time; lifetime: one unit may pass in this time when it is used up
    Span step = 0;                // falling: it falls at the end of each step of the clock; 0: all the time
    int64_t blocks = 0;           // block_span
    bool counts_refused = false;  // a message that breaks the rule counts all the same
};

// A rule of so much in so much time; the shape says where that time begins.
inline Rule window_rule(const char *name, Shape shape, int64_t limit, Span window) {
    Rule rule;
    rule.name = name;
    rule.shape = shape;
    rule.limit = limit;
    rule.window = window;
    return rule;
}

class Counter {
public:
    virtual ~Counter() = default;
    // May `cost` arrive now under this limit? Messages of no cost are not asked about.
    virtual bool holds(int64_t cost, int64_t limit, Instant at) = 0;
    virtual void add(int64_t cost, Instant at) = 0;
    // What counts now.
    virtual int64_t used(Instant at) = 0;
    // Gives back cost that was added: an outcome that costs less, a fill, an answer.
    virtual void give_back(int64_t cost, Instant at) = 0;
    virtual void new_block(int64_t) {}
};

// "No more than n in any w": everything in [now - w, now].
class SpanCounter : public Counter {
public:
    explicit SpanCounter(const Rule &rule) : window_(rule.window) {}
    bool holds(int64_t cost, int64_t limit, Instant at) override;
    void add(int64_t cost, Instant at) override;
    int64_t used(Instant at) override;
    void give_back(int64_t cost, Instant at) override;

private:
    struct Arrival {
        Instant at;
        int64_t cost;
    };
    const Span window_;
    std::deque<Arrival> arrivals_;
    int64_t sum_ = 0;
};

// "n in each minute of the venue's clock": the count starts anew at 00, 10, 20 ... seconds.
class ClockWindowCounter : public Counter {
public:
    explicit ClockWindowCounter(const Rule &rule) : window_(rule.window) {}
    bool holds(int64_t cost, int64_t limit, Instant at) override;
    void add(int64_t cost, Instant at) override;
    int64_t used(Instant at) override;
    void give_back(int64_t cost, Instant at) override;

private:
    void turn(Instant at);
    const Span window_;
    Instant ends_ = 0;
    int64_t count_ = 0;
};

// "The interval begins with the first message; at its end the count resets, pending the next message."
class OpeningWindowCounter : public Counter {
public:
    explicit OpeningWindowCounter(const Rule &rule) : window_(rule.window) {}
    bool holds(int64_t cost, int64_t limit, Instant at) override;
    void add(int64_t cost, Instant at) override;
    int64_t used(Instant at) override;
    void give_back(int64_t cost, Instant at) override;

private:
    const Span window_;
    bool is_open_ = false;
    Instant opened_ = 0;
    int64_t count_ = 0;
};

// "A bucket of n tokens into which r flow every t, continuously": level in parts of a token, exact.
class BucketCounter : public Counter {
public:
    explicit BucketCounter(const Rule &rule)
        : depth_(Wide{rule.limit} * rule.flow_time), flow_(rule.flow), unit_(rule.flow_time), level_(depth_) {}
    bool holds(int64_t cost, int64_t limit, Instant at) override;
    void add(int64_t cost, Instant at) override;
    int64_t used(Instant at) override;
    void give_back(int64_t cost, Instant at) override;

private:
    void fill(Instant at);
    const Wide depth_;
    const Wide flow_;
    const Wide unit_;
    Wide level_;
    Instant filled_ = 0;
};

// "A counter that each message raises and that falls by r every t, not below zero."
class FallingCounter : public Counter {
public:
    explicit FallingCounter(const Rule &rule) : flow_(rule.flow), unit_(rule.flow_time), step_(rule.step) {}
    bool holds(int64_t cost, int64_t limit, Instant at) override;
    void add(int64_t cost, Instant at) override;
    int64_t used(Instant at) override;
    void give_back(int64_t cost, Instant at) override;

private:
    void fall(Instant at);
    const Wide flow_;
    const Wide unit_;
    const Span step_;
    Wide height_ = 0;
    Instant fallen_ = 0;
};

// "At most n requests without an answer."
class OutstandingCounter : public Counter {
public:
    explicit OutstandingCounter(const Rule &) {}
    bool holds(int64_t cost, int64_t limit, Instant) override { return count_ + cost <= limit; }
    void add(int64_t cost, Instant) override { count_ += cost; }
    int64_t used(Instant) override { return count_; }
    void give_back(int64_t cost, Instant) override { count_ -= cost; }

private:
    int64_t count_ = 0;
};

// "n to begin with, and one more for each dollar traded; when they are used up, one every t." What was earned is part
// of the limit that is asked about.
class LifetimeCounter : public Counter {
public:
    explicit LifetimeCounter(const Rule &rule) : trickle_(rule.flow_time) {}
    bool holds(int64_t cost, int64_t limit, Instant at) override;
    void add(int64_t cost, Instant at) override;
    int64_t used(Instant) override { return count_; }
    void give_back(int64_t cost, Instant at) override;

private:
    const Span trickle_;
    int64_t count_ = 0;
    bool has_passed_ = false;
    Instant passed_ = 0;  // when the last one came
};

// "At most n over any b consecutive blocks": an arrival belongs to the block that is being made.
class BlockSpanCounter : public Counter {
public:
    explicit BlockSpanCounter(const Rule &rule) : blocks_(rule.blocks) {}
    bool holds(int64_t cost, int64_t limit, Instant at) override;
    void add(int64_t cost, Instant at) override;
    int64_t used(Instant at) override;
    void new_block(int64_t height) override { height_ = height; }
    void give_back(int64_t cost, Instant at) override;

private:
    struct InBlock {
        int64_t height;
        int64_t cost;
    };
    const int64_t blocks_;
    int64_t height_ = 0;
    std::deque<InBlock> counted_;
    int64_t sum_ = 0;
};

std::unique_ptr<Counter> make_counter(const Rule &rule);

}  // namespace conformance
