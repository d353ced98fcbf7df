#include "struct_probes.hpp"

#include <cstring>

namespace sluice::validate {

namespace {

const char *const kConfig =
    R"({"version": 1, "venues": [{"name": "SIM", "limits": [{"name": "messages", "shape": "sliding_window",
        "scope": "account", "limit": 1000000, "window_ms": 1000}]}]})";

template <typename Struct>
std::vector<unsigned char> bytes_of(const Struct &known) {
    std::vector<unsigned char> bytes(sizeof known);
    std::memcpy(bytes.data(), &known, sizeof known);
    return bytes;
}

sluice_status take_any(void *, const sluice_release *) {
    return SLUICE_OK;
}

}  // namespace

ProbedEngine::ProbedEngine(Judge &judge, const Plugin &plugin)
    : host(judge, plugin, kConfig),
      lane_(host.lane_up()),
      venue_(host.venue("SIM")),
      limit_(host.limit_id("SIM", "messages")) {}

std::vector<StructProbe> ProbedEngine::inputs() {
    std::vector<StructProbe> list;
    add_core_inputs(list);
    add_extension_inputs(list);
    return list;
}

void ProbedEngine::add_core_inputs(std::vector<StructProbe> &list) {
    const sluice_api_v1 &api = host.api;
    sluice_host callbacks = SLUICE_HOST_INIT;
    callbacks.release = take_any;
    list.push_back({"engine_create: host", bytes_of(callbacks),
        [&api](void *bytes, sluice_error *error) {
            sluice_engine *engine = nullptr;
            const sluice_status status = api.engine_create(
                static_cast<const sluice_host *>(bytes), kConfig, std::strlen(kConfig), &engine, error);
            if (engine != nullptr) {
                api.engine_stop(engine, SLUICE_STOP_ABANDON, nullptr);
                api.engine_destroy(engine, nullptr);
            }
            return status;
        },
        true});
    list.push_back({"submit: request", bytes_of(request_of(SLUICE_KIND_QUERY, 1)), [this](void *bytes, sluice_error *) {
                        sluice_verdict verdict = SLUICE_VERDICT_INIT;
                        const sluice_status status =
                            host.api.submit(lane_, static_cast<const sluice_request *>(bytes), host.now(), &verdict);
                        if (verdict.action == SLUICE_ACTION_SEND)
                            host.report(lane_, SLUICE_EVENT_NOT_WRITTEN, verdict.grant);
                        return status;
                    }});
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_LANE_UP;
    list.push_back({"report: event", bytes_of(event), [this](void *bytes, sluice_error *) {
                        return host.api.report(lane_, static_cast<const sluice_event *>(bytes), host.now());
                    }});
}

void ProbedEngine::add_extension_inputs(std::vector<StructProbe> &list) {
    sluice_engine *engine = host.engine;
    const sluice_ext_kill &kill = host.kill();
    const sluice_ext_limits &limits = host.limits();
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    scope.side = SLUICE_SIDE_SELL;
    list.push_back({"kill.engage: scope", bytes_of(scope),
        [engine, &kill](void *bytes, sluice_error *error) {
            return kill.engage(engine, static_cast<const sluice_kill_scope *>(bytes), error);
        },
        true});
    list.push_back({"kill.clear: scope", bytes_of(scope),
        [engine, &kill, scope](void *bytes, sluice_error *error) {
            kill.engage(engine, &scope, nullptr);
            return kill.clear(engine, static_cast<const sluice_kill_scope *>(bytes), error);
        },
        true});
    list.push_back({"kill.state: scope", bytes_of(scope), [engine, &kill](void *bytes, sluice_error *) {
                        sluice_kill_state state = SLUICE_KILL_STATE_INIT;
                        return kill.state(engine, static_cast<const sluice_kill_scope *>(bytes), &state);
                    }});
    list.push_back({"limits.time_to_available: request", bytes_of(request_of(SLUICE_KIND_QUERY, 1)),
        [this, &limits](void *bytes, sluice_error *) {
            sluice_availability availability = SLUICE_AVAILABILITY_INIT;
            return limits.time_to_available(
                lane_, static_cast<const sluice_request *>(bytes), host.now(), &availability);
        }});
    list.push_back({"limits.usage: key", bytes_of(sluice_limit_key(SLUICE_LIMIT_KEY_INIT)),
        [this, engine, &limits](void *bytes, sluice_error *) {
            sluice_usage usage = SLUICE_USAGE_INIT;
            return limits.usage(engine, limit_, static_cast<const sluice_limit_key *>(bytes), host.now(), &usage);
        },
        false, true});
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    numbers.limit = 1'000'000;
    list.push_back({"limits.reload: numbers", bytes_of(numbers),
        [this, engine, &limits](void *bytes, sluice_error *error) {
            return limits.reload(engine, limit_, static_cast<const sluice_limit_numbers *>(bytes), error);
        },
        true});
    const void *answers = host.api.extension(engine, SLUICE_EXT_ANSWERS);
    if (answers == nullptr) return;
    list.push_back({"answers.classify: answer", bytes_of(sluice_answer(SLUICE_ANSWER_INIT)),
        [this, engine, answers](void *bytes, sluice_error *) {
            sluice_answer_class found = SLUICE_ANSWER_CLASS_INIT;
            return static_cast<const sluice_ext_answers *>(answers)->classify(
                engine, venue_, static_cast<const sluice_answer *>(bytes), &found);
        }});
}

std::vector<StructProbe> ProbedEngine::outputs() {
    std::vector<StructProbe> list;
    sluice_engine *engine = host.engine;
    const sluice_ext_kill &kill = host.kill();
    const sluice_ext_limits &limits = host.limits();
    const sluice_ext_breaker &breaker = host.breaker();
    list.push_back(
        {"submit: verdict", bytes_of(sluice_verdict(SLUICE_VERDICT_INIT)), [this](void *bytes, sluice_error *) {
             const sluice_request request = request_of(SLUICE_KIND_QUERY, 1);
             return host.api.submit(lane_, &request, host.now(), static_cast<sluice_verdict *>(bytes));
         }});
    list.push_back({"kill.state: state", bytes_of(sluice_kill_state(SLUICE_KILL_STATE_INIT)),
        [engine, &kill](void *bytes, sluice_error *) {
            const sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
            return kill.state(engine, &scope, static_cast<sluice_kill_state *>(bytes));
        }});
    list.push_back({"breaker.state: state", bytes_of(sluice_breaker_state(SLUICE_BREAKER_STATE_INIT)),
        [this, engine, &breaker](void *bytes, sluice_error *) {
            return breaker.state(engine, venue_, nullptr, static_cast<sluice_breaker_state *>(bytes));
        }});
    list.push_back({"limits.time_to_available: availability", bytes_of(sluice_availability(SLUICE_AVAILABILITY_INIT)),
        [this, &limits](void *bytes, sluice_error *) {
            const sluice_request request = request_of(SLUICE_KIND_QUERY, 1);
            return limits.time_to_available(lane_, &request, host.now(), static_cast<sluice_availability *>(bytes));
        }});
    list.push_back({"limits.usage: usage", bytes_of(sluice_usage(SLUICE_USAGE_INIT)),
        [this, engine, &limits](void *bytes, sluice_error *) {
            return limits.usage(engine, limit_, nullptr, host.now(), static_cast<sluice_usage *>(bytes));
        }});
    list.push_back({"limits.numbers: numbers", bytes_of(sluice_limit_numbers(SLUICE_LIMIT_NUMBERS_INIT)),
        [this, engine, &limits](void *bytes, sluice_error *) {
            return limits.numbers(engine, limit_, static_cast<sluice_limit_numbers *>(bytes));
        }});
    list.push_back({"limits.venue_clock: clock", bytes_of(sluice_venue_clock(SLUICE_VENUE_CLOCK_INIT)),
        [this, engine, &limits](void *bytes, sluice_error *) {
            return limits.venue_clock(engine, venue_, host.now(), static_cast<sluice_venue_clock *>(bytes));
        }});
    const void *answers = host.api.extension(engine, SLUICE_EXT_ANSWERS);
    if (answers == nullptr) return list;
    list.push_back({"answers.classify: class", bytes_of(sluice_answer_class(SLUICE_ANSWER_CLASS_INIT)),
        [this, engine, answers](void *bytes, sluice_error *) {
            const sluice_answer answer = SLUICE_ANSWER_INIT;
            return static_cast<const sluice_ext_answers *>(answers)->classify(
                engine, venue_, &answer, static_cast<sluice_answer_class *>(bytes));
        }});
    return list;
}

}  // namespace sluice::validate
