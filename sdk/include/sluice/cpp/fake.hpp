// A plugin for a gateway's own unit tests: a table that answers what the test says and writes down what the gateway
// does. It decides nothing by itself beyond what the contract promises: a lane that is down refuses new requests and
// keeps cancels, every held ticket is released exactly once, BUSY takes a ticket back, a stopped engine takes nothing.
// Time stands where the test puts it. sdk/TESTING.md shows a gateway tested with it.
//
// Threads: as in the contract; one mutex, never held during a callback, so that a gateway's deadlock is its own. The
// newest one alive is the one that engine_create() finds; it must outlive its engine. Needs C++11.
#ifndef SLUICE_CPP_FAKE_HPP
#define SLUICE_CPP_FAKE_HPP

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "sluice/api.h"
#include "sluice/ext/batch.h"
#include "sluice/version.h"

namespace sluice {
inline namespace sdk_v1 {

class FakePlugin {
public:
    // What the test wants for a request; the verdict comes as SEND.
    using Decide = std::function<void(const sluice_request &request, sluice_verdict &verdict)>;
    // The id of the first venue.
    enum : std::uint32_t { kVenue = 1 };

    // The venues that its engine knows; accounts, instruments and owners are learnt, all names are welcome.
    explicit FakePlugin(std::vector<std::string> venues = std::vector<std::string>(1, "SIM"))
        : before_(current()), venues_(std::move(venues)) {
        current() = this;
        std::memset(&host_, 0, sizeof(host_));
        std::memset(&table_, 0, sizeof(table_));
        table_.struct_size = sizeof(table_);
        table_.abi_minor = SLUICE_ABI_MINOR;
        table_.build_id = "fake";
        table_.engine_create = &FakePlugin::engine_create;
        table_.engine_stop = &FakePlugin::engine_stop;
        table_.engine_destroy = &FakePlugin::engine_destroy;
        table_.intern = &FakePlugin::intern;
        table_.lane_open = &FakePlugin::lane_open;
        table_.lane_close = &FakePlugin::lane_close;
        table_.submit = &FakePlugin::submit;
        table_.report = &FakePlugin::report;
        table_.poll = &FakePlugin::poll;
        table_.next_due_ns = &FakePlugin::next_due_ns;
        table_.extension = &FakePlugin::extension;
    }
    ~FakePlugin() { current() = before_; }
    FakePlugin(const FakePlugin &) = delete;
    FakePlugin &operator=(const FakePlugin &) = delete;

    const sluice_api_v1 &table() const { return table_; }

    // ---- verdicts: the queue of answer_next() first, then decide(), else SEND ----

    static sluice_verdict sent() { return verdict_of(SLUICE_ACTION_SEND, SLUICE_REASON_NONE); }
    static sluice_verdict held(std::uint32_t reason = SLUICE_REASON_LIMIT) {
        return verdict_of(SLUICE_ACTION_HELD, reason);
    }
    static sluice_verdict refused(std::uint32_t reason) { return verdict_of(SLUICE_ACTION_REFUSED, reason); }
    // other_ticket: the held one that it met. An annihilated one is dropped by the next poll.
    static sluice_verdict absorbed(std::uint32_t reason, std::uint64_t other_ticket) {
        sluice_verdict verdict = verdict_of(SLUICE_ACTION_ABSORBED, reason);
        verdict.other_ticket = other_ticket;
        return verdict;
    }

    // One request gets this answer; several calls answer several requests in order.
    void answer_next(const sluice_verdict &verdict) {
        const Lock lock(mutex_);
        answers_to_come_.push_back(verdict);
    }
    // By a look at the request; null: SEND again. Runs under the fake's lock, so it must not call the fake.
    void decide(Decide decide) {
        const Lock lock(mutex_);
        decide_ = std::move(decide);
    }

    // ---- releases ----

    // For the next poll; wakes the host. folded_ticket: the amend whose numbers the message takes on.
    void release(std::uint64_t ticket, std::uint32_t action = SLUICE_RELEASE_SEND, std::uint32_t reason = 0,
        std::uint64_t folded_ticket = 0) {
        release_at(0, ticket, action, reason, folded_ticket);
    }
    void drop(std::uint64_t ticket, std::uint32_t reason) { release(ticket, SLUICE_RELEASE_DROPPED, reason); }
    // For the first poll at due_ns or later, which next_due_ns() announces.
    void release_at(std::uint64_t due_ns, std::uint64_t ticket, std::uint32_t action = SLUICE_RELEASE_SEND,
        std::uint32_t reason = 0, std::uint64_t folded_ticket = 0) {
        sluice_host host;
        std::uint32_t venue_id = kVenue;
        {
            const Lock lock(mutex_);
            const std::map<std::uint64_t, Held>::const_iterator held = held_.find(ticket);
            if (held != held_.end()) venue_id = held->second.lane->venue_id;
            schedule(due_ns, ticket, action, reason, folded_ticket);
            host = host_;
        }
        if (host.wake) host.wake(host.context, venue_id, due_ns);
    }

    // ---- time ----

    // The time of calls that leave it to the plugin (now_ns 0).
    void set_clock_ns(std::uint64_t now_ns) { clock_ns_.store(now_ns); }
    std::uint64_t clock_ns() const { return clock_ns_.load(); }

    // ---- what the gateway did ----

    std::vector<sluice_request> requests() const {
        const Lock lock(mutex_);
        return requests_;
    }
    std::vector<sluice_event> events() const {
        const Lock lock(mutex_);
        return events_;
    }
    std::size_t count_events(std::uint32_t kind) const {
        const Lock lock(mutex_);
        std::size_t count = 0;
        for (const sluice_event &event : events_)
            count += event.kind == kind;
        return count;
    }
    std::vector<std::uint64_t> held_tickets() const {
        const Lock lock(mutex_);
        std::vector<std::uint64_t> tickets;
        for (const std::pair<const std::uint64_t, Held> &entry : held_)
            tickets.push_back(entry.first);
        return tickets;
    }
    // What it answered to releases, in order.
    std::vector<sluice_status> answers() const {
        const Lock lock(mutex_);
        return answers_;
    }
    bool has_engine() const {
        const Lock lock(mutex_);
        return has_engine_;
    }
    int polls() const {
        const Lock lock(mutex_);
        return polls_;
    }

    // ---- failures, and answers in place of the fake's own; set before the engine is made ----

    // What engine_create() answers.
    sluice_status create_status = SLUICE_OK;
    // In place of poll() and next_due_ns().
    std::function<std::int32_t()> on_poll;
    std::function<std::uint64_t()> on_next_due;
    // Tables of extensions; without it, or where it gives null, there is SLUICE_EXT_BATCH and nothing else.
    std::function<const void *(const std::string &id)> on_extension;
    // How much of sluice_event this plugin knows; as the contract says, it refuses events with anything behind that.
    std::atomic<std::size_t> event_bytes_known{sizeof(sluice_event)};
    // Grants as if it had not heard yet that the lane is down: the race that gateways must survive.
    std::atomic<bool> ignores_lane_state{false};

    // intern() of this name fails from now on.
    void forget_name(const std::string &name) {
        const Lock lock(mutex_);
        unknown_names_.push_back(name);
    }

private:
    using Lock = std::lock_guard<std::mutex>;
    struct LaneHandle {
        FakePlugin *plugin;
        std::uint32_t venue_id;
        bool is_up;
        bool is_closed;
    };
    struct Held {
        sluice_request request;
        LaneHandle *lane;
    };
    struct Due {
        std::uint64_t due_ns;
        sluice_release release;
    };

    static FakePlugin *&current() {
        static FakePlugin *plugin = nullptr;
        return plugin;
    }
    static FakePlugin &of(sluice_engine *engine) { return *reinterpret_cast<FakePlugin *>(engine); }
    static LaneHandle &of(sluice_lane *lane) { return *reinterpret_cast<LaneHandle *>(lane); }

    static void say(sluice_error *error, const char *text) {
        if (error) std::snprintf(error->message, sizeof(error->message), "%s", text);
    }
    static bool is_cancel(std::uint32_t kind) { return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL; }
    static sluice_verdict verdict_of(std::uint32_t action, std::uint32_t reason) {
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        verdict.action = action;
        verdict.reason = reason;
        return verdict;
    }

    void schedule(std::uint64_t due_ns, std::uint64_t ticket, std::uint32_t action, std::uint32_t reason,
        std::uint64_t folded_ticket) {
        Due due;
        std::memset(&due, 0, sizeof(due));
        due.due_ns = due_ns;
        due.release.struct_size = sizeof(due.release);
        due.release.action = action;
        due.release.reason = reason;
        due.release.ticket = ticket;
        due.release.folded_ticket = folded_ticket;
        if (action == SLUICE_RELEASE_SEND) due.release.grant = ++grants_;
        due_.push_back(due);
    }

    // Everything held, or what is held of one lane, goes with this reason.
    void drop_all(const LaneHandle *lane, std::uint32_t reason, bool with_cancels) {
        for (const std::pair<const std::uint64_t, Held> &entry : held_) {
            if (lane && entry.second.lane != lane) continue;
            if (!with_cancels && is_cancel(entry.second.request.kind)) continue;
            schedule(0, entry.first, SLUICE_RELEASE_DROPPED, reason, 0);
        }
    }

    static sluice_status engine_create(
        const sluice_host *host, const char *, std::size_t, sluice_engine **engine, sluice_error *error) {
        FakePlugin &plugin = *current();
        *engine = nullptr;
        if (plugin.create_status < 0) {
            say(error, "scripted refusal");
            return plugin.create_status;
        }
        const Lock lock(plugin.mutex_);
        plugin.host_ = *host;
        plugin.has_engine_ = true;
        plugin.is_stopping_ = false;
        *engine = reinterpret_cast<sluice_engine *>(&plugin);
        return SLUICE_OK;
    }

    static sluice_status engine_stop(sluice_engine *engine, std::uint32_t mode, sluice_error *) {
        FakePlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        plugin.is_stopping_ = true;
        if (mode == SLUICE_STOP_ABANDON) {
            plugin.due_.clear();
            plugin.drop_all(nullptr, SLUICE_REASON_STOPPING, true);
        }
        return plugin.held_.empty() ? SLUICE_OK : SLUICE_E_BUSY;
    }

    static sluice_status engine_destroy(sluice_engine *engine, sluice_error *) {
        FakePlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        if (!plugin.is_stopping_ || !plugin.held_.empty()) return SLUICE_E_STATE;
        plugin.has_engine_ = false;
        return SLUICE_OK;
    }

    static sluice_status intern(sluice_engine *engine, std::uint32_t kind, const char *name, std::size_t length,
        std::uint32_t *id, sluice_error *error) {
        FakePlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        const std::string text(name, length);
        *id = 0;
        if (kind == SLUICE_NAME_VENUE) {
            for (std::size_t index = 0; index < plugin.venues_.size(); ++index) {
                if (plugin.venues_[index] == text) *id = static_cast<std::uint32_t>(index + 1);
            }
            if (*id == 0) say(error, "the config has no venue of that name");
            return *id == 0 ? SLUICE_E_UNKNOWN : SLUICE_OK;
        }
        for (const std::string &unknown : plugin.unknown_names_) {
            if (text != unknown) continue;
            say(error, "not in the config");
            return SLUICE_E_UNKNOWN;
        }
        std::uint32_t &known = plugin.names_[std::make_pair(kind, text)];
        if (known == 0) known = static_cast<std::uint32_t>(plugin.names_.size());
        *id = known;
        return SLUICE_OK;
    }

    static sluice_status lane_open(
        sluice_engine *engine, std::uint32_t venue_id, const char *, std::size_t, sluice_lane **lane, sluice_error *) {
        FakePlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        *lane = nullptr;
        if (venue_id == 0 || venue_id > plugin.venues_.size()) return SLUICE_E_UNKNOWN;
        plugin.lanes_.push_back(std::unique_ptr<LaneHandle>(new LaneHandle{&plugin, venue_id, false, false}));
        *lane = reinterpret_cast<sluice_lane *>(plugin.lanes_.back().get());
        return SLUICE_OK;
    }

    static sluice_status lane_close(sluice_lane *lane, sluice_error *) {
        LaneHandle &handle = of(lane);
        const Lock lock(handle.plugin->mutex_);
        if (handle.is_closed) return SLUICE_E_ARGUMENT;
        handle.is_closed = true;
        handle.plugin->drop_all(&handle, SLUICE_REASON_LANE_CLOSED, true);
        return SLUICE_OK;
    }

    // What the test wants for this request, if the contract lets it have that.
    void judge(const LaneHandle &lane, const sluice_request &request, sluice_verdict &verdict) {
        if (!answers_to_come_.empty()) {
            verdict = answers_to_come_.front();
            answers_to_come_.pop_front();
        } else if (decide_) {
            decide_(request, verdict);
        }
        if (is_stopping_ && !is_cancel(request.kind)) {
            verdict = refused(SLUICE_REASON_STOPPING);
        } else if (!lane.is_up && !ignores_lane_state) {
            verdict = is_cancel(request.kind) ? held(SLUICE_REASON_LANE_DOWN) : refused(SLUICE_REASON_LANE_DOWN);
        }
    }

    static sluice_status submit(
        sluice_lane *lane, const sluice_request *request, std::uint64_t, sluice_verdict *verdict) {
        LaneHandle &handle = of(lane);
        FakePlugin &plugin = *handle.plugin;
        const Lock lock(plugin.mutex_);
        *verdict = sent();
        if (handle.is_closed || !plugin.has_engine_) {
            if (!is_cancel(request->kind)) verdict->action = SLUICE_ACTION_REFUSED;
            verdict->reason = SLUICE_REASON_FAULT;
            return SLUICE_E_ARGUMENT;
        }
        plugin.requests_.push_back(*request);
        plugin.judge(handle, *request, *verdict);
        if (verdict->action == SLUICE_ACTION_SEND && verdict->grant == 0) verdict->grant = ++plugin.grants_;
        if (verdict->action == SLUICE_ACTION_HELD) plugin.held_[request->ticket] = Held{*request, &handle};
        if (verdict->action == SLUICE_ACTION_ABSORBED && verdict->reason == SLUICE_REASON_ANNIHILATED) {
            plugin.schedule(0, verdict->other_ticket, SLUICE_RELEASE_DROPPED, SLUICE_REASON_ANNIHILATED, 0);
            plugin.due_.back().release.other_ticket = request->ticket;
        }
        return SLUICE_OK;
    }

    static sluice_status submit_many(sluice_lane *lane, const sluice_request *requests, std::uint32_t count,
        std::uint64_t now_ns, sluice_verdict *verdicts) {
        sluice_status first_fault = SLUICE_OK;
        for (std::uint32_t index = 0; index < count; ++index) {
            const sluice_status status = submit(lane, &requests[index], now_ns, &verdicts[index]);
            if (first_fault == SLUICE_OK) first_fault = status;
        }
        return first_fault;
    }

    static sluice_status report(sluice_lane *lane, const sluice_event *event, std::uint64_t) {
        LaneHandle &handle = of(lane);
        FakePlugin &plugin = *handle.plugin;
        const char *bytes = reinterpret_cast<const char *>(event);
        for (std::size_t at = plugin.event_bytes_known.load(); at < event->struct_size; ++at) {
            if (bytes[at] != 0) return SLUICE_E_UNKNOWN_SET;
        }
        const Lock lock(plugin.mutex_);
        if (handle.is_closed || !plugin.has_engine_) return SLUICE_E_ARGUMENT;
        plugin.events_.push_back(*event);
        if (event->kind == SLUICE_EVENT_LANE_DOWN) {
            handle.is_up = false;
            plugin.drop_all(&handle, SLUICE_REASON_LANE_DOWN, false);
        } else if (event->kind == SLUICE_EVENT_LANE_UP) {
            handle.is_up = true;
            for (const std::pair<const std::uint64_t, Held> &entry : plugin.held_) {
                if (entry.second.lane != &handle || !is_cancel(entry.second.request.kind)) continue;
                plugin.schedule(0, entry.first, SLUICE_RELEASE_SEND, 0, 0);
            }
        }
        return SLUICE_OK;
    }

    // Takes the first release that is due for the venue; false: there is none.
    bool take_due(std::uint32_t venue_id, std::uint64_t now_ns, sluice_release &release) {
        const Lock lock(mutex_);
        for (std::deque<Due>::iterator due = due_.begin(); due != due_.end();) {
            const std::map<std::uint64_t, Held>::const_iterator held = held_.find(due->release.ticket);
            if (held == held_.end()) {
                due = due_.erase(due);  // released or dropped in the meantime: nothing comes twice
                continue;
            }
            LaneHandle *lane = held->second.lane;
            if (due->due_ns > now_ns || (venue_id != SLUICE_VENUE_ALL && lane->venue_id != venue_id)) {
                ++due;
                continue;
            }
            release = due->release;
            release.venue_id = lane->venue_id;
            release.order_id = held->second.request.order_id;
            release.lane = reinterpret_cast<sluice_lane *>(lane);
            due_.erase(due);
            return true;
        }
        return false;
    }

    static std::int32_t poll(sluice_engine *engine, std::uint32_t venue_id, std::uint64_t now_ns, std::int32_t budget) {
        FakePlugin &plugin = of(engine);
        std::function<std::int32_t()> on_poll;
        {
            const Lock lock(plugin.mutex_);
            ++plugin.polls_;
            on_poll = plugin.on_poll;
        }
        if (on_poll) return on_poll();
        if (now_ns == 0) now_ns = plugin.clock_ns();
        std::int32_t done = 0;
        sluice_release release;
        for (; done < budget && plugin.take_due(venue_id, now_ns, release); ++done) {
            const sluice_status answer = plugin.host_.release(plugin.host_.context, &release);
            const Lock lock(plugin.mutex_);
            plugin.answers_.push_back(answer);
            const bool is_taken_back = answer == SLUICE_E_BUSY && release.action == SLUICE_RELEASE_SEND;
            if (!is_taken_back) plugin.held_.erase(release.ticket);
        }
        return done;
    }

    static std::uint64_t next_due_ns(sluice_engine *engine, std::uint32_t) {
        FakePlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        if (plugin.on_next_due) return plugin.on_next_due();
        std::uint64_t earliest_ns = SLUICE_NEVER;
        for (const Due &due : plugin.due_) {
            if (due.due_ns < earliest_ns) earliest_ns = due.due_ns;
        }
        return earliest_ns;
    }

    static const void *extension(sluice_engine *engine, const char *id) {
        static const sluice_ext_batch batch = {sizeof(sluice_ext_batch), 0u, &FakePlugin::submit_many};
        const FakePlugin &plugin = of(engine);
        const void *given = plugin.on_extension ? plugin.on_extension(id) : nullptr;
        return given || std::strcmp(id, SLUICE_EXT_BATCH) != 0 ? given : &batch;
    }

    FakePlugin *const before_;
    const std::vector<std::string> venues_;
    std::atomic<std::uint64_t> clock_ns_{1};
    sluice_api_v1 table_;
    mutable std::mutex mutex_;
    // Everything below is guarded by the mutex.
    sluice_host host_;
    Decide decide_;
    std::deque<sluice_verdict> answers_to_come_;
    bool has_engine_ = false;
    bool is_stopping_ = false;
    int polls_ = 0;
    std::uint64_t grants_ = 0;
    std::vector<std::string> unknown_names_;
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> names_;
    std::vector<std::unique_ptr<LaneHandle>> lanes_;
    std::map<std::uint64_t, Held> held_;
    std::deque<Due> due_;
    std::vector<sluice_request> requests_;
    std::vector<sluice_event> events_;
    std::vector<sluice_status> answers_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
