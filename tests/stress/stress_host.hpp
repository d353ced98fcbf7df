// A gateway for stress tests: real clock, many threads, one ledger that says for every ticket what became of it.
//
// Threads: `submit` from any, one pump thread per venue inside. The ledger is an array of atomic words, one per ticket,
// so that it orders nothing between the threads that it watches.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "metrics_text.hpp"
#include "plugin_library.hpp"
#include "requests.hpp"

namespace sluice_test {

std::uint64_t monotonic_now_ns();

class StressHost {
public:
    // What is written in the ledger. A HELD ticket must end as `sent` or `dropped`, once.
    enum class Fate : std::uint32_t { none, submitted, held, released, twice };

    StressHost(const std::string &config, std::uint32_t venue_count, std::size_t tickets_max);
    ~StressHost();
    StressHost(const StressHost &) = delete;
    StressHost &operator=(const StressHost &) = delete;

    // Polls each venue from a thread of its own until stop_pumps().
    void start_pumps();
    void stop_pumps();
    // Abandons everything, polling from this thread. Only without pumps.
    void stop_engine();

    // A ticket of its own for every request; 0 when the ledger is full.
    std::uint64_t take_ticket();
    // Submits and, when granted, reports write and answer as a gateway would.
    sluice_verdict send(std::uint32_t venue_id, sluice_request request, std::uint32_t answer = SLUICE_EVENT_ACKED);
    void report(sluice_lane *lane, std::uint32_t kind, std::uint64_t grant, std::uint64_t time_ns = 0) const;
    MetricsText scrape() const;

    sluice_lane *lane(std::uint32_t venue_id) const { return lanes_[venue_id - 1]; }
    std::size_t held_count() const { return held_count_.load(); }
    // Tickets that were held and not released exactly once.
    std::vector<std::uint64_t> broken_tickets() const;
    // When messages were written at a venue; call only when all threads have ended.
    std::vector<std::uint64_t> write_times(std::uint32_t venue_id) const { return write_times_[venue_id - 1].times; }

    const PluginLibrary library;
    const sluice_api_v1 &api;
    sluice_engine *engine = nullptr;

private:
    struct alignas(64) WriteTimes {
        std::mutex mutex;
        std::vector<std::uint64_t> times;
    };

    sluice_status release(const sluice_release &release);
    void write(std::uint32_t venue_id, sluice_lane *lane, std::uint64_t grant, std::uint32_t answer);
    void pump(std::uint32_t venue_id);

    std::vector<std::atomic<Fate>> ledger_;
    std::atomic<std::uint64_t> next_ticket_{1};
    std::atomic<std::size_t> held_count_{0};
    std::vector<sluice_lane *> lanes_;
    std::unique_ptr<WriteTimes[]> write_times_;
    std::vector<std::thread> pumps_;
    std::atomic<bool> is_pumping_{false};
};

// The most times that any closed span of this length contains. Sorts.
std::size_t peak_of(std::vector<std::uint64_t> times, std::uint64_t span_ns);

}  // namespace sluice_test
