// The JSON document that the simulator leaves behind: sums over all sessions at the top, the same per session below.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "session_record.hpp"
#include "stall_watch.hpp"

namespace venue_simulator {

struct ReportInput {
    RateRule rule;
    std::map<std::string, const SessionRecord *> sessions;  // by the counterparty's name
    StallTotals stalls;
    std::size_t live_orders = 0;
    std::int64_t running_ns = 0;
};

std::string report_json(const ReportInput &input);

// Writes the whole file or leaves none: a reader never sees half a report. False with errno set when it fails.
bool write_report(const std::string &path, const std::string &json);

}  // namespace venue_simulator
