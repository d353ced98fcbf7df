// What is sent when: the flow at a chosen speed, looped to a chosen length, with its new orders multiplied.
//
// Yields the requests in the order of their due times, one at a time, so that a run of any length needs no memory. Used
// by the pacing thread alone. Every order of every loop and every copy has its own number, so nothing is ever sent
// twice under one id.
//
// Overload N adds N-1 copies of each new order, each kCopyGapNs after the one before it: other owners want the same,
// but not at the same microsecond. The k-th copies of all orders belong to one extra owner `load-k`: owners that each
// send as much as the whole recorded market, beside whom a fair queue must still serve the recorded owners. Copies are
// never replaced or cancelled, so the load of cancels stays that of the recording.
#pragma once

#include <cstdint>
#include <queue>
#include <string>
#include <vector>

#include "flow.hpp"

namespace replay {

// At speed 1; a faster replay shortens it like every other time.
constexpr std::uint64_t kCopyGapNs = 10000000;

struct ScheduleOptions {
    double speed = 1;
    std::uint32_t overload = 1;
    std::uint64_t length_ns = 0;
};

struct PlannedRequest {
    std::uint64_t due_ns;    // from the start of the run
    std::uint64_t order;     // unique in the run, dense from 0
    std::uint32_t owner;     // as owner_name() knows it
    bool is_copy;            // made by overload
    const FlowEvent *event;  // what to send; lives as long as the flow
};

class Schedule {
public:
    // Borrows the flow, which must outlive the schedule.
    Schedule(const Flow &flow, const ScheduleOptions &options);

    // Writes the next request and returns true, or returns false when the run is over.
    bool next(PlannedRequest &request);

    std::uint32_t owner_count() const;
    std::string owner_name(std::uint32_t owner) const;

private:
    // Where one stream stands: the recording itself (copy 0) or the k-th copies of its new orders.
    struct Cursor {
        std::uint64_t due_ns;
        std::uint32_t copy;
        std::uint64_t loop;
        std::size_t event;
    };
    struct IsLater {
        bool operator()(const Cursor &left, const Cursor &right) const {
            return left.due_ns != right.due_ns ? left.due_ns > right.due_ns : left.copy > right.copy;
        }
    };

    // Moves a cursor to the next event that its stream has, from the one it names, and puts it among the others.
    void enter(Cursor cursor);

    const Flow &flow_;
    const ScheduleOptions options_;
    std::priority_queue<Cursor, std::vector<Cursor>, IsLater> cursors_;
};

}  // namespace replay
