// The gateway that the cases play: one engine, a clock that only the case moves, books of every ticket, and a record of
// every release, wake and log line. The default release takes the message and reports its write at once.
//
// One thread, except that submit(), report() and the clock may be used by any while poll() runs in another. After
// destroy() a callback of any kind is a fault.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "plugin.hpp"
#include "requests.hpp"
#include "ticket_book.hpp"

namespace sluice::validate {

inline constexpr uint64_t kMs = 1'000'000;
inline constexpr uint64_t kSecondNs = 1'000 * kMs;

class Host {
public:
    // Ends the case when the plugin refuses the config.
    Host(Judge &judge, const Plugin &plugin, const std::string &config);
    // Abandons what is held and destroys the engine; says so when that does not work.
    ~Host();
    Host(const Host &) = delete;
    Host &operator=(const Host &) = delete;

    uint64_t now() const { return clock_ns.load(); }
    void advance(uint64_t span_ns) { clock_ns += span_ns; }

    // These end the case on failure.
    uint32_t id(uint32_t name_kind, const std::string &name);
    uint32_t venue(const std::string &name) { return id(SLUICE_NAME_VENUE, name); }
    sluice_lane *open_lane(const std::string &venue_name = "SIM", const std::string &name = "lane");
    sluice_lane *lane_up(const std::string &venue_name = "SIM", const std::string &name = "lane");
    uint32_t limit_id(const std::string &venue_name, const std::string &name);

    // A fault when the status is not OK. `now_ns` 0: the plugin reads the clock.
    sluice_verdict submit(sluice_lane *lane, const sluice_request &request) { return submit(lane, request, now()); }
    sluice_verdict submit(sluice_lane *lane, const sluice_request &request, uint64_t now_ns);
    // And reports the write of what may be sent.
    sluice_verdict offer(sluice_lane *lane, const sluice_request &request);
    sluice_status report(sluice_lane *lane, uint32_t kind, uint64_t grant = 0, uint64_t order_id = 0);

    int32_t poll(uint32_t venue_id = SLUICE_VENUE_ALL, int32_t budget = 100'000) {
        return api.poll(engine, venue_id, now(), budget);
    }
    uint64_t next_due(uint32_t venue_id = SLUICE_VENUE_ALL) { return api.next_due_ns(engine, venue_id); }
    // Polls whenever something is due, as a pump does.
    void run_until(uint64_t end_ns);

    sluice_status stop(uint32_t mode) { return api.engine_stop(engine, mode, nullptr); }
    // Polls and stops until the engine says that it is done, and closes the books; a fault when that never happens.
    bool stop_completely(uint32_t mode);
    void destroy();

    template <typename Table>
    const Table &extension(const char *id) {
        const void *table = api.extension(engine, id);
        if (table == nullptr) judge.skip((std::string("the plugin has no ") + id).c_str());
        return *static_cast<const Table *>(table);
    }
    const sluice_ext_kill &kill() { return extension<sluice_ext_kill>(SLUICE_EXT_KILL); }
    const sluice_ext_breaker &breaker() { return extension<sluice_ext_breaker>(SLUICE_EXT_BREAKER); }
    const sluice_ext_limits &limits() { return extension<sluice_ext_limits>(SLUICE_EXT_LIMITS); }
    const sluice_ext_metrics &metrics() { return extension<sluice_ext_metrics>(SLUICE_EXT_METRICS); }

    // The release of a ticket that ended it; null when there was none.
    const sluice_release *release_of(uint64_t ticket) const;
    std::vector<uint64_t> tickets_released(uint32_t action) const;

    Judge &judge;
    const sluice_api_v1 &api;
    TicketBook book;
    sluice_engine *engine = nullptr;
    std::atomic<uint64_t> clock_ns{1'000 * kSecondNs};

    std::vector<sluice_release> releases;               // that ended a ticket
    std::vector<std::pair<uint32_t, uint64_t>> wakes;   // venue and time
    std::vector<std::pair<int32_t, std::string>> logs;  // level and text

    std::function<sluice_status(const sluice_release &)> on_release;
    std::function<void(uint32_t venue_id, uint64_t due_ns)> on_wake;
    std::function<void()> on_log;
    // Off when several threads run: the records above are for one.
    bool is_recording = true;
    // Off when the case submits past this class.
    bool is_keeping_books = true;

private:
    sluice_host callbacks();
    sluice_status release(const sluice_release &release);
    void wake(uint32_t venue_id, uint64_t due_ns);
    void log(int32_t level, const char *text, std::size_t length);

    std::atomic<bool> is_destroyed_{false};
};

// A config with one venue, SIM; `members` are further members of it.
std::string one_venue(const std::string &members);
// A member of a venue: one limit called "messages", so many in a sliding window, scope venue.
std::string window_limit(uint64_t limit, uint64_t window_ms, const std::string &members = "");

}  // namespace sluice::validate
