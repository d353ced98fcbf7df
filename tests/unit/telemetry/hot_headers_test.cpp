// What the hot path includes stays small and allocates nothing. This file includes the hot headers and nothing of what
// serves pages; civetweb shows itself by its export macro.
#include "telemetry/counter.hpp"
#include "telemetry/histogram.hpp"
#include "telemetry/reason_table.hpp"
#include "telemetry/venue_counters.hpp"

#ifdef CIVETWEB_API
#error "a hot header includes the HTTP server"
#endif

#include <atomic>
#include <memory>
#include <type_traits>

#include <gtest/gtest.h>

#include "allocation_count.hpp"

namespace sluice {
namespace {

// Fixed at compile time: two venues never share a cache line, and nothing has to be released.
static_assert(alignof(VenueCounters) == kCacheLineBytes && sizeof(VenueCounters) % kCacheLineBytes == 0);
static_assert(std::is_trivially_destructible_v<VenueCounters>);
static_assert(std::is_trivially_destructible_v<Histogram>);
static_assert(std::atomic<uint64_t>::is_always_lock_free);

TEST(HotHeaders, allocate_nothing) {
    const auto counters = std::make_unique<VenueCounters>();
    ASSERT_GT(test::allocation_count(), 0u) << "the counting of allocations does not work";
    const uint64_t before = test::allocation_count();
    for (uint32_t round = 0; round < 10'000; ++round) {
        if (counters->is_next_timed()) counters->decision.record(round);
        counters->submits.add();
        counters->count_decision(round % 5, 1 + round % 4, kReasons[round % kReasons.size()]);
        counters->count_release(round % 5, SLUICE_REASON_EXPIRED);
        counters->count_outcome(SLUICE_EVENT_ACKED);
        counters->count_ungated(round % 12, 1);
        counters->wait[round % 5].record(uint64_t{round} << (round % 50));
        counters->malformed_calls.add();
        ASSERT_NE(reason_name(round), nullptr);
        ASSERT_NE(reason_sentence(round), nullptr);
    }
    EXPECT_GT(counters->wait[0].percentile(990'000), 0u);
    EXPECT_EQ(test::allocation_count(), before);
}

}  // namespace
}  // namespace sluice
