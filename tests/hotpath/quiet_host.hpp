// A gateway that does nothing of its own while the library works: its callbacks take no lock, allocate nothing and make
// no system call, so that whatever is seen during a call is the library's. One venue (id 1), one lane, a clock that
// moves only when told to. Written and read by one thread.
//
// `accident` is what a test plants to show that it would have been seen: it runs in the wake callback, which is to say
// inside of the library's call.
#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "sluice/sluice.h"

namespace hotpath {

inline constexpr std::uint64_t kMillisecondNs = 1'000'000;
inline constexpr std::uint32_t kBatch = 16;
// The library times a submit that leaves the time to it for its histogram when a venue has judged so many requests
// since the last turn; the first one too. A batch counts, but is not timed.
inline constexpr std::uint64_t kTimedEvery = 64;

class QuietHost {
public:
    // Without a clock of its own it leaves time to the library, with every call.
    QuietHost(const sluice_api_v1 &table, const std::string &config, bool has_clock);
    // Drops what is held and frees the engine.
    ~QuietHost();
    QuietHost(const QuietHost &) = delete;
    QuietHost &operator=(const QuietHost &) = delete;

    // ---- the hot calls ----

    void submit() noexcept {
        note_time();
        status = api.submit(lane, &request, clock_ns, &verdict);
        if (status == SLUICE_OK) timed_submits += decisions++ % kTimedEvery == 0 && clock_ns == 0;
    }
    void submit_batch() noexcept {
        note_time();
        if (batch != nullptr) status = batch->submit_many(lane, requests.data(), kBatch, clock_ns, verdicts.data());
        if (status == SLUICE_OK) decisions += kBatch;
    }
    void report(const sluice_event &what) noexcept {
        note_time();
        status = api.report(lane, &what, clock_ns);
    }
    void poll() noexcept {
        note_time();
        polled = api.poll(engine, SLUICE_VENUE_ALL, clock_ns, 1000);
    }

    // ---- what leads up to them and clears up after them; made of hot calls only ----

    void report(std::uint32_t kind, std::uint64_t grant = 0, std::uint64_t order_id = 0) noexcept;
    // Reports a message as written, answered and its order as ended.
    void settle(std::uint64_t grant, std::uint64_t order_id) noexcept;
    // Polls, and settles everything that was released to be sent.
    void drain() noexcept;
    void advance(std::uint64_t span_ns) noexcept { clock_ns += span_ns; }
    // Makes `request` the next one of its kind; a new order gets an id of its own.
    void next_new() noexcept;
    void next(std::uint32_t kind, std::uint64_t order_id) noexcept;
    // Sends and settles one new order.
    void spend() noexcept;

    bool was(std::uint32_t action, std::uint32_t reason = SLUICE_REASON_NONE) const noexcept {
        return status == SLUICE_OK && verdict.action == action && verdict.reason == reason;
    }

    const sluice_api_v1 &api;
    const sluice_ext_batch *batch = nullptr;
    sluice_engine *engine = nullptr;
    sluice_lane *lane = nullptr;
    std::uint64_t clock_ns = 1'000'000 * kMillisecondNs;

    sluice_request request = SLUICE_REQUEST_INIT;
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    sluice_event event = SLUICE_EVENT_INIT;
    std::array<sluice_request, kBatch> requests = {};
    std::array<sluice_verdict, kBatch> verdicts = {};
    sluice_status status = SLUICE_OK;
    std::int32_t polled = 0;
    std::uint64_t due_ns = 0;
    std::uint64_t order_id = 0;   // of the order that a path is about
    std::uint64_t next_key = 1;   // of tickets and orders
    std::uint64_t decisions = 0;  // requests that a venue has judged
    std::uint64_t timed_submits = 0;
    std::uint64_t clock_left_to_library = 0;  // calls without a time of the host's
    std::uint64_t clock_jumps = 0;            // calls whose time was more than a second after the last one
    std::uint64_t clock_questions = 0;        // how often the library asked for the host's clock

    // What the release callback heard since drain(), and what it answers.
    std::array<sluice_release, 256> releases = {};
    std::size_t release_count = 0;
    sluice_status answer = SLUICE_OK;

    void (*accident)() = nullptr;

private:
    void note_time() noexcept {
        clock_left_to_library += clock_ns == 0;
        if (clock_ns > latest_ns_ + 1000 * kMillisecondNs) ++clock_jumps;
        if (clock_ns > latest_ns_) latest_ns_ = clock_ns;
    }
    std::uint32_t id_of(std::uint32_t name_kind, const std::string &name);

    std::uint64_t latest_ns_ = 0;
};

}  // namespace hotpath
