// All that one venue counts since start. The thread that holds the venue's lock is the only writer, except for
// `malformed_calls`, which is counted before there is a lock to take; a scrape reads on any thread without the lock.
// Every number only grows. The object (72 KB, most of it histograms) is on cache lines of its own, so that two venues
// never share one.
//
// In shadow mode a venue counts what would have been decided, not what was done.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "platform/cache_line.hpp"
#include "sluice/event.h"
#include "sluice/ext/breaker.h"
#include "sluice/request.h"
#include "sluice/verdict.h"
#include "telemetry/counter.hpp"
#include "telemetry/histogram.hpp"
#include "telemetry/reason_table.hpp"

namespace sluice {

struct alignas(kCacheLineBytes) VenueCounters {
    static constexpr std::size_t kClasses = SLUICE_CLASS_IDLE + 1;
    static constexpr std::size_t kActions = SLUICE_ACTION_REFUSED;  // index is SLUICE_ACTION_* less 1
    static constexpr std::size_t kKinds = SLUICE_KIND_ADMIN + 1;    // index is SLUICE_KIND_*; 0: no kind known
    static constexpr std::size_t kTrips = SLUICE_TRIP_PROBE + 1;    // index is SLUICE_TRIP_*
    static constexpr uint32_t kFirstOutcome = SLUICE_EVENT_ACKED;   // outcomes are the events ACKED ...
    static constexpr std::size_t kOutcomes = SLUICE_EVENT_DONE - kFirstOutcome + 1;  // ... to DONE
    static constexpr uint64_t kDecisionSampleEvery = 64;

    using ByReason = std::array<Counter, kReasonIndexCount>;

    // ---- on every submit ----

    // Calls of `submit`: every kDecisionSampleEvery-th one is timed.
    Counter submits;
    std::array<std::array<ByReason, kActions>, kClasses> decisions;
    Histogram decision;  // duration of the sampled calls

    // ---- on every report ----

    std::array<Counter, kOutcomes> outcomes;
    Histogram answer;  // write to the venue's answer

    // ---- on every release ----

    // Sent ones are under the index of SLUICE_REASON_NONE.
    std::array<ByReason, kClasses> releases;
    std::array<Histogram, kClasses> wait;  // submit to release; what is sent at once is not in it

    // ---- now and then ----

    Counter annihilated;                        // pairs of a held order and its cancel, settled here
    Counter folded;                             // amends folded into a held message
    Counter superseded;                         // held amends replaced by a later amend or a cancel
    Counter duplicates;                         // cancels of an order whose cancel was held
    Counter expired;                            // held requests whose deadline passed
    Counter evicted;                            // held requests that gave their room to a more urgent one
    Counter requeued;                           // releases that the host's transport did not take
    std::array<Counter, kKinds> ungated;        // messages that left without asking
    Counter clock_backwards;                    // calls with a time before the last one: time stood still
    Counter clock_ahead;                        // calls with a time too far ahead to be believed
    Counter late_reports;                       // reports of a grant that is unknown or settled
    Counter grant_timeouts;                     // grants taken as written because nothing was heard
    Counter answer_timeouts;                    // messages taken as unanswered because nothing was heard
    Counter rate_reject_pauses;                 // pauses that a rate-limit reject began
    Counter bans;                               // times the venue shut us out
    Counter feedback;                           // reports of clock, counters, fills and blocks that were believed
    Counter feedback_refused;                   // ... and that were absurd, late or of no known limit
    std::array<Counter, kTrips> breaker_trips;  // of the venue's breaker and its lanes' breakers
    Counter lock_contended;                     // submit, report or poll found the venue's lock taken
    SharedCounter malformed_calls;              // calls with a struct that could not be read

    // Counts one verdict. The arguments are the plugin's own: a class and an action that exist.
    void count_decision(uint32_t request_class, uint32_t action, uint32_t reason) noexcept {
        decisions[request_class][action - SLUICE_ACTION_SEND][reason_index(reason)].add();
    }

    // Counts one finished release: reason NONE when it was sent, else why it was dropped.
    void count_release(uint32_t request_class, uint32_t reason) noexcept {
        releases[request_class][reason_index(reason)].add();
    }

    // Counts one answer; `event_kind` is SLUICE_EVENT_ACKED to SLUICE_EVENT_DONE.
    void count_outcome(uint32_t event_kind) noexcept { outcomes[event_kind - kFirstOutcome].add(); }

    // Counts messages that left without asking; a kind that does not exist goes under 0.
    void count_ungated(uint32_t message_kind, uint64_t messages) noexcept {
        ungated[message_kind < kKinds ? message_kind : 0].add(messages);
    }

    // Whether the next call of `submit` is one of those that are timed.
    bool is_next_timed() const noexcept { return submits.value() % kDecisionSampleEvery == 0; }
};

static_assert((VenueCounters::kDecisionSampleEvery & (VenueCounters::kDecisionSampleEvery - 1)) == 0);
static_assert(SLUICE_CLASS_CRITICAL == 0 && SLUICE_ACTION_SEND == 1);

}  // namespace sluice
