// The error struct: always optional, always whole text, never written past its end.
#include <algorithm>
#include <cstring>

#include "validate/host.hpp"

namespace sluice::validate {

namespace {

constexpr unsigned char kCanary = 0x5a;

bool is_utf8(const char *text) {
    const auto *at = reinterpret_cast<const unsigned char *>(text);
    while (*at != 0) {
        int more = *at < 0x80                  ? 0
                   : *at >= 0xc2 && *at < 0xe0 ? 1
                   : *at >= 0xe0 && *at < 0xf0 ? 2
                   : *at >= 0xf0               ? 3
                                               : -1;
        if (more < 0) return false;
        for (++at; more > 0; --more, ++at) {
            if ((*at & 0xc0) != 0x80) return false;
        }
    }
    return true;
}

// Calls that fail, each with the status that it must give.
struct Failure {
    const char *name;
    sluice_status status;
    std::function<sluice_status(Host &host, sluice_error *error)> call;
};

const Failure kFailures[] = {
    {"engine_create of garbage", SLUICE_E_CONFIG,
        [](Host &host, sluice_error *error) {
            sluice_host callbacks = SLUICE_HOST_INIT;
            callbacks.release = [](void *, const sluice_release *) { return sluice_status{SLUICE_OK}; };
            sluice_engine *engine = nullptr;
            return host.api.engine_create(&callbacks, "{", 1, &engine, error);
        }},
    {"engine_destroy before the stop", SLUICE_E_STATE,
        [](Host &host, sluice_error *error) { return host.api.engine_destroy(host.engine, error); }},
    {"engine_stop with mode 9", SLUICE_E_ARGUMENT,
        [](Host &host, sluice_error *error) { return host.api.engine_stop(host.engine, 9, error); }},
    {"intern of an unknown venue", SLUICE_E_UNKNOWN,
        [](Host &host, sluice_error *error) {
            uint32_t id = 0;
            return host.api.intern(host.engine, SLUICE_NAME_VENUE, "NOWHERE", 7, &id, error);
        }},
    {"lane_open at venue 77", SLUICE_E_UNKNOWN,
        [](Host &host, sluice_error *error) {
            sluice_lane *lane = nullptr;
            return host.api.lane_open(host.engine, 77, "x", 1, &lane, error);
        }},
    {"lane_close of null", SLUICE_E_ARGUMENT,
        [](Host &host, sluice_error *error) { return host.api.lane_close(nullptr, error); }},
    {"kill.clear of what is not engaged", SLUICE_E_UNKNOWN,
        [](Host &host, sluice_error *error) {
            const sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
            return host.kill().clear(host.engine, &scope, error);
        }},
    {"breaker.reset of venue 77", SLUICE_E_UNKNOWN,
        [](Host &host, sluice_error *error) { return host.breaker().reset(host.engine, 77, nullptr, error); }},
    {"limits.find of an unknown limit", SLUICE_E_UNKNOWN,
        [](Host &host, sluice_error *error) {
            uint32_t id = 0;
            return host.limits().find(host.engine, host.venue("SIM"), "none", 4, &id, error);
        }},
    {"metrics.write_text without room", SLUICE_E_BUSY,
        [](Host &host, sluice_error *error) {
            std::size_t length = 0;
            return host.metrics().write_text(host.engine, nullptr, 0, &length, error);
        }},
};

void filled(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    for (const Failure &failure : kFailures) {
        sluice_error error = SLUICE_ERROR_INIT;
        const sluice_status status = failure.call(host, &error);
        judge.expect(status == failure.status, "%s gave status %d instead of %d", failure.name, status, failure.status);
        judge.expect(
            error.status == status, "%s gave status %d, but the error says %d", failure.name, status, error.status);
        const std::size_t length = strnlen(error.message, sizeof error.message);
        judge.expect(length > 0 && length < sizeof error.message, "%s: the text has no length or no end", failure.name);
        judge.expect(length == error.message_length, "%s: message_length is %u, the text has %zu bytes", failure.name,
            error.message_length, length);
        judge.expect(length < sizeof error.message && is_utf8(error.message), "%s: the text is no UTF-8", failure.name);
        judge.expect(failure.call(host, nullptr) == failure.status, "%s fails in another way without an error struct",
            failure.name);
    }
}

void sizes(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    constexpr std::size_t kRoom = 512;
    constexpr std::size_t kHead = offsetof(sluice_error, message);
    for (const Failure &failure : kFailures) {
        for (const uint32_t said : {0u, 4u, 8u, 15u, 16u, 17u, 20u, 21u, 40u, 100u, 255u, 256u, 264u, 400u}) {
            alignas(8) unsigned char bytes[kRoom];
            std::memset(bytes, kCanary, sizeof bytes);
            std::memcpy(bytes, &said, sizeof said);
            auto *error = reinterpret_cast<sluice_error *>(bytes);
            failure.call(host, error);
            const std::size_t from = std::max<std::size_t>(said, sizeof said);
            for (std::size_t at = from; at < kRoom; ++at) {
                if (!judge.expect(bytes[at] == kCanary, "%s: the error has struct_size %u, but byte %zu was written",
                        failure.name, said, at))
                    break;
            }
            // A text that was written at all has an end inside the struct, and is no half of a character.
            if (said <= kHead || bytes[4] == kCanary) continue;
            const std::size_t room = std::min<std::size_t>(said - kHead, sizeof error->message);
            const std::size_t length = strnlen(error->message, room);
            judge.expect(length < room, "%s: the text has no end in an error of %u bytes", failure.name, said);
            if (length < room) judge.expect(is_utf8(error->message), "%s: cut inside a character", failure.name);
        }
    }
}

}  // namespace

void add_error_struct_cases(CaseList &list) {
    list.push_back({"error.filled", "a failure fills the error: its status, its text, the text's length", filled});
    list.push_back({"error.sizes", "an error struct of any size gets what fits", sizes});
}

}  // namespace sluice::validate
