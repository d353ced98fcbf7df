// One engine of hostcheck: takes all that a gateway offers, makes the trouble that its script says, and keeps books of
// what the gateway does. One lock for everything, because a test of a gateway needs no speed; it is never held while a
// callback of the host runs, so that a host's deadlock is the host's own.
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway_config.hpp"
#include "held_requests.hpp"
#include "host_judge.hpp"
#include "sluice/ext/kill.h"

namespace sluice::hostcheck {

class Engine;

struct LaneSeen {
    Engine *engine;
    uint32_t venue_id;
    std::string name;
    bool is_up = false;
    // Read without the lock by calls that only ask whether they may go on.
    std::atomic<bool> is_open{true};
};

class Engine {
public:
    Engine(const sluice_host &host, GatewayConfig config);

    sluice_status stop(uint32_t mode);
    // False before stop() has returned OK. Tells the summary.
    bool destroy();
    bool is_destroyed() const { return is_destroyed_; }

    sluice_status intern(uint32_t kind, const std::string &name, uint32_t &id);
    sluice_status open_lane(uint32_t venue_id, const std::string &name, LaneSeen *&lane);
    sluice_status close_lane(LaneSeen &lane);

    sluice_status submit(LaneSeen &lane, const sluice_request &request, uint64_t now_ns, sluice_verdict &verdict);
    sluice_status report(LaneSeen &lane, const sluice_event &event, uint64_t now_ns);
    int32_t poll(uint32_t venue_id, uint64_t now_ns, int32_t budget);
    uint64_t next_due_ns(uint32_t venue_id);

    sluice_status engage(const sluice_kill_scope &scope);
    sluice_status clear(const sluice_kill_scope &scope);
    void read_kill(const sluice_kill_scope &scope, sluice_kill_state &state);

    bool has_extensions() const { return !config_.script.is_enabled(Scenario::no_extensions); }
    // A call that is wrong in itself, found before it got here.
    void breach(const std::string &kind, const std::string &example);

    // True while a [control] call is allowed to begin: not inside a callback, and alone. Counts both otherwise.
    class Control {
    public:
        Control(Engine &engine, const char *call);
        ~Control();
        bool is_allowed() const { return is_allowed_; }

    private:
        Engine &engine_;
        bool is_allowed_;
        bool is_alone_;
    };

private:
    uint64_t clock() const;
    bool is_venue(uint32_t venue_id) const { return venue_id >= 1 && venue_id <= config_.venues.size(); }
    bool is_in_callback() const;
    bool is_killed(const sluice_request &request, uint32_t venue_id) const;
    sluice_status decide(
        LaneSeen &lane, const sluice_request &request, uint64_t now_ns, sluice_verdict &verdict, uint64_t &due_ns);
    uint32_t judge_request(const sluice_request &request);
    void hold(LaneSeen &lane, const sluice_request &request, uint64_t now_ns, uint64_t due_ns, uint32_t drop_reason,
        sluice_verdict &verdict);
    sluice_status send(LaneSeen &lane, const sluice_request &request, uint64_t now_ns, sluice_verdict &verdict);
    void wait_for_release(uint64_t ticket);
    int32_t poll_venue(uint32_t venue_id, uint64_t now_ns, int32_t budget);
    bool release_next(uint32_t venue_id, uint64_t now_ns);
    uint32_t reason_against(const HeldRequest &held) const;
    void wake(uint32_t venue_id, uint64_t due_ns);
    void make_noise(uint32_t venue_id);
    void tell(int32_t level, const std::string &line);
    void tell_breaches();
    void write_report(const std::vector<std::string> &lines) const;

    const sluice_host host_;
    GatewayConfig config_;
    // Written by the polling threads: which thread polls each venue, 0 for none.
    std::vector<std::atomic<pthread_t>> pollers_;
    std::atomic<int> control_calls_{0};

    mutable std::mutex mutex_;
    HostJudge judge_;
    HeldRequests held_;
    std::vector<std::unique_ptr<LaneSeen>> lanes_;
    std::map<std::pair<uint32_t, std::string>, uint32_t> names_;
    std::map<uint32_t, uint32_t> name_counts_;
    std::vector<sluice_kill_scope> scopes_;
    std::vector<uint64_t> announced_ns_;  // by venue: what next_due_ns() last said
    uint64_t grants_ = 0;
    uint64_t submits_ = 0;
    uint64_t releases_ = 0;
    uint32_t next_reason_ = 0;
    uint32_t stops_ = 0;
    bool is_stopping_ = false;
    bool is_abandoning_ = false;
    bool is_stopped_ = false;
    std::atomic<bool> is_destroyed_{false};
};

}  // namespace sluice::hostcheck
