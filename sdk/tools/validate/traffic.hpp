// A gateway that does everything a gateway may do, in random order, with books beside it that know what may not happen:
// requests of all kinds, reports in any order (late, twice, of nothing), lanes that come and go, kill switches,
// breakers, reloads, polls with tiny budgets, releases that are answered with OK, BUSY or a failure. A seed gives the
// same run.
//
// Three venues. FIRST and SECOND have all the trouble; CALM has none and must not notice. One thread.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "host.hpp"
#include "window_judge.hpp"

namespace sluice::validate {

class Traffic {
public:
    Traffic(Judge &judge, const Plugin &plugin, uint64_t seed);

    void run(int steps);
    // Ends all trouble and lets time pass: whatever is still held then was lost.
    void settle();
    // Stops in the middle of it all.
    void stop(uint32_t mode);
    // What the wire has seen.
    void judge_windows();

private:
    enum class Fate : uint8_t { leaves, never_leaves, never_reported };
    // A message that may go: what will really become of it, and what the host will say.
    struct Granted {
        uint32_t lane;
        uint64_t grant;
        uint64_t order_id;
        uint64_t leaves_ns;
        Fate fate;
        bool is_write_reported;
    };
    struct LaneSeen {
        sluice_lane *handle = nullptr;  // null: closed
        bool is_up = false;
    };
    struct VenueSeen {
        std::string name;
        uint32_t id = 0;
        std::vector<LaneSeen> lanes;
        std::vector<Granted> granted;
        std::vector<uint64_t> orders;
        std::set<uint32_t> killed_owners;  // 0: the whole venue
        std::set<uint32_t> forced;         // lanes whose breaker is forced open; kVenueBreaker: the venue's own
        std::map<sluice_lane *, WindowJudge> lane_windows;
        WindowJudge window{0, 0};
        WindowJudge window_without_cancels{0, 0};
    };
    struct HeldRequest {
        sluice_request request;
        uint32_t venue;
        uint32_t lane;
    };

    static constexpr uint32_t kVenueBreaker = UINT32_MAX;

    uint64_t pick(uint64_t count) { return random_() % count; }
    bool one_in(uint64_t odds) { return pick(odds) == 0; }

    void step();
    sluice_request next_request(VenueSeen &venue);
    void submit(uint32_t venue, uint32_t lane, const sluice_request &request);
    void submit_calm();
    sluice_status release(const sluice_release &release);
    sluice_status answer_release(const HeldRequest &held, const sluice_release &release);
    // A SEND, at once or from a release: may that be, and what becomes of it?
    void granted(uint32_t venue, uint32_t lane, const sluice_request &request, uint64_t grant);
    void judge_grant(const VenueSeen &venue, uint32_t lane, const sluice_request &request);
    void report_write(VenueSeen &venue, bool at_once);
    void report_answer(VenueSeen &venue);
    void report_nonsense(VenueSeen &venue);
    void report_ungated(VenueSeen &venue);
    void steer_lane(VenueSeen &venue);
    void steer_kill(VenueSeen &venue);
    void steer_breaker(VenueSeen &venue);
    void reload(VenueSeen &venue);
    void open_lanes(VenueSeen &venue);

    Judge &judge_;
    std::mt19937_64 random_;
    Host host_;
    std::vector<uint32_t> owners_;
    std::vector<VenueSeen> venues_;
    VenueSeen calm_;
    std::map<uint64_t, HeldRequest> held_;
    uint64_t next_ticket_ = 1;
    uint64_t next_lane_name_ = 1;
    uint64_t releases_ = 0;
    uint64_t last_poll_ns_ = 0;
    bool is_settling_ = false;
    bool is_stopping_ = false;
};

}  // namespace sluice::validate
