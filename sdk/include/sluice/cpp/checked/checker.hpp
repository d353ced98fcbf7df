// The calls of one table, each judged and then handed on to the plugin. Part of cpp/checked.hpp, which puts them into a
// table. Any thread; no lock is held during the plugin's call. Needs C++11.
#ifndef SLUICE_CPP_CHECKED_CHECKER_HPP
#define SLUICE_CPP_CHECKED_CHECKER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "sluice/api.h"
#include "sluice/cpp/checked/checked_engine.hpp"
#include "sluice/cpp/checked/handles.hpp"
#include "sluice/ext/batch.h"

namespace sluice {
inline namespace sdk_v1 {

struct CheckedOptions {
    // A time so far before the latest one is a fault; less may be two threads that overtook each other.
    std::uint64_t late_max_ns = 100000000;
    // A grant whose write was not reported for so long is a fault; `grant_timeout_ms` of the config, or less.
    std::uint64_t grant_patience_ns = 1000000000;
    // An engine_stop() that is asked for so long with nobody polling is a fault.
    std::uint64_t poll_patience_ns = 1000000000;
    // How many lines of each kind of misuse are written; all are counted.
    std::uint64_t lines_each_max = 100;
};

class Checker {
public:
    Checker(const sluice_api_v1 &plugin, const CheckedOptions &options)
        : plugin_(plugin), options_(options), log_(options.lines_each_max), handles_(log_) {}
    Checker(const Checker &) = delete;
    Checker &operator=(const Checker &) = delete;

    const sluice_api_v1 &plugin() const { return plugin_; }
    const MisuseLog &log() const { return log_; }

    // For the end: tells of each engine that was not destroyed. True: there is none.
    bool judge_leftovers() {
        const std::vector<CheckedEngine *> engines = handles_.living();
        for (CheckedEngine *engine : engines) {
            engine->report(Misuse::kOrder,
                "an engine was never destroyed: engine_stop() until it answers OK, polling in between, then "
                "engine_destroy()");
        }
        return engines.empty();
    }

    // ---- control ----

    sluice_status engine_create(const sluice_host *host, const char *config, std::size_t config_length,
        sluice_engine **handle, sluice_error *error) {
        if (!host || !handle || host->struct_size < offsetof(sluice_host, wake)) {
            const char *fault = !host ? "host is null" : !handle ? "engine is null" : "host.struct_size is not set";
            log_.report(Misuse::kStruct, nullptr, std::string("engine_create(): ") + fault + ", use SLUICE_HOST_INIT");
            return plugin_.engine_create(host, config, config_length, handle, error);
        }
        std::unique_ptr<CheckedEngine> engine(new CheckedEngine(*host, log_));
        judge_error(*engine, "engine_create()", error);
        const sluice_status status = plugin_.engine_create(&engine->callbacks(), config, config_length, handle, error);
        if (status == SLUICE_OK) handles_.add(*handle, std::move(engine));
        return status;
    }

    sluice_status engine_stop(sluice_engine *handle, std::uint32_t mode, sluice_error *error) {
        const char *call = "engine_stop()";
        return control(handles_.find(handle, call), call, error, [&](CheckedEngine &engine, const CallMark &) {
            const sluice_status status = plugin_.engine_stop(handle, mode, error);
            if (status == SLUICE_OK) engine.is_stopped = true;
            if (status == SLUICE_E_BUSY && engine.waits_for_poll(options_.poll_patience_ns)) {
                engine.report(Misuse::kOrder,
                    "engine_stop() answers BUSY again and again and nobody polls: poll() is what empties the queues");
            }
            return status;
        });
    }

    sluice_status engine_destroy(sluice_engine *handle, sluice_error *error) {
        const char *call = "engine_destroy()";
        return control(handles_.find(handle, call), call, error, [&](CheckedEngine &engine, const CallMark &mark) {
            if (!engine.is_stopped) {
                engine.report(Misuse::kOrder,
                    "engine_destroy() comes before engine_stop() has answered OK: stop and poll until then");
            } else if (mark.others_inside != 0 && mark.conflict.empty()) {
                engine.report(Misuse::kOrder, "engine_destroy() is called while calls of this engine run on " +
                                                  std::to_string(mark.others_inside) +
                                                  " other threads: end those first");
            }
            judge_overdue(engine, SLUICE_NEVER, "before the engine was destroyed");
            const sluice_status status = plugin_.engine_destroy(handle, error);
            if (status == SLUICE_OK) engine.is_destroyed = true;
            return status;
        });
    }

    sluice_status lane_open(sluice_engine *handle, std::uint32_t venue_id, const char *name, std::size_t name_length,
        sluice_lane **lane, sluice_error *error) {
        const char *call = "lane_open()";
        return control(handles_.find(handle, call), call, error, [&](CheckedEngine &engine, const CallMark &) {
            const sluice_status status = plugin_.lane_open(handle, venue_id, name, name_length, lane, error);
            if (status == SLUICE_OK) handles_.add(*lane, engine);
            return status;
        });
    }

    sluice_status lane_close(sluice_lane *lane, sluice_error *error) {
        // That changes nothing, and it is how a Lane ends that has outlived its Engine.
        if (handles_.is_closed_with_its_engine(lane)) return SLUICE_E_ARGUMENT;
        const char *call = "lane_close()";
        return control(handles_.find(lane, call), call, error, [&](CheckedEngine &, const CallMark &) {
            const sluice_status status = plugin_.lane_close(lane, error);
            if (status == SLUICE_OK) handles_.close(lane);
            return status;
        });
    }

    // A [control] call of an extension.
    template <class Call>
    sluice_status extension_control(const char *call, sluice_engine *handle, const sluice_error *error, Call hand_on) {
        return control(
            handles_.find(handle, call), call, error, [&](CheckedEngine &, const CallMark &) { return hand_on(); });
    }

    // ---- any ----

    sluice_status intern(sluice_engine *handle, std::uint32_t name_kind, const char *name, std::size_t name_length,
        std::uint32_t *id, sluice_error *error) {
        CheckedEngine *engine = handles_.find(handle, "intern()");
        if (!engine) return SLUICE_E_ARGUMENT;
        const CallMark mark(engine->roles, ThreadRole::kAny, "intern()");
        engine->judge_role(mark, ThreadRole::kAny, "intern()");
        judge_error(*engine, "intern()", error);
        return plugin_.intern(handle, name_kind, name, name_length, id, error);
    }

    const void *extension(sluice_engine *handle, const char *id) {
        CheckedEngine *engine = handles_.find(handle, "extension()");
        return engine ? plugin_.extension(handle, id) : nullptr;
    }

    sluice_status submit(
        sluice_lane *lane, const sluice_request *request, std::uint64_t now_ns, sluice_verdict *verdict) {
        return offer("submit()", lane, request, 1, now_ns, verdict,
            [&] { return plugin_.submit(lane, request, now_ns, verdict); });
    }

    sluice_status submit_many(const sluice_ext_batch &batch, sluice_lane *lane, const sluice_request *requests,
        std::uint32_t count, std::uint64_t now_ns, sluice_verdict *verdicts) {
        return offer("submit_many()", lane, requests, count, now_ns, verdicts,
            [&] { return batch.submit_many(lane, requests, count, now_ns, verdicts); });
    }

    sluice_status report(sluice_lane *lane, const sluice_event *event, std::uint64_t now_ns) {
        const char *call = "report()";
        CheckedEngine *engine = handles_.find(lane, call);
        if (!engine) return SLUICE_E_ARGUMENT;
        const CallMark mark(engine->roles, ThreadRole::kAny, call);
        engine->judge_role(mark, ThreadRole::kAny, call);
        engine->judge_time(call, now_ns, options_.late_max_ns);
        const bool is_readable = judge_struct(*engine, call, "event", "SLUICE_EVENT_INIT", event,
            offsetof(sluice_event, venue_time_resolution_us) + sizeof(std::uint32_t));
        const sluice_status status = plugin_.report(lane, event, now_ns);
        // What the plugin did not take was not reported.
        if (is_readable && status == SLUICE_OK) judge_event(*engine, *event);
        return judge_status(*engine, call, status, is_readable);
    }

    // ---- poll ----

    std::int32_t poll(sluice_engine *handle, std::uint32_t venue_id, std::uint64_t now_ns, std::int32_t budget) {
        const char *call = "poll()";
        CheckedEngine *engine = handles_.find(handle, call);
        if (!engine) return SLUICE_E_ARGUMENT;
        const CallMark mark(engine->roles, ThreadRole::kPoll, call, venue_id);
        engine->judge_role(mark, ThreadRole::kPoll, call);
        engine->judge_time(call, now_ns, options_.late_max_ns);
        engine->note_poll();
        const std::uint64_t time_ns = engine->time(now_ns);
        if (time_ns > options_.grant_patience_ns) {
            judge_overdue(*engine, time_ns - options_.grant_patience_ns, "in time");
        }
        return judge_status(*engine, call, plugin_.poll(handle, venue_id, now_ns, budget), true);
    }

    std::uint64_t next_due_ns(sluice_engine *handle, std::uint32_t venue_id) {
        const char *call = "next_due_ns()";
        CheckedEngine *engine = handles_.find(handle, call);
        if (!engine) return SLUICE_NEVER;
        const CallMark mark(engine->roles, ThreadRole::kPoll, call, venue_id);
        engine->judge_role(mark, ThreadRole::kPoll, call);
        return plugin_.next_due_ns(handle, venue_id);
    }

private:
    template <class Work>
    sluice_status control(CheckedEngine *engine, const char *call, const sluice_error *error, Work work) {
        if (!engine) return SLUICE_E_ARGUMENT;
        const CallMark mark(engine->roles, ThreadRole::kControl, call);
        engine->judge_role(mark, ThreadRole::kControl, call);
        judge_error(*engine, call, error);
        return work(*engine, mark);
    }

    // submit and submit_many: `count` requests, and what comes of them.
    template <class Call>
    sluice_status offer(const char *call, sluice_lane *lane, const sluice_request *requests, std::uint32_t count,
        std::uint64_t now_ns, sluice_verdict *verdicts, Call hand_on) {
        CheckedEngine *engine = handles_.find(lane, call);
        if (!engine) return fail_safe(requests, verdicts);
        const CallMark mark(engine->roles, ThreadRole::kAny, call);
        engine->judge_role(mark, ThreadRole::kAny, call);
        engine->judge_time(call, now_ns, options_.late_max_ns);
        const bool is_readable = judge_struct(*engine, call, "request", "SLUICE_REQUEST_INIT", requests,
            offsetof(sluice_request, message_count) + sizeof(std::uint32_t));
        const bool is_writable = judge_struct(*engine, call, "verdict", "SLUICE_VERDICT_INIT", verdicts,
            offsetof(sluice_verdict, shadow_action) + sizeof(std::uint32_t));
        if (!is_readable || !is_writable) return hand_on();
        // Others than this header's own stand at other distances; the plugin judges those and the count.
        const bool is_walkable = count == 1 || (requests->struct_size == sizeof(sluice_request) &&
                                                   verdicts->struct_size == sizeof(sluice_verdict));
        if (count == 0 || count > SLUICE_BATCH_MAX || !is_walkable) return judge_status(*engine, call, hand_on(), true);
        std::vector<char> is_first(count, 0);
        for (std::uint32_t index = 0; index < count; ++index)
            is_first[index] = begin_ticket(*engine, call, requests[index].ticket);
        const sluice_status status = hand_on();
        for (std::uint32_t index = 0; index < count; ++index)
            hear_verdict(*engine, requests[index].ticket, verdicts[index], is_first[index] != 0, now_ns);
        return judge_status(*engine, call, status, true);
    }

    bool begin_ticket(CheckedEngine &engine, const char *call, std::uint64_t ticket) {
        if (ticket == 0 || engine.tickets.begin(ticket)) return ticket != 0;
        engine.report(
            Misuse::kTicket, std::string(call) + ": ticket " + std::to_string(ticket) +
                                 " is held already: no ticket may come twice before release() has come for it");
        return false;
    }

    void hear_verdict(CheckedEngine &engine, std::uint64_t ticket, const sluice_verdict &verdict, bool is_first,
        std::uint64_t now_ns) {
        if (is_first && verdict.action != SLUICE_ACTION_HELD) engine.tickets.end(ticket);
        if (verdict.action == SLUICE_ACTION_SEND && verdict.grant != 0) {
            engine.grants.give(verdict.grant, engine.time(now_ns));
        }
    }

    void judge_event(CheckedEngine &engine, const sluice_event &event) {
        if (event.grant != 0) {
            const char *fault = engine.grants.hear(event.grant, event.kind);
            if (fault) {
                engine.report(Misuse::kGrant, "report() of kind " + std::to_string(event.kind) + ": grant " +
                                                  std::to_string(event.grant) + " " + fault);
            }
        } else if (event.kind == SLUICE_EVENT_WRITTEN || event.kind == SLUICE_EVENT_NOT_WRITTEN) {
            engine.report(Misuse::kGrant, "report() of kind " + std::to_string(event.kind) +
                                              " names no grant: pass on what the verdict or the release gave");
        }
        if (event.kind == SLUICE_EVENT_DONE && event.order_id == 0) {
            engine.report(Misuse::kStruct, "report() of DONE has order_id 0: name the order that ended");
        }
    }

    void judge_overdue(CheckedEngine &engine, std::uint64_t given_before_ns, const char *until) {
        while (const std::uint64_t grant = engine.grants.take_overdue(given_before_ns)) {
            engine.report(Misuse::kGrant, "grant " + std::to_string(grant) +
                                              " was reported neither WRITTEN nor NOT_WRITTEN " + until +
                                              ": report what became of each message that was granted");
        }
    }

    template <class Struct>
    bool judge_struct(CheckedEngine &engine, const char *call, const char *name, const char *initialiser,
        const Struct *given, std::size_t size_of_1_0) {
        if (given && given->struct_size >= size_of_1_0) return true;
        engine.report(
            Misuse::kStruct, std::string(call) + ": " + name +
                                 (given ? ".struct_size is " + std::to_string(given->struct_size) : " is null") +
                                 ", begin with " + initialiser);
        return false;
    }

    void judge_error(CheckedEngine &engine, const char *call, const sluice_error *error) {
        if (error) judge_struct(engine, call, "error", "SLUICE_ERROR_INIT", error, offsetof(sluice_error, message));
    }

    // A call that the plugin refused although nothing was wrong with it so far. STATE is the normal end of traffic that
    // runs into engine_stop(), UNKNOWN_SET how a host learns that the plugin is older than a field.
    sluice_status judge_status(CheckedEngine &engine, const char *call, sluice_status status, bool is_unexplained) {
        if (status < 0 && is_unexplained && status != SLUICE_E_STATE && status != SLUICE_E_UNKNOWN_SET) {
            engine.report(Misuse::kStatus, std::string(call) + " answers " + std::to_string(status) +
                                               ": see that status in status.h and correct the call");
        }
        return status;
    }

    static sluice_status fail_safe(const sluice_request *request, sluice_verdict *verdict) {
        if (!verdict || verdict->struct_size < offsetof(sluice_verdict, limit_id)) return SLUICE_E_ARGUMENT;
        const bool is_cancel =
            request && (request->kind == SLUICE_KIND_CANCEL || request->kind == SLUICE_KIND_MASS_CANCEL);
        verdict->action = is_cancel ? SLUICE_ACTION_SEND : SLUICE_ACTION_REFUSED;
        verdict->reason = SLUICE_REASON_FAULT;
        return SLUICE_E_ARGUMENT;
    }

    const sluice_api_v1 plugin_;
    const CheckedOptions options_;
    MisuseLog log_;
    CheckedHandles handles_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
