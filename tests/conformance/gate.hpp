// What stands between the strategies and the wire in a run: the plugin, or one of the limiters that people write. The
// simulation submits and polls; a gate answers through the sink, from inside the call or from a later poll. One thread.
#pragma once

#include <cstdint>

#include "sluice/event.h"

namespace conformance {

// What a strategy asks for.
struct Request {
    uint32_t kind = 0;
    uint32_t count = 1;
    uint32_t account = 0;
    uint32_t instrument = 0;
    uint32_t owner = 0;
    uint32_t lane = 0;
    uint64_t order = 0;
    uint32_t stream = UINT32_MAX;  // of a demand that never ends: which of its streams wants this
    bool reduces_risk = false;
};

class GateSink {
public:
    // The message may go to the wire now. grant: to name in reports, 0 where a gate wants none.
    virtual void may_send(uint64_t ticket, uint64_t grant) = 0;
    // It never goes.
    virtual void dropped(uint64_t ticket) = 0;

protected:
    ~GateSink() = default;
};

class Gate {
public:
    virtual ~Gate() = default;
    virtual void submit(uint64_t ticket, const Request &request, uint64_t now_ns) = 0;
    virtual void poll(uint64_t now_ns) = 0;
    // When to poll next; UINT64_MAX: nothing is due.
    virtual uint64_t due_ns() = 0;
    virtual void report(uint32_t, const sluice_event &, uint64_t) {}
    // The process ends and another begins: everything that this gate knew is gone. Lanes are down afterwards.
    virtual void restart(uint64_t) {}
    // Halves one of the profile's limits while traffic flows, or gives it its own number back.
    virtual void reload(uint32_t, bool, uint64_t) {}
    // What the venue says of one of the profile's limits, by its name there.
    virtual void report_limit(uint32_t, const char *, const sluice_event &, uint64_t) {}
};

}  // namespace conformance
