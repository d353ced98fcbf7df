#include "command.hpp"

#include <ostream>

namespace property {

std::ostream &operator<<(std::ostream &stream, const Command &command) {
    static const char *const kNames[kOps] = {"submit_new", "submit_replace", "submit_cancel", "submit_other",
        "report_write", "report_answer", "report_garbage", "report_ungated", "poll", "advance", "skew", "mood", "kill",
        "clear", "breaker", "lane_event", "lane_cycle", "reload"};
    return stream << "{Op::" << kNames[static_cast<int>(command.op)] << ", " << command.venue << ", " << command.a
                  << ", " << command.b << ", " << command.c << "}";
}

}  // namespace property
