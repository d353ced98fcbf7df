#include "counters.hpp"

#include <algorithm>

namespace conformance {

bool SpanCounter::holds(int64_t cost, int64_t limit, Instant at) {
    return used(at) + cost <= limit;
}

void SpanCounter::add(int64_t cost, Instant at) {
    arrivals_.push_back({at, cost});
    sum_ += cost;
}

int64_t SpanCounter::used(Instant at) {
    while (!arrivals_.empty() && arrivals_.front().at < at - window_) {
        sum_ -= arrivals_.front().cost;
        arrivals_.pop_front();
    }
    return sum_;
}

// Only the newest arrivals are ever settled: the outcome is known when the message is.
void SpanCounter::give_back(int64_t cost, Instant at) {
    used(at);
    for (auto arrival = arrivals_.rbegin(); arrival != arrivals_.rend() && cost > 0; ++arrival) {
        const int64_t part = std::min(cost, arrival->cost);
        arrival->cost -= part;
        sum_ -= part;
        cost -= part;
    }
}

void ClockWindowCounter::turn(Instant at) {
    if (at < ends_) return;
    ends_ = at - at % window_ + window_;
    count_ = 0;
}

bool ClockWindowCounter::holds(int64_t cost, int64_t limit, Instant at) {
    return used(at) + cost <= limit;
}

void ClockWindowCounter::add(int64_t cost, Instant at) {
    turn(at);
    count_ += cost;
}

int64_t ClockWindowCounter::used(Instant at) {
    turn(at);
    return count_;
}

void ClockWindowCounter::give_back(int64_t cost, Instant at) {
    turn(at);
    count_ = std::max<int64_t>(0, count_ - cost);
}

bool OpeningWindowCounter::holds(int64_t cost, int64_t limit, Instant at) {
    return used(at) + cost <= limit;
}

void OpeningWindowCounter::add(int64_t cost, Instant at) {
    used(at);
    if (!is_open_) {
        is_open_ = true;
        opened_ = at;
    }
    count_ += cost;
}

int64_t OpeningWindowCounter::used(Instant at) {
    if (is_open_ && at > opened_ + window_) {
        is_open_ = false;
        count_ = 0;
    }
    return count_;
}

void OpeningWindowCounter::give_back(int64_t cost, Instant at) {
    used(at);
    count_ = std::max<int64_t>(0, count_ - cost);
}

void BucketCounter::fill(Instant at) {
    level_ = std::min(depth_, level_ + (at - filled_) * flow_);
    filled_ = at;
}

// The limit asked about may be a second, higher threshold on the same count: the depth then grows by the difference.
bool BucketCounter::holds(int64_t cost, int64_t limit, Instant at) {
    fill(at);
    return level_ + Wide{limit} * unit_ - depth_ >= Wide{cost} * unit_;
}

void BucketCounter::add(int64_t cost, Instant at) {
    fill(at);
    level_ -= Wide{cost} * unit_;
}

int64_t BucketCounter::used(Instant at) {
    fill(at);
    return static_cast<int64_t>((depth_ - level_ + unit_ - 1) / unit_);
}

void BucketCounter::give_back(int64_t cost, Instant at) {
    fill(at);
    level_ = std::min(depth_, level_ + Wide{cost} * unit_);
}

void FallingCounter::fall(Instant at) {
    if (step_ != 0) at -= at % step_;
    height_ = std::max<Wide>(0, height_ - (at - fallen_) * flow_);
    fallen_ = at;
}

bool FallingCounter::holds(int64_t cost, int64_t limit, Instant at) {
    fall(at);
    return height_ + Wide{cost} * unit_ <= Wide{limit} * unit_;
}

void FallingCounter::add(int64_t cost, Instant at) {
    fall(at);
    height_ += Wide{cost} * unit_;
}

int64_t FallingCounter::used(Instant at) {
    fall(at);
    return static_cast<int64_t>((height_ + unit_ - 1) / unit_);
}

void FallingCounter::give_back(int64_t cost, Instant at) {
    fall(at);
    height_ = std::max<Wide>(0, height_ - Wide{cost} * unit_);
}

bool LifetimeCounter::holds(int64_t cost, int64_t limit, Instant at) {
    if (count_ + cost <= limit) return true;
    return trickle_ > 0 && cost <= 1 && (!has_passed_ || at >= passed_ + trickle_);
}

void LifetimeCounter::add(int64_t cost, Instant at) {
    count_ += cost;
    has_passed_ = true;
    passed_ = at;
}

void LifetimeCounter::give_back(int64_t cost, Instant) {
    count_ -= cost;
}

bool BlockSpanCounter::holds(int64_t cost, int64_t limit, Instant at) {
    return used(at) + cost <= limit;
}

void BlockSpanCounter::add(int64_t cost, Instant) {
    if (counted_.empty() || counted_.back().height != height_) counted_.push_back({height_, 0});
    counted_.back().cost += cost;
    sum_ += cost;
}

int64_t BlockSpanCounter::used(Instant) {
    while (!counted_.empty() && counted_.front().height <= height_ - blocks_) {
        sum_ -= counted_.front().cost;
        counted_.pop_front();
    }
    return sum_;
}

void BlockSpanCounter::give_back(int64_t cost, Instant) {
    counted_.back().cost -= cost;
    sum_ -= cost;
}

std::unique_ptr<Counter> make_counter(const Rule &rule) {
    switch (rule.shape) {
        case Shape::span:
            return std::make_unique<SpanCounter>(rule);
        case Shape::clock_window:
            return std::make_unique<ClockWindowCounter>(rule);
        case Shape::opening_window:
            return std::make_unique<OpeningWindowCounter>(rule);
        case Shape::bucket:
            return std::make_unique<BucketCounter>(rule);
        case Shape::falling:
            return std::make_unique<FallingCounter>(rule);
        case Shape::outstanding:
            return std::make_unique<OutstandingCounter>(rule);
        case Shape::lifetime:
            return std::make_unique<LifetimeCounter>(rule);
        case Shape::block_span:
            break;
    }
    return std::make_unique<BlockSpanCounter>(rule);
}

}  // namespace conformance
