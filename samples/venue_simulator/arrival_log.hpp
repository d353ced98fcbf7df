// Writes one CSV line for each message that counts for the limit: arrival_ns (CLOCK_MONOTONIC), sending_time_ms (UTC),
// session, msg_type, cl_ord_id, outcome. Used by the reading thread only, so the file's buffer is large enough that a
// write to disk is rare, and small enough that it is short.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace venue_simulator {

struct Arrival {
    std::int64_t arrival_ns = 0;
    std::int64_t sending_time_ms = 0;
    std::string session;
    std::string msg_type;
    std::string cl_ord_id;
    const char *outcome = "";
};

class ArrivalLog {
public:
    ArrivalLog() = default;
    ~ArrivalLog() { close(); }
    ArrivalLog(const ArrivalLog &) = delete;
    ArrivalLog &operator=(const ArrivalLog &) = delete;

    // Until it is opened, `write` does nothing. False, with errno set, when the file cannot be written.
    bool open(const std::string &path);
    void write(const Arrival &arrival);
    // False when a line could not be written, for instance because the disk is full.
    bool close();

private:
    std::FILE *file_ = nullptr;
};

}  // namespace venue_simulator
