// What tests that judge by brute force share: a clock that jumps from event to event, and the way of a message at
// random, as the guard permits it. One thread; nothing sleeps.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <utility>

namespace sluice {

using Random = std::mt19937_64;

// A number from 0 to `most`.
inline uint64_t up_to(Random &random, uint64_t most) {
    return random() % (most + 1);
}

// Things to do at a time, in the order of the times; what falls on the same time keeps the order in which it came.
class Agenda {
public:
    explicit Agenda(uint64_t start_ns) : now_ns_(start_ns) {}

    uint64_t now_ns() const { return now_ns_; }
    void at(uint64_t time_ns, std::function<void()> work) { entries_.emplace(time_ns, std::move(work)); }

    // Does everything up to and including this time.
    void run_until(uint64_t time_ns) {
        while (!entries_.empty() && entries_.begin()->first <= time_ns) {
            const auto first = entries_.begin();
            now_ns_ = std::max(now_ns_, first->first);
            const std::function<void()> work = std::move(first->second);
            entries_.erase(first);
            work();
        }
        now_ns_ = std::max(now_ns_, time_ns);
    }

private:
    std::multimap<uint64_t, std::function<void()>> entries_;
    uint64_t now_ns_;
};

// How long the parts of the way take.
struct Road {
    uint64_t write_max_ns = 0;   // from the grant to the write
    uint64_t report_max_ns = 0;  // from the write to its report
    uint64_t base_ns = 0;        // from the write to the venue's count, at least
    uint64_t guard_ns = 0;       // and so much more at most
    uint64_t answer_max_ns = 0;  // from the count to the answer's arrival here
};

struct Trip {
    uint64_t granted_ns = 0;
    uint64_t written_ns = 0;
    uint64_t reported_ns = 0;
    uint64_t counted_ns = 0;
    uint64_t answered_ns = 0;  // not before the report of the write
};

inline Trip draw_trip(Random &random, const Road &road, uint64_t granted_ns) {
    Trip trip;
    trip.granted_ns = granted_ns;
    trip.written_ns = granted_ns + up_to(random, road.write_max_ns);
    trip.reported_ns = trip.written_ns + up_to(random, road.report_max_ns);
    // The ends of the range are where mistakes are: they come often.
    const uint64_t jitter_ns = random() % 4 == 0 ? 0 : random() % 3 == 0 ? road.guard_ns : up_to(random, road.guard_ns);
    trip.counted_ns = trip.written_ns + road.base_ns + jitter_ns;
    trip.answered_ns = std::max(trip.counted_ns + up_to(random, road.answer_max_ns), trip.reported_ns);
    return trip;
}

}  // namespace sluice
