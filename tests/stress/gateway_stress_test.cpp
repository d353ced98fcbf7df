// Everything at once on three venues: orders, cancels and amends from many threads, lanes that come and go, kill
// switches, breakers, reloads and scrapes. At the end every held ticket was released exactly once, and no window at any
// venue, nor of the firm, has seen more writes than its limit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "stress_host.hpp"

namespace sluice_test {

namespace {

constexpr std::uint64_t kWindowNs = 20'000'000;
constexpr std::size_t kVenueLimit = 40;
constexpr std::size_t kFirmLimit = 90;
constexpr std::uint32_t kVenues = 3;

std::string config() {
    std::string venues;
    for (const char *name : {"A", "B", "C"}) {
        venues += std::string(venues.empty() ? "" : ",") + R"({"name": ")" + name +
                  R"(", "held_max": 300, "orders_max": 200, "grants_max": 100, "busy_retry_us": 200,
                  "breaker": {"isolation_ms": 5, "probe_timeout_ms": 5}, "limits": [
                  {"name": "venue", "shape": "sliding_window", "scope": "venue", "limit": 40, "window_ms": 20,
                   "cancel_reserve": 5},
                  {"name": "instrument", "shape": "token_bucket", "scope": "instrument", "limit": 10,
                   "refill_amount": 10, "refill_interval_ms": 10}]})";
    }
    return R"({"version": 1, "capacity": {"owners": 4, "instruments": 8}, "firm_limits": [{"name": "firm",
        "shape": "sliding_window", "scope": "firm", "limit": 90, "window_ms": 20}], "venues": [)" +
           venues + "]}";
}

class Storm {
public:
    Storm() : host_(config(), kVenues, 200'000) {
        for (const char *name : {"1", "2", "3", "4"}) {
            std::uint32_t id = 0;
            host_.api.intern(host_.engine, SLUICE_NAME_OWNER, name, 1, &id, nullptr);
            host_.api.intern(host_.engine, SLUICE_NAME_INSTRUMENT, name, 1, &id, nullptr);
        }
    }

    void run(std::uint64_t duration_ns) {
        end_ns_ = monotonic_now_ns() + duration_ns;
        host_.start_pumps();
        std::vector<std::thread> threads;
        for (std::uint32_t seed = 1; seed <= 3; ++seed)
            threads.emplace_back([this, seed] { trade(seed); });
        threads.emplace_back([this] { break_lanes(); });
        threads.emplace_back([this] { kill_and_clear(); });
        threads.emplace_back([this] { reload_and_scrape(); });
        for (std::thread &thread : threads)
            thread.join();
        host_.stop_pumps();
        host_.stop_engine();
    }

    StressHost &host() { return host_; }

private:
    bool is_running() const { return monotonic_now_ns() < end_ns_; }

    void trade(std::uint32_t seed) {
        std::mt19937 random(seed);
        const std::uint32_t answers[] = {SLUICE_EVENT_ACKED, SLUICE_EVENT_ACKED, SLUICE_EVENT_DONE,
            SLUICE_EVENT_REJECTED, SLUICE_EVENT_FAILED, SLUICE_EVENT_NOT_WRITTEN, SLUICE_EVENT_LOST};
        while (is_running()) {
            const std::uint64_t ticket = host_.take_ticket();
            if (ticket == 0) return;
            const std::uint32_t kinds[] = {SLUICE_KIND_NEW, SLUICE_KIND_NEW, SLUICE_KIND_CANCEL, SLUICE_KIND_REPLACE,
                SLUICE_KIND_QUOTE, SLUICE_KIND_QUERY};
            sluice_request request = request_of(kinds[random() % std::size(kinds)], ticket, 1 + random() % 400);
            request.owner_id = 1 + random() % 4;
            request.instrument_id = 1 + random() % 4;
            request.side = random() % 3;
            if (random() % 4 == 0) request.deadline_ns = monotonic_now_ns() + random() % 20'000'000;
            host_.send(1 + random() % kVenues, request, answers[random() % std::size(answers)]);
            if (random() % 8 == 0) std::this_thread::yield();
        }
    }

    void break_lanes() {
        for (std::uint32_t turn = 0; is_running(); ++turn) {
            sluice_lane *lane = host_.lane(1 + turn % kVenues);
            host_.report(lane, SLUICE_EVENT_LANE_DOWN, 0);
            std::this_thread::yield();
            host_.report(lane, SLUICE_EVENT_LANE_UP, 0);
            const auto &breaker =
                *static_cast<const sluice_ext_breaker *>(host_.api.extension(host_.engine, SLUICE_EXT_BREAKER));
            breaker.reset(host_.engine, 0, lane, nullptr);
            std::this_thread::sleep_for(std::chrono::milliseconds(7));
        }
    }

    void kill_and_clear() {
        const auto &kill = *static_cast<const sluice_ext_kill *>(host_.api.extension(host_.engine, SLUICE_EXT_KILL));
        for (std::uint32_t turn = 0; is_running(); ++turn) {
            sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
            if (turn % 4 != 0) scope.venue_id = turn % kVenues + 1;
            if (turn % 2 != 0) scope.owner_id = turn % 4 + 1;
            kill.engage(host_.engine, &scope, nullptr);
            sluice_kill_state state = SLUICE_KILL_STATE_INIT;
            kill.state(host_.engine, &scope, &state);
            std::this_thread::yield();
            kill.clear(host_.engine, &scope, nullptr);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    // Only ever lower than the config, so that the limits of the config hold throughout.
    void reload_and_scrape() {
        const auto &limits =
            *static_cast<const sluice_ext_limits *>(host_.api.extension(host_.engine, SLUICE_EXT_LIMITS));
        for (std::uint32_t turn = 0; is_running(); ++turn) {
            std::uint32_t id = 0;
            const std::uint32_t venue = turn % (kVenues + 1);
            const std::string name = venue == 0 ? "firm" : "venue";
            limits.find(host_.engine, venue, name.data(), name.size(), &id, nullptr);
            sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
            limits.numbers(host_.engine, id, &numbers);
            numbers.margin = turn % 8;
            limits.reload(host_.engine, id, &numbers, nullptr);
            sluice_usage usage = SLUICE_USAGE_INIT;
            limits.usage(host_.engine, id, nullptr, 0, &usage);
            if (turn % 10 == 0) host_.scrape();
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    StressHost host_;
    std::uint64_t end_ns_ = 0;
};

}  // namespace

TEST(GatewayStress, releases_each_held_ticket_once_and_keeps_every_limit) {
    Storm storm;
    storm.run(4'000'000'000);
    StressHost &host = storm.host();
    EXPECT_GT(host.held_count(), 100u);
    EXPECT_THAT(host.broken_tickets(), testing::IsEmpty());
    std::vector<std::uint64_t> all;
    for (std::uint32_t venue = 1; venue <= kVenues; ++venue) {
        const std::vector<std::uint64_t> times = host.write_times(venue);
        EXPECT_GT(times.size(), 100u);
        EXPECT_LE(peak_of(times, kWindowNs), kVenueLimit) << "venue " << venue;
        all.insert(all.end(), times.begin(), times.end());
    }
    EXPECT_LE(peak_of(all, kWindowNs), kFirmLimit);
    EXPECT_EQ(host.scrape().sum("sluice_clock_ahead_total"), 0);
}

}  // namespace sluice_test
