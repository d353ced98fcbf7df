// The client's result as one JSON document. Delays in milliseconds, from exact nanoseconds.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "ledger.hpp"
#include "options.hpp"

namespace replay {

struct RunFacts {
    std::uint64_t start_ns;     // CLOCK_MONOTONIC, as in the simulator's arrivals file
    std::uint64_t send_end_ns;  // the last request was sent before this
    std::uint64_t close_ns;     // answers were awaited until this
    bool is_interrupted;
    std::uint64_t logouts;
    std::uint64_t session_rejects;
    std::uint64_t unreadable_answers;
    std::vector<std::string> complaints;
};

void write_report(std::ostream &output, const Options &options, const RunFacts &facts, const LedgerSummary &summary);

}  // namespace replay
