// A gateway without a network: an engine behind the C ABI, a clock that stands still until it is told to move, and a
// notebook of everything that was said. It polls when it is told to, or, when it is `driven`, only at the times that
// next_due_ns() and wake() name, as a gateway with a timer does.
//
// One thread. Its release callback acts out the moods that it was given, one for each message to send.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "history.hpp"
#include "setup.hpp"
#include "sluice/sluice.h"

namespace property {

enum class Mood {
    take,
    busy,
    fail,
    written_take,
    written_busy,
    not_written_take,
    not_written_busy,
    acked_take,
    cancel_inside,
    cancel_inside_busy,
    control_inside
};
inline constexpr uint32_t kMoods = static_cast<uint32_t>(Mood::control_inside) + 1;

// A message that was allowed to go and of which the gateway has not heard everything.
struct Outstanding {
    uint32_t lane = 0;
    uint64_t grant = 0;
    uint64_t order_id = 0;
    uint64_t granted_ns = 0;
    uint32_t kind = 0;
    bool is_written = false;
};

struct OrderSeen {
    uint64_t order_id = 0;
    sluice_request request{};
    uint32_t lane = 0;
};

struct LaneSeen {
    sluice_lane *handle = nullptr;
    uint32_t opening = 0;
    bool is_up = false;
};

struct VenueSeen {
    std::vector<LaneSeen> lanes;
    std::vector<Outstanding> outstanding;
    std::vector<OrderSeen> orders;
    std::deque<Mood> moods;
    uint64_t next_ticket = 1;
    uint64_t next_order = 1;
    uint64_t last_ns = 0;  // the venue's time
    uint64_t due_ns = 0;   // driven: when to poll it
};

class Gateway {
public:
    Gateway(const EngineSetup &setup, bool is_driven);
    ~Gateway();
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    uint64_t clock_ns() const { return clock_ns_; }
    bool is_driven() const { return is_driven_; }
    VenueSeen &venue(uint32_t id) { return venues_[id - 1]; }
    uint32_t venue_count() const { return static_cast<uint32_t>(venues_.size()); }
    History &history() { return history_; }
    const sluice_ext_limits &limits() const { return *limits_; }
    sluice_engine *engine() const { return engine_; }

    // Time. `advance` of a driven gateway polls on the way, whenever something is due.
    void advance(uint64_t by_ns);
    void skew_next(uint32_t how) { skew_ = how; }

    // A request with the venue's next ticket; owner, instrument, account and side are filled from the numbers.
    sluice_request make_request(uint32_t venue, uint32_t kind, uint32_t who);
    sluice_verdict submit(uint32_t venue, uint32_t lane, const sluice_request &request);
    // About a grant: `written_ns` is when the message really left.
    sluice_status report(uint32_t venue, uint32_t lane, const sluice_event &event, uint64_t written_ns = 0);
    // Says that everything outstanding was written, if nothing is known of it, and answered.
    void answer_all();
    int32_t poll(uint32_t venue, int32_t budget);  // 0: all
    void set_mood(uint32_t venue, Mood mood) { this->venue(venue).moods.push_back(mood); }

    void engage(const sluice_kill_scope &scope);
    void clear(const sluice_kill_scope &scope);
    void breaker(uint32_t venue, uint32_t lane, uint32_t action);  // 0 trip, 1 force, 2 reset
    void open_lane(uint32_t venue, uint32_t lane);
    void close_lane(uint32_t venue, uint32_t lane);
    void lane_event(uint32_t venue, uint32_t lane, uint32_t kind);
    void reload(uint32_t venue, uint32_t limit, const sluice_limit_numbers &numbers);

    // The end of every run: lanes up, everything answered, time passes; then stop and count.
    void settle();
    void stop();
    // What the gateway itself found wrong (a call that failed, a callback at the wrong time); empty when nothing.
    const std::string &fault() const { return fault_; }

    // How many tickets are held now, as the verdicts and releases say.
    std::size_t held() const { return held_.size(); }

private:
    static sluice_status on_release(void *context, const sluice_release *release);
    static void on_wake(void *context, uint32_t venue_id, uint64_t due_ns);
    static uint64_t on_now(void *context);

    sluice_status release(const sluice_release &release);
    sluice_status act(Mood mood, uint32_t venue, uint32_t lane, const sluice_release &release, bool &was_written);
    uint64_t call_ns(uint32_t venue);  // what to pass as now_ns; the venue's time follows
    void drive();
    void say(const std::string &what) {
        if (fault_.empty()) fault_ = what;
    }
    Entry entry(What what, uint32_t venue, uint32_t lane = 0) const;
    void keep(const Entry &entry) { history_.entries.push_back(entry); }

    History history_;
    const bool is_driven_;
    const sluice_api_v1 *api_ = nullptr;
    sluice_engine *engine_ = nullptr;
    const sluice_ext_kill *kill_ = nullptr;
    const sluice_ext_breaker *breaker_ = nullptr;
    const sluice_ext_limits *limits_ = nullptr;
    std::vector<VenueSeen> venues_;
    std::map<uint64_t, uint32_t> held_;  // ticket to kind
    std::string fault_;
    uint64_t clock_ns_ = kStartNs;
    uint32_t skew_ = 0;
    uint32_t openings_ = 0;
    bool is_polling_ = false;
    bool is_stopped_ = false;
};

}  // namespace property
