// A gateway for tests: loads the library, owns one engine with a manual clock, and writes down every release, wake and
// log line. Nothing sleeps: time moves only when the test moves it.
//
// For one thread at a time, except that `clock_ns` may be read from any. What a release does is `on_release`; the
// default takes the message and reports its write at once, as a gateway with a fast transport would.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "metrics_text.hpp"
#include "plugin_library.hpp"
#include "requests.hpp"

namespace sluice_test {

inline constexpr std::uint64_t kMillisecondNs = 1'000'000;
inline constexpr std::uint64_t kSecondNs = 1'000 * kMillisecondNs;

struct LogLine {
    std::int32_t level;
    std::string text;
};

class TestHost {
public:
    explicit TestHost(const std::string &config) : api(library_.table()) {
        sluice_error error = SLUICE_ERROR_INIT;
        const sluice_host host = callbacks();
        if (api.engine_create(&host, config.data(), config.size(), &engine, &error) != SLUICE_OK) {
            throw std::runtime_error(error.message);
        }
        on_release = [this](const sluice_release &release) { return write_released(release); };
    }

    ~TestHost() {
        on_release = [](const sluice_release &) { return SLUICE_OK; };
        on_wake = nullptr;
        for (int attempt = 0; attempt < 100 && stop(SLUICE_STOP_ABANDON) != SLUICE_OK; ++attempt) {
            poll();
            advance(kSecondNs);
        }
        api.engine_destroy(engine, nullptr);
    }
    TestHost(const TestHost &) = delete;
    TestHost &operator=(const TestHost &) = delete;

    // ---- time ----

    std::uint64_t now() const { return clock_ns.load(); }
    void advance(std::uint64_t span_ns) { clock_ns += span_ns; }

    // ---- names and lanes ----

    std::uint32_t id(std::uint32_t name_kind, const std::string &name) const {
        std::uint32_t id = 0;
        sluice_error error = SLUICE_ERROR_INIT;
        if (api.intern(engine, name_kind, name.data(), name.size(), &id, &error) != SLUICE_OK) {
            throw std::runtime_error(error.message);
        }
        return id;
    }
    std::uint32_t venue(const std::string &name = "SIM") const { return id(SLUICE_NAME_VENUE, name); }

    sluice_lane *open_lane(const std::string &name = "lane", const std::string &venue_name = "SIM") const {
        sluice_lane *lane = nullptr;
        sluice_error error = SLUICE_ERROR_INIT;
        if (api.lane_open(engine, venue(venue_name), name.data(), name.size(), &lane, &error) != SLUICE_OK) {
            throw std::runtime_error(error.message);
        }
        return lane;
    }
    sluice_lane *lane_up(const std::string &name = "lane", const std::string &venue_name = "SIM") const {
        sluice_lane *lane = open_lane(name, venue_name);
        report(lane, SLUICE_EVENT_LANE_UP);
        return lane;
    }

    // ---- requests and events ----

    // What submit() says; nothing is reported.
    sluice_verdict submit(sluice_lane *lane, const sluice_request &request) const {
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        const sluice_status status = api.submit(lane, &request, now(), &verdict);
        if (status != SLUICE_OK) throw std::runtime_error("submit: status " + std::to_string(status));
        return verdict;
    }

    // Submits, and reports the write when the verdict is SEND.
    sluice_verdict offer(sluice_lane *lane, const sluice_request &request) {
        const sluice_verdict verdict = submit(lane, request);
        if (verdict.action == SLUICE_ACTION_SEND && verdict.grant != 0) written(lane, verdict.grant);
        return verdict;
    }

    sluice_status report(sluice_lane *lane, std::uint32_t kind, std::uint64_t grant = 0, std::uint64_t order_id = 0,
        std::uint64_t time_ns = 0) const {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = kind;
        event.grant = grant;
        event.order_id = order_id;
        event.time_ns = time_ns;
        return api.report(lane, &event, now());
    }

    // Reports a write now.
    void written(sluice_lane *lane, std::uint64_t grant) {
        report(lane, SLUICE_EVENT_WRITTEN, grant);
        write_times.push_back(now());
    }

    // ---- release ----

    std::int32_t poll(std::uint32_t venue_id = SLUICE_VENUE_ALL, std::int32_t budget = 100'000) const {
        return api.poll(engine, venue_id, now(), budget);
    }
    std::uint64_t next_due(std::uint32_t venue_id = SLUICE_VENUE_ALL) const {
        return api.next_due_ns(engine, venue_id);
    }

    // Polls whenever something is due, as a pump does, until `end_ns`.
    void run_until(std::uint64_t end_ns) {
        for (int idle_polls = 0;;) {
            idle_polls = poll() == 0 ? idle_polls + 1 : 0;
            const std::uint64_t due_ns = next_due();
            if (due_ns > end_ns) break;
            if (due_ns > now()) idle_polls = 0, clock_ns = due_ns;
            if (idle_polls > 100) throw std::runtime_error("something is due for ever and never done");
        }
        if (end_ns > now()) clock_ns = end_ns;
    }

    // The tickets of all releases of an action, in order.
    std::vector<std::uint64_t> tickets(std::uint32_t action) const {
        std::vector<std::uint64_t> found;
        for (const sluice_release &release : releases) {
            if (release.action == action) found.push_back(release.ticket);
        }
        return found;
    }
    std::vector<std::uint64_t> sent() const { return tickets(SLUICE_RELEASE_SEND); }
    std::vector<std::uint64_t> dropped() const { return tickets(SLUICE_RELEASE_DROPPED); }

    // The one release of a ticket; throws when there is none or more than one.
    const sluice_release &release_of(std::uint64_t ticket) const {
        const sluice_release *found = nullptr;
        for (const sluice_release &release : releases) {
            if (release.ticket != ticket) continue;
            if (found != nullptr) throw std::runtime_error("ticket " + std::to_string(ticket) + " came twice");
            found = &release;
        }
        if (found == nullptr) throw std::runtime_error("ticket " + std::to_string(ticket) + " never came");
        return *found;
    }

    // What the default `on_release` does.
    sluice_status write_released(const sluice_release &release) {
        if (release.action == SLUICE_RELEASE_SEND) written(release.lane, release.grant);
        return SLUICE_OK;
    }

    // ---- the rest ----

    sluice_status stop(std::uint32_t mode) const { return api.engine_stop(engine, mode, nullptr); }

    template <typename Extension>
    const Extension &extension(const char *name) const {
        const void *table = api.extension(engine, name);
        if (table == nullptr) throw std::runtime_error(std::string("no extension ") + name);
        return *static_cast<const Extension *>(table);
    }
    const sluice_ext_kill &kill() const { return extension<sluice_ext_kill>(SLUICE_EXT_KILL); }
    const sluice_ext_breaker &breaker() const { return extension<sluice_ext_breaker>(SLUICE_EXT_BREAKER); }
    const sluice_ext_limits &limits() const { return extension<sluice_ext_limits>(SLUICE_EXT_LIMITS); }
    const sluice_ext_metrics &metrics() const { return extension<sluice_ext_metrics>(SLUICE_EXT_METRICS); }

    sluice_breaker_state breaker_state(sluice_lane *lane = nullptr) const {
        sluice_breaker_state state = SLUICE_BREAKER_STATE_INIT;
        if (breaker().state(engine, venue(), lane, &state) != SLUICE_OK) throw std::runtime_error("breaker state");
        return state;
    }

    std::uint32_t limit_id(const std::string &name, std::uint32_t venue_id = 1) const {
        std::uint32_t id = 0;
        sluice_error error = SLUICE_ERROR_INIT;
        if (limits().find(engine, venue_id, name.data(), name.size(), &id, &error) != SLUICE_OK) {
            throw std::runtime_error(error.message);
        }
        return id;
    }
    sluice_usage usage(std::uint32_t limit_id, const sluice_limit_key *key = nullptr) const {
        sluice_usage usage = SLUICE_USAGE_INIT;
        if (limits().usage(engine, limit_id, key, now(), &usage) != SLUICE_OK) throw std::runtime_error("usage");
        return usage;
    }

    MetricsText scrape() const {
        std::string text;
        std::size_t length = 0;
        metrics().write_text(engine, nullptr, 0, &length, nullptr);
        text.resize(length + 4096);
        if (metrics().write_text(engine, text.data(), text.size(), &length, nullptr) != SLUICE_OK) {
            throw std::runtime_error("write_text");
        }
        text.resize(length);
        return MetricsText(text);
    }

    // The most writes that any closed span of this length has seen.
    std::size_t peak_of_writes(std::uint64_t span_ns) const {
        std::size_t peak = 0;
        for (std::size_t first = 0, last = 0; last < write_times.size(); ++last) {
            while (write_times[last] - write_times[first] > span_ns)
                ++first;
            peak = std::max(peak, last - first + 1);
        }
        return peak;
    }

private:
    sluice_host callbacks() {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = this;
        host.release = [](void *context, const sluice_release *release) {
            TestHost &self = *static_cast<TestHost *>(context);
            const sluice_status answer = self.on_release(*release);
            const bool is_taken_back = answer == SLUICE_E_BUSY && release->action == SLUICE_RELEASE_SEND;
            (is_taken_back ? self.taken_back : self.releases).push_back(*release);
            return answer;
        };
        host.wake = [](void *context, std::uint32_t venue_id, std::uint64_t due_ns) {
            TestHost &self = *static_cast<TestHost *>(context);
            self.wakes.emplace_back(venue_id, due_ns);
            if (self.on_wake) self.on_wake(venue_id, due_ns);
        };
        host.log = [](void *context, std::int32_t level, const char *text, std::size_t length) {
            TestHost &self = *static_cast<TestHost *>(context);
            self.logs.push_back({level, std::string(text, length)});
            if (self.on_log) self.on_log();
        };
        host.now_ns = [](void *context) {
            TestHost &self = *static_cast<TestHost *>(context);
            if (self.on_clock) self.on_clock();
            return self.clock_ns.load();
        };
        return host;
    }

    PluginLibrary library_;

public:
    const sluice_api_v1 &api;
    sluice_engine *engine = nullptr;
    std::atomic<std::uint64_t> clock_ns{1'000 * kSecondNs};

    std::vector<sluice_release> releases;                        // that ended a ticket
    std::vector<sluice_release> taken_back;                      // that were answered with BUSY
    std::vector<std::pair<std::uint32_t, std::uint64_t>> wakes;  // venue and time
    std::vector<LogLine> logs;
    std::vector<std::uint64_t> write_times;

    std::function<sluice_status(const sluice_release &)> on_release;
    std::function<void(std::uint32_t venue_id, std::uint64_t due_ns)> on_wake;
    std::function<void()> on_log;
    std::function<void()> on_clock;
};

// A config with one venue, SIM; `fields` are further members of the venue.
inline std::string one_venue(const std::string &fields) {
    return R"({"version": 1, "venues": [{"name": "SIM")" + (fields.empty() ? "" : ", " + fields) + "}]}";
}

// A limit of scope venue: so many messages in a sliding window.
inline std::string window_limit(std::uint64_t limit, std::uint64_t window_ms, const std::string &more = "") {
    return R"("limits": [{"name": "messages", "shape": "sliding_window", "scope": "venue", "limit": )" +
           std::to_string(limit) + R"(, "window_ms": )" + std::to_string(window_ms) +
           (more.empty() ? "" : ", " + more) + "}]";
}

}  // namespace sluice_test
