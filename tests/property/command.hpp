// One step of a random run. Its numbers are small and mean something only when it is played (a pick is taken modulo
// what there is then), so any sequence of commands, and any part of one, can be played: that is what lets a failing run
// shrink.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <vector>

namespace property {

enum class Op {
    submit_new,
    submit_replace,
    submit_cancel,
    submit_other,   // mass cancel, quote, query, maintenance
    report_write,   // written or not written
    report_answer,  // acked, rejected, ...
    report_garbage,
    report_ungated,
    poll,
    advance,
    skew,  // the next call's time is wrong
    mood,  // what the release callback will do
    kill,
    clear,
    breaker,
    lane_event,  // up, down, transport error
    lane_cycle,  // close and open again
    reload
};

inline constexpr int kOps = static_cast<int>(Op::reload) + 1;

struct Command {
    Op op = Op::poll;
    uint32_t venue = 0;
    uint32_t a = 0;
    uint32_t b = 0;
    uint32_t c = 0;
};

std::ostream &operator<<(std::ostream &stream, const Command &command);

}  // namespace property
