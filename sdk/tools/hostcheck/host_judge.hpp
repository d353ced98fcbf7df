// The books about the host: which grants it owes a word for, which tickets it may use, and every breach of the
// contract, with a count and its first example. What it finds while submit() or report() runs is kept until a call
// comes that may log. Not thread-safe: the engine's lock protects it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "sluice/api.h"

namespace sluice::hostcheck {

class HostJudge {
public:
    // The kind of a breach is one sentence; the example names the ticket, grant or thread.
    void breach(const std::string &kind, const std::string &example);
    // Worth knowing, and no breach.
    void notice(const std::string &kind) { ++notices_[kind]; }

    void granted(uint64_t grant, const sluice_request &request, const sluice_lane *lane, uint64_t now_ns);
    // SEND with grant 0: the host may report its write all the same, also without a grant.
    void sent_without_grant() { ++writes_without_grant_; }
    // The host gave the release back, or cannot send it: it owes nothing for the grant.
    void taken_back(uint64_t grant, sluice_status answer);
    void reported(const sluice_event &event, const sluice_lane *lane, uint64_t now_ns);
    // The lane is closed: nobody can report on its messages any more.
    void forget_lane(const sluice_lane *lane);
    // Grants of which nothing was heard for too long count as breaches and are not waited for any longer.
    void give_up_grants_before(uint64_t time_ns);
    std::size_t unwritten() const { return unwritten_; }

    // Lines for the log that were not told yet.
    std::vector<std::string> take_lines();
    // What is to be said at the end: every breach with its count, every notice, and the sum.
    std::vector<std::string> summary() const;
    std::size_t breach_count() const { return breach_count_; }

private:
    enum class State : uint8_t { unwritten, written, not_written, taken_back, given_up };
    struct Grant {
        uint64_t ticket;
        uint64_t granted_ns;
        const sluice_lane *lane;
        State state;
        bool is_answered;
    };
    struct Breach {
        uint64_t count;
        std::string example;
    };

    void report_write(Grant &grant, const sluice_event &event, uint64_t now_ns);
    void end(Grant &grant, State state);

    std::unordered_map<uint64_t, Grant> grants_;
    std::size_t unwritten_ = 0;
    uint64_t writes_without_grant_ = 0;
    std::map<std::string, Breach> breaches_;
    std::size_t breach_count_ = 0;
    std::map<std::string, uint64_t> notices_;
    std::vector<std::string> lines_;
};

}  // namespace sluice::hostcheck
