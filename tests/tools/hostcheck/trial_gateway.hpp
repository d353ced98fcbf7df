// A small gateway on the SDK's C++ layer that keeps the contract, and can be told to break it in one way. It runs
// against hostcheck with a pump thread, keeps its messages by ticket, and has books of its own: that every HELD ticket
// is released once. Threads: the test's and the pump's.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/pump.hpp"

namespace hostcheck_test {

// The mistakes of which gateway authors tell.
enum class Mistake {
    none,
    forgets_written,         // every tenth write
    forgets_grant_of_busy,   // answers BUSY and sends all the same
    sends_what_was_dropped,  // never looks at the action of a release
    reports_twice,
    reports_on_other_lane,
    reuses_ticket,
    controls_in_callback,
    polls_from_two_threads,
    destroys_before_stop,
    forgets_struct_size,
    polls_without_budget,
    names_no_order,
    reports_future_time,
};

class TrialGateway {
public:
    // `hostcheck` is the member of the config: {"scenarios": ["hold"], "percent": 50}.
    TrialGateway(const std::string &hostcheck, Mistake mistake);

    // Orders, amends and cancels; then stops and destroys.
    void run(int requests);

    // What hostcheck said at the end.
    std::vector<std::string> summary() const;
    bool kept_contract() const;
    bool was_told(const std::string &breach) const;
    // What the gateway's own books say of hostcheck; empty when all is well.
    std::string fault() const { return fault_; }
    // Of HELD tickets.
    int releases() const { return releases_; }
    int drops() const { return drops_; }

private:
    sluice_host callbacks();
    sluice_status release(const sluice_release &release);
    void submit(const sluice::Lane &lane, sluice_request request);
    void sent(sluice_lane *lane, uint64_t grant);
    void report(sluice_lane *lane, uint32_t kind, uint64_t grant, uint64_t time_ns = 0);
    void stop();
    bool makes(Mistake mistake, int odds);

    const Mistake mistake_;
    mutable std::mutex mutex_;
    std::vector<std::string> log_;
    std::unordered_map<uint64_t, int> waiting_;  // tickets that may be HELD
    std::string fault_;
    std::atomic<int> releases_{0};
    std::atomic<int> drops_{0};
    std::atomic<int> turns_{0};
    std::atomic<sluice::Pump *> pump_for_wake_{nullptr};
    sluice::Plugin plugin_;
    sluice::Engine engine_;
    sluice::Lane lanes_[2];
    uint64_t next_ticket_ = 1;
};

}  // namespace hostcheck_test
