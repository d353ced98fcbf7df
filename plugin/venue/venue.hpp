// All that one venue owns, behind its own lock. No code path takes two venue locks, and no callback runs while one is
// held.
//
// The public functions are the steps of a request's life; each takes the lock for the work of one request:
//   submit   decides: send, hold, absorb or refuse
//   report   hears what became of a message, an order or a lane
//   next     finds one thing that is due: a release, a drop, or nothing
//   finish   hears what the host's release() callback said
//
// A function that may have made something due returns the time at which the host must be woken, or SLUICE_NEVER.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "admit/kill_rules.hpp"
#include "admit/request_check.hpp"
#include "config/config.hpp"
#include "limits/limit_plan.hpp"
#include "platform/engine_clock.hpp"
#include "platform/lock.hpp"
#include "sluice/api.h"
#include "sluice/ext/breaker.h"
#include "sluice/ext/limits.h"
#include "telemetry/venue_counters.hpp"
#include "venue/grant_table.hpp"
#include "venue/held_requests.hpp"
#include "venue/lane.hpp"
#include "venue/venue_clock.hpp"

namespace sluice {

// What all venues of an engine share, read-mostly.
struct SharedState {
    EngineClock clock;
    std::atomic<bool> is_killed{false};  // the kill switch of scope engine
    std::atomic<bool> is_stopping{false};
};

// Which lane is meant: its place, and the opening that the caller's handle belongs to.
struct LaneKey {
    uint32_t index = 0;
    uint32_t generation = 0;
};

// One thing that is due. `slot` is passed back to finish().
struct Due {
    sluice_release release;
    LaneKey lane;
    uint32_t slot = kNone;
    bool is_silent = false;  // shadow mode: counted, not told
};

// What the release stage should write to the host's log.
enum Notice : uint32_t {
    kNoticeTripped = 1,       // a breaker opened
    kNoticeClock = 2,         // time stood still or was not believed
    kNoticeLateReport = 4,    // a report of an unknown or settled grant
    kNoticeGrantTimeout = 8,  // a write was never reported
    kNoticeRateReject = 16,   // the venue rejected a message for its rate
    kNoticeBan = 32,          // the venue shut us out
};

// What is known of the venue's clock.
struct VenueClockReading {
    bool is_known = false;
    int64_t offset_ns = 0;
    uint64_t uncertainty_ns = 0;
    uint64_t samples = 0;
    uint64_t contradictions = 0;
};

// How much is on its way.
struct VenueLoad {
    uint32_t held = 0;
    uint32_t grants_unwritten = 0;
};

struct VenueLaneStatus {
    std::shared_ptr<const std::string> name;
    uint32_t index = 0;
    bool is_up = false;
    uint32_t breaker_state = 0;
};

// A consistent reading of what is not a counter.
struct VenueStatus {
    std::array<uint32_t, kClassCount> depth{};
    std::array<uint64_t, kClassCount> oldest_age_ns{};
    VenueLoad load;
    uint32_t orders_known = 0;
    uint32_t breaker_state = 0;
    std::vector<VenueLaneStatus> lanes;
};

class alignas(kCacheLineBytes) Venue {
public:
    // `shared` and `memory` outlive the venue.
    Venue(const VenueConfig &config, uint32_t id, const Config &engine_config,
        const std::vector<std::shared_ptr<FirmLimit>> &firm_limits, uint32_t first_limit_id, const SharedState &shared,
        std::pmr::memory_resource *memory);
    Venue(const Venue &) = delete;
    Venue &operator=(const Venue &) = delete;

    const std::string &name() const noexcept { return config_.name; }
    bool is_shadow() const noexcept { return config_.is_shadow; }
    uint32_t id() const noexcept { return id_; }
    uint32_t lanes_max() const noexcept { return config_.lanes_max; }
    const VenueCounters &counters() const noexcept { return counters_; }
    VenueCounters &counters() noexcept { return counters_; }

    // [any][hot]. A false return: the lane's handle is stale. `is_own_reading`: the time is not the host's.
    bool submit(LaneKey lane, const sluice_request &request, const KnownIds &known, uint64_t now_ns,
        bool is_own_reading, sluice_verdict &verdict, uint64_t &wake_ns) noexcept;
    // Several under one lock; as many verdicts as requests.
    bool submit_some(LaneKey lane, std::span<const sluice_request> requests, const KnownIds &known, uint64_t now_ns,
        std::span<sluice_verdict> verdicts, uint64_t &wake_ns) noexcept;
    bool report(
        LaneKey lane, const sluice_event &event, const KnownIds &known, uint64_t now_ns, uint64_t &wake_ns) noexcept;

    // [poll]
    bool next(uint64_t now_ns, Due &due) noexcept;
    void finish(const Due &due, sluice_status answer) noexcept;
    // Both under one lock: `due` is what was done, and receives what is due next.
    bool finish_and_next(sluice_status answer, Due &due) noexcept;
    // True while held requests are still to be looked at for a kill, a lost session or a stop: look again.
    bool is_sweeping() noexcept {
        LockGuard guard(lock_);
        return is_sweeping_;
    }
    uint64_t announce_due_ns() noexcept;
    uint32_t take_notices() noexcept { return notices_.exchange(0, std::memory_order_relaxed); }

    // [control]
    sluice_status open_lane(std::string_view name, LaneKey &lane);
    sluice_status close_lane(LaneKey lane, uint64_t &wake_ns) noexcept;
    void begin_stop(bool abandon, uint64_t &wake_ns) noexcept;
    bool is_drained() noexcept;
    // The last step of a stop: submit and report answer as for a stale handle from now on. False: something came in.
    bool close_if_drained() noexcept;
    void reopen() noexcept;

    // [any] Kill switch, breakers, limits.
    bool engage_kill(const KillScope &scope, uint64_t &wake_ns) noexcept;
    void clear_kill(const KillScope &scope) noexcept;
    void apply_engine_kill(uint64_t &wake_ns) noexcept;

    enum class BreakerOrder : uint8_t { trip, force_open, disable, reset };
    // `disabled`: a trip that would not have stopped anything.
    enum class Steered : uint8_t { done, stale_lane, disabled };
    // `lane` null: the venue's own.
    Steered steer_breaker(const LaneKey *lane, BreakerOrder order, uint64_t now_ns, uint64_t &wake_ns) noexcept;
    // A false return: the lane's handle is stale.
    bool read_breaker(const LaneKey *lane, uint64_t now_ns, sluice_breaker_state &state) noexcept;

    bool availability(
        LaneKey lane, const sluice_request &request, uint64_t now_ns, sluice_availability &availability) noexcept;
    // False: no limit of that id, or no such counter.
    bool usage(uint32_t limit_id, const Charge &whose, uint64_t now_ns, LimitUsage &usage) noexcept;
    VenueClockReading venue_clock(uint64_t now_ns) noexcept;
    bool numbers(uint32_t limit_id, LimitNumbers &numbers) noexcept;
    bool reload(uint32_t limit_id, const LimitNumbers &numbers, uint64_t &wake_ns) noexcept;
    const std::vector<Placed<Limit>> &limits() const noexcept { return limits_.own(); }

    VenueLoad load() noexcept;
    VenueStatus status(uint64_t now_ns);

private:
    struct Decision {
        uint32_t action = SLUICE_ACTION_REFUSED;
        uint32_t reason = SLUICE_REASON_NONE;
    };

    // submit.cpp
    void submit_locked(Lane &lane, uint32_t lane_index, const sluice_request &request, const KnownIds &known,
        uint64_t now_ns, sluice_verdict &verdict, uint64_t &wake_ns) noexcept;
    Decision decide(Lane &lane, const sluice_request &request, Holding &holding, const KnownIds &known, uint64_t now_ns,
        sluice_verdict &verdict) noexcept;
    Decision decide_by_limits(
        Lane &lane, Holding &holding, bool is_probe, uint64_t now_ns, sluice_verdict &verdict) noexcept;
    Decision grant_now(const Holding &holding, bool is_probe, uint64_t now_ns, sluice_verdict &verdict,
        bool is_release = false) noexcept;
    void settle_ungranted(const Charge &charge, uint64_t order_id, uint32_t order, uint64_t now_ns) noexcept;
    Decision hold(const Holding &holding, uint32_t reason, uint64_t not_before_ns, uint64_t now_ns,
        sluice_verdict &verdict) noexcept;
    uint32_t refusal(
        Lane &lane, uint32_t kind, const Charge &charge, uint32_t side, uint64_t now_ns, bool &is_probe) noexcept;
    bool stands_behind(const Lane &lane, const Charge &charge) const noexcept;

    // report.cpp
    void hear_grant(Lane &lane, uint32_t lane_index, const sluice_event &event, uint64_t now_ns) noexcept;
    void hear_lane(Lane &lane, uint32_t lane_index, const sluice_event &event, uint64_t now_ns) noexcept;
    void hear_outcome(uint32_t grant, uint32_t event_kind, uint64_t now_ns) noexcept;
    void expect_nothing(uint32_t grant, uint64_t now_ns) noexcept;
    // `is_over`: the venue answered, so that the pause is over.
    void end_lane_probe(uint32_t grant, bool is_over) noexcept;
    void hear_rate_reject(Lane &lane, const Charge &charge, const sluice_event &event, uint64_t now_ns) noexcept;
    void settle_written(uint32_t grant, uint64_t write_ns) noexcept;
    void give_room_back(const Charge &charge) noexcept;
    void disown(uint32_t grant, uint64_t now_ns) noexcept;
    void give_back_probes(const Grant &grant, uint64_t now_ns) noexcept;
    void lose_answers_of(uint32_t lane_index, uint64_t now_ns) noexcept;
    void expect_no_answers_of(uint32_t lane_index, uint64_t now_ns) noexcept;

    // feedback.cpp
    void hear_feedback(uint32_t lane_index, const sluice_event &event, const KnownIds &known, uint64_t now_ns) noexcept;
    void hear_venue_time(const sluice_event &event, uint64_t sent_ns, uint64_t heard_ns) noexcept;
    void hear_fill(const sluice_event &event, uint64_t now_ns) noexcept;
    void hear_ban(const sluice_event &event, uint64_t now_ns) noexcept;
    bool hear_limit(uint32_t lane_index, const sluice_event &event, const KnownIds &known, uint64_t now_ns) noexcept;
    static uint64_t pause_end_ns(uint64_t for_ns, uint64_t now_ns) noexcept;
    static void pause(Lane &lane, uint64_t until_ns) noexcept;

    // release.cpp
    bool next_locked(uint64_t now_ns, Due &due) noexcept;
    void finish_locked(const Due &due, sluice_status answer) noexcept;
    bool next_drop(uint64_t now_ns, Due &due) noexcept;
    bool next_send(uint64_t now_ns, Due &due) noexcept;
    // `classes_ahead`: the classes below this number go first where they wait for a limit of scope lane.
    bool next_of_class(
        uint32_t request_class, uint32_t classes_ahead, uint32_t &closed_limits, uint64_t now_ns, Due &due) noexcept;
    enum class Try : uint8_t { sent, dropped, parked, closed, held_back };
    Try try_release(
        uint32_t slot, uint32_t closed_limits, uint64_t now_ns, Due &due, uint32_t &blocking_limit) noexcept;
    bool next_aged(uint64_t now_ns, Due &due) noexcept;
    void fill_send(uint32_t slot, uint64_t grant, uint64_t now_ns, Due &due) noexcept;
    void run_timers(uint64_t now_ns) noexcept;
    void sweep(uint64_t now_ns) noexcept;
    uint32_t drop_reason(const Slot &slot, uint64_t now_ns, bool &is_probe) noexcept;
    uint32_t kinds_limits(uint32_t request_class, uint32_t lane) const noexcept;

    // venue.cpp
    uint64_t advance_clock(uint64_t now_ns) noexcept {
        const bool is_next = clock_.follows(now_ns);
        return is_next ? clock_.step_to(now_ns) : advance_clock_closely(now_ns);
    }
    uint64_t advance_clock_closely(uint64_t now_ns) noexcept;
    // For readings: a time that is behind is no fault of the host.
    uint64_t advance_clock_for_reading(uint64_t now_ns) noexcept {
        return advance_clock(now_ns > clock_.last_ns() ? now_ns : clock_.last_ns());
    }
    bool has_nothing_to_tell() const noexcept {
        return held_.queue().held() == 0 && !held_.queue().has_drops() && grants_.unwritten_count() == 0;
    }
    Lane *find_lane(LaneKey key) noexcept {
        if (key.index >= lanes_.size()) return nullptr;
        Lane &lane = lanes_[key.index];
        return lane.state == LaneState::open && lane.generation == key.generation ? &lane : nullptr;
    }
    uint64_t due_ns() const noexcept;
    uint64_t wake_time() noexcept;
    void release_by(uint64_t time_ns) noexcept {
        if (time_ns < release_due_ns_) release_due_ns_ = time_ns;
    }
    // Something changed that held requests may wait for.
    void look_again(uint64_t now_ns) noexcept {
        if (held_.queue().held() != 0) release_by(now_ns);
    }
    // Held requests of a class and lane wait for these limits, until a look at the queue finds otherwise.
    void waits_for(Lane &lane, uint32_t request_class, uint32_t limits) noexcept {
        lane.waiting_limits[request_class] |= limits;
        waiting_classes_ |= 1u << request_class;
    }
    void nobody_waits(uint32_t request_class) noexcept {
        if ((waiting_classes_ >> request_class & 1) == 0) return;
        for (uint32_t lane = 0; lane < lanes_used_; ++lane)
            lanes_[lane].waiting_limits[request_class] = 0;
        waiting_classes_ &= ~(1u << request_class);
    }
    void begin_sweep() noexcept {
        sweep_at_ = 0;
        is_sweeping_ = true;
    }
    void notice(uint32_t what) noexcept { notices_.fetch_or(what, std::memory_order_relaxed); }
    void tripped(uint32_t cause) noexcept;

    // Constant after construction.
    const VenueConfig config_;
    const uint32_t id_;
    const SharedState &shared_;

    // Everything below is guarded by the lock, except notices_.
    Lock lock_;
    VenueOffset offset_;
    LimitPlan limits_;
    VenueCounters counters_;
    VenueClock clock_;
    Breaker breaker_;
    KillRules kill_;
    GrantTable grants_;
    HeldRequests held_;
    std::pmr::vector<Lane> lanes_;
    uint64_t banned_until_ns_ = 0;
    uint64_t release_due_ns_ = SLUICE_NEVER;    // when the queue may have something to release
    uint64_t announced_due_ns_ = SLUICE_NEVER;  // what the host was told last
    uint32_t sweep_at_ = 0;
    uint32_t next_lane_ = 0;        // lanes take turns
    uint32_t lanes_used_ = 0;       // the lanes behind these were never open
    uint32_t waiting_classes_ = 0;  // bits: classes of which some lane may wait for a limit
    uint32_t releases_since_aged_ = 0;
    bool is_sweeping_ = false;
    bool is_abandoning_ = false;
    bool is_stopping_ = false;
    bool is_closed_ = false;  // the stop is complete: whoever comes now came too late
    std::atomic<uint32_t> notices_{0};
};

}  // namespace sluice
