// What a gateway saw of the engine, in the order in which it saw it: the one thing that the rules judge. Plain records;
// written by the gateway of the test, read by the rules. Times are the venue's: what the contract says that a call's
// time counts as.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "setup.hpp"
#include "sluice/sluice.h"

namespace property {

enum class What {
    submit,
    release,
    returned,  // the release callback gave its answer; what it did itself stands before
    report,
    poll,
    kill_engage,
    kill_clear,
    force_open,
    breaker_reset,
    lane_open,
    lane_close,
    reload,
    settled,  // everything is answered, all lanes are up, and time has passed
    stop,     // abandon
    end
};

struct Entry {
    What what = What::end;
    uint64_t at_ns = 0;
    uint32_t venue = 0;  // 0: all
    uint32_t lane = 0;   // place in the venue, 0 upwards; kWholeVenue: the venue itself
    uint32_t opening = 0;
    sluice_request request{};
    sluice_verdict verdict{};
    sluice_release release{};
    sluice_status answer = SLUICE_OK;  // of the call, or of the release callback
    bool was_written_inside = false;   // the release callback reported the write, or an answer
    uint64_t written_ns = 0;           // report about a grant: when the message really left
    sluice_event event{};
    sluice_kill_scope scope{};
    uint32_t limit = 0;  // reload: place among the limits of the venue (or the firm)
    sluice_limit_numbers numbers{};
};

inline constexpr uint32_t kWholeVenue = UINT32_MAX;

struct History {
    EngineSetup setup;
    std::vector<Entry> entries;
};

// One line for a failure's message.
std::string describe(const Entry &entry);

// Empty when the rule holds, otherwise what broke it and where. Each rule reads the whole history afresh and shares no
// code with the plugin.
std::string broken_exactly_once(const History &history);
std::string broken_cancels(const History &history);
std::string broken_limits(const History &history);
std::string broken_windows(const History &history);
std::string broken_orders(const History &history);
std::string broken_algebra(const History &history);
std::string broken_gates(const History &history);
std::string broken_deadlines(const History &history);

// All of them; the first that is broken.
std::string first_broken(const History &history);

}  // namespace property
