// A plugin for tests of hosts: a sluice_api_v1 table that does what the test says and writes down what the host does.
// It decides nothing by itself beyond what the contract promises: a lane that is down refuses new requests and keeps
// cancels; every held ticket is released once; BUSY takes a ticket back.
//
// Threads: as in the contract; one mutex, never held during a callback, so that a host's deadlock is the host's own.
// Only one may exist at a time, because engine_create() has nothing else to find it by. C++11.
#ifndef SLUICE_TEST_SCRIPTED_PLUGIN_HPP
#define SLUICE_TEST_SCRIPTED_PLUGIN_HPP

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
#include "sluice/version.h"

namespace sluice_test {

class ScriptedPlugin {
public:
    // What the test wants for a request; the default grants everything.
    using Decide = std::function<void(const sluice_request &request, sluice_verdict &verdict)>;

    ScriptedPlugin() {
        current() = this;
        std::memset(&table_, 0, sizeof(table_));
        table_.struct_size = sizeof(table_);
        table_.abi_minor = SLUICE_ABI_MINOR;
        table_.build_id = "scripted";
        table_.engine_create = &ScriptedPlugin::engine_create;
        table_.engine_stop = &ScriptedPlugin::engine_stop;
        table_.engine_destroy = &ScriptedPlugin::engine_destroy;
        table_.intern = &ScriptedPlugin::intern;
        table_.lane_open = &ScriptedPlugin::lane_open;
        table_.lane_close = &ScriptedPlugin::lane_close;
        table_.submit = &ScriptedPlugin::submit;
        table_.report = &ScriptedPlugin::report;
        table_.poll = &ScriptedPlugin::poll;
        table_.next_due_ns = &ScriptedPlugin::next_due_ns;
        table_.extension = &ScriptedPlugin::extension;
    }
    ~ScriptedPlugin() { current() = nullptr; }
    ScriptedPlugin(const ScriptedPlugin &) = delete;
    ScriptedPlugin &operator=(const ScriptedPlugin &) = delete;

    const sluice_api_v1 &table() const { return table_; }

    void decide(Decide decide) {
        const Lock lock(mutex_);
        decide_ = std::move(decide);
    }

    // Puts a release in front of the next poll and wakes the host.
    void release(
        std::uint64_t ticket, std::uint32_t action, std::uint32_t reason = 0, std::uint64_t folded_ticket = 0) {
        {
            const Lock lock(mutex_);
            schedule(ticket, action, reason, folded_ticket);
        }
        host_.wake(host_.context, kVenue, 0);
    }

    // The next intern() of this name fails.
    void forget_name(const std::string &name) {
        const Lock lock(mutex_);
        unknown_names_.push_back(name);
    }

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
    std::vector<std::uint64_t> held() const {
        const Lock lock(mutex_);
        std::vector<std::uint64_t> tickets;
        for (const auto &entry : held_)
            tickets.push_back(entry.first);
        return tickets;
    }
    // What the host answered to releases, in order.
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

    // What the table answers, when a test wants a failure.
    sluice_status create_status = SLUICE_OK;
    std::function<std::int32_t()> on_poll;
    std::function<std::uint64_t()> on_next_due;
    // Set before the engine is made.
    std::function<const void *(const std::string &id)> on_extension;
    // How much of sluice_event this plugin knows; as the contract says, it refuses events with anything behind that.
    std::atomic<std::size_t> event_bytes_known{sizeof(sluice_event)};

    enum : std::uint32_t { kVenue = 1 };

private:
    using Lock = std::lock_guard<std::mutex>;
    struct LaneHandle {
        ScriptedPlugin *plugin;
        bool is_up;
    };
    struct Held {
        sluice_request request;
        LaneHandle *lane;
    };

    static ScriptedPlugin *&current() {
        static ScriptedPlugin *plugin = nullptr;
        return plugin;
    }
    static ScriptedPlugin &of(sluice_engine *engine) { return *reinterpret_cast<ScriptedPlugin *>(engine); }

    static void say(sluice_error *error, const char *text) {
        if (error) std::snprintf(error->message, sizeof(error->message), "%s", text);
    }
    static bool is_cancel(const sluice_request &request) {
        return request.kind == SLUICE_KIND_CANCEL || request.kind == SLUICE_KIND_MASS_CANCEL;
    }

    void schedule(std::uint64_t ticket, std::uint32_t action, std::uint32_t reason, std::uint64_t folded_ticket) {
        sluice_release release;
        std::memset(&release, 0, sizeof(release));
        release.struct_size = sizeof(release);
        release.action = action;
        release.reason = reason;
        release.venue_id = kVenue;
        release.ticket = ticket;
        release.folded_ticket = folded_ticket;
        if (action == SLUICE_RELEASE_SEND) release.grant = ++grants_;
        due_.push_back(release);
    }

    static sluice_status engine_create(
        const sluice_host *host, const char *, std::size_t, sluice_engine **engine, sluice_error *error) {
        ScriptedPlugin &plugin = *current();
        *engine = nullptr;
        if (plugin.create_status < 0) {
            say(error, "scripted refusal");
            return plugin.create_status;
        }
        const Lock lock(plugin.mutex_);
        plugin.host_ = *host;
        plugin.has_engine_ = true;
        *engine = reinterpret_cast<sluice_engine *>(&plugin);
        return SLUICE_OK;
    }

    static sluice_status engine_stop(sluice_engine *engine, std::uint32_t mode, sluice_error *) {
        ScriptedPlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        plugin.is_stopping_ = true;
        if (mode == SLUICE_STOP_ABANDON) {
            plugin.due_.clear();
            for (const auto &entry : plugin.held_) {
                plugin.schedule(entry.first, SLUICE_RELEASE_DROPPED, SLUICE_REASON_STOPPING, 0);
            }
        }
        return plugin.held_.empty() ? SLUICE_OK : SLUICE_E_BUSY;
    }

    static sluice_status engine_destroy(sluice_engine *engine, sluice_error *) {
        ScriptedPlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        if (!plugin.is_stopping_ || !plugin.held_.empty()) return SLUICE_E_STATE;
        plugin.has_engine_ = false;
        return SLUICE_OK;
    }

    static sluice_status intern(sluice_engine *engine, std::uint32_t kind, const char *name, std::size_t length,
        std::uint32_t *id, sluice_error *error) {
        ScriptedPlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        const std::string text(name, length);
        *id = 0;
        if (kind == SLUICE_NAME_VENUE) {
            if (text != "SIM") {
                say(error, "the config has no venue of that name");
                return SLUICE_E_UNKNOWN;
            }
            *id = kVenue;
            return SLUICE_OK;
        }
        for (const std::string &unknown : plugin.unknown_names_) {
            if (text != unknown) continue;
            say(error, "not in the config");
            return SLUICE_E_UNKNOWN;
        }
        std::uint32_t &known = plugin.names_[{kind, text}];
        if (known == 0) known = static_cast<std::uint32_t>(plugin.names_.size());
        *id = known;
        return SLUICE_OK;
    }

    static sluice_status lane_open(
        sluice_engine *engine, std::uint32_t, const char *, std::size_t, sluice_lane **lane, sluice_error *) {
        ScriptedPlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        plugin.lanes_.push_back(std::unique_ptr<LaneHandle>(new LaneHandle{&plugin, false}));
        *lane = reinterpret_cast<sluice_lane *>(plugin.lanes_.back().get());
        return SLUICE_OK;
    }

    static sluice_status lane_close(sluice_lane *, sluice_error *) { return SLUICE_OK; }

    static sluice_status submit(
        sluice_lane *lane, const sluice_request *request, std::uint64_t, sluice_verdict *verdict) {
        LaneHandle &handle = *reinterpret_cast<LaneHandle *>(lane);
        ScriptedPlugin &plugin = *handle.plugin;
        const Lock lock(plugin.mutex_);
        plugin.requests_.push_back(*request);
        verdict->action = SLUICE_ACTION_SEND;
        if (plugin.decide_) plugin.decide_(*request, *verdict);
        if (!handle.is_up && !plugin.ignores_lane_state) {
            verdict->action = is_cancel(*request) ? SLUICE_ACTION_HELD : SLUICE_ACTION_REFUSED;
            verdict->reason = SLUICE_REASON_LANE_DOWN;
        }
        if (verdict->action == SLUICE_ACTION_SEND && verdict->grant == 0) verdict->grant = ++plugin.grants_;
        if (verdict->action == SLUICE_ACTION_HELD) plugin.held_[request->ticket] = Held{*request, &handle};
        return SLUICE_OK;
    }

    static sluice_status report(sluice_lane *lane, const sluice_event *event, std::uint64_t) {
        LaneHandle &handle = *reinterpret_cast<LaneHandle *>(lane);
        ScriptedPlugin &plugin = *handle.plugin;
        const char *bytes = reinterpret_cast<const char *>(event);
        for (std::size_t at = plugin.event_bytes_known.load(); at < event->struct_size; ++at) {
            if (bytes[at] != 0) return SLUICE_E_UNKNOWN_SET;
        }
        const Lock lock(plugin.mutex_);
        plugin.events_.push_back(*event);
        if (event->kind == SLUICE_EVENT_LANE_UP || event->kind == SLUICE_EVENT_LANE_DOWN) {
            handle.is_up = event->kind == SLUICE_EVENT_LANE_UP;
            for (const auto &entry : plugin.held_) {
                const bool cancel = is_cancel(entry.second.request);
                if (handle.is_up && cancel) plugin.schedule(entry.first, SLUICE_RELEASE_SEND, 0, 0);
                if (!handle.is_up && !cancel) {
                    plugin.schedule(entry.first, SLUICE_RELEASE_DROPPED, SLUICE_REASON_LANE_DOWN, 0);
                }
            }
        }
        return SLUICE_OK;
    }

    static std::int32_t poll(sluice_engine *engine, std::uint32_t, std::uint64_t, std::int32_t budget) {
        ScriptedPlugin &plugin = of(engine);
        std::function<std::int32_t()> on_poll;
        {
            const Lock lock(plugin.mutex_);
            ++plugin.polls_;
            on_poll = plugin.on_poll;
        }
        if (on_poll) return on_poll();
        std::int32_t done = 0;
        while (done < budget) {
            sluice_release release;
            {
                const Lock lock(plugin.mutex_);
                if (plugin.due_.empty()) break;
                release = plugin.due_.front();
                plugin.due_.pop_front();
                const auto held = plugin.held_.find(release.ticket);
                if (held == plugin.held_.end()) continue;
                release.lane = reinterpret_cast<sluice_lane *>(held->second.lane);
                release.order_id = held->second.request.order_id;
            }
            const sluice_status answer = plugin.host_.release(plugin.host_.context, &release);
            const Lock lock(plugin.mutex_);
            plugin.answers_.push_back(answer);
            const bool is_taken_back = answer == SLUICE_E_BUSY && release.action == SLUICE_RELEASE_SEND;
            if (!is_taken_back) plugin.held_.erase(release.ticket);
            ++done;
        }
        return done;
    }

    static std::uint64_t next_due_ns(sluice_engine *engine, std::uint32_t) {
        ScriptedPlugin &plugin = of(engine);
        const Lock lock(plugin.mutex_);
        if (plugin.on_next_due) return plugin.on_next_due();
        return plugin.due_.empty() ? SLUICE_NEVER : 0;
    }

    static const void *extension(sluice_engine *engine, const char *id) {
        const ScriptedPlugin &plugin = of(engine);
        return plugin.on_extension ? plugin.on_extension(id) : nullptr;
    }

    mutable std::mutex mutex_;
    sluice_api_v1 table_;
    sluice_host host_;
    Decide decide_;
    bool has_engine_ = false;
    bool is_stopping_ = false;
    int polls_ = 0;
    std::uint64_t grants_ = 0;
    std::vector<std::string> unknown_names_;
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> names_;
    std::vector<std::unique_ptr<LaneHandle>> lanes_;
    std::map<std::uint64_t, Held> held_;
    std::deque<sluice_release> due_;
    std::vector<sluice_request> requests_;
    std::vector<sluice_event> events_;
    std::vector<sluice_status> answers_;

public:
    // Grants as if it had not heard yet that the lane is down: the race that hosts must survive.
    bool ignores_lane_state = false;
};

}  // namespace sluice_test

#endif
