// Each count lands in its own word and in no other.
#include "telemetry/venue_counters.hpp"

#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Counter, is_read_while_one_thread_writes) {
    constexpr uint64_t kAdds = 1'000'000;
    Counter counter;
    std::thread writer([&counter] {
        for (uint64_t round = 0; round < kAdds; ++round)
            counter.add(2);
    });
    uint64_t before = 0;
    while (before < kAdds * 2) {
        const uint64_t value = counter.value();
        ASSERT_GE(value, before);
        before = value;
    }
    writer.join();
    EXPECT_EQ(counter.value(), kAdds * 2);
}

TEST(SharedCounter, loses_nothing_when_threads_write_together) {
    constexpr uint64_t kAdds = 200'000;
    SharedCounter counter;
    std::vector<std::thread> writers;
    for (int index = 0; index < 4; ++index) {
        writers.emplace_back([&counter] {
            for (uint64_t round = 0; round < kAdds; ++round)
                counter.add();
        });
    }
    for (std::thread &writer : writers)
        writer.join();
    EXPECT_EQ(counter.value(), kAdds * 4);
}

TEST(VenueCounters, counts_each_decision_in_a_place_of_its_own) {
    const auto counters = std::make_unique<VenueCounters>();
    uint64_t amount = 0;
    for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
        for (uint32_t action = SLUICE_ACTION_SEND; action <= SLUICE_ACTION_REFUSED; ++action) {
            for (const uint32_t reason : kReasons) {
                ++amount;
                for (uint64_t round = 0; round < amount; ++round) {
                    counters->count_decision(request_class, action, reason);
                }
            }
        }
    }
    amount = 0;
    for (const auto &by_action : counters->decisions) {
        for (const auto &by_reason : by_action) {
            for (std::size_t index = 0; index < kUnknownReasonIndex; ++index) {
                ASSERT_EQ(by_reason[index].value(), ++amount);
            }
            ASSERT_EQ(by_reason[kUnknownReasonIndex].value(), 0u);
        }
    }
}

TEST(VenueCounters, keeps_a_reason_of_nobody_apart) {
    const auto counters = std::make_unique<VenueCounters>();
    counters->count_decision(SLUICE_CLASS_IDLE, SLUICE_ACTION_REFUSED, 123'456);
    EXPECT_EQ(counters->decisions[SLUICE_CLASS_IDLE][3][kUnknownReasonIndex].value(), 1u);
    counters->count_release(SLUICE_CLASS_LOW, 123'456);
    EXPECT_EQ(counters->releases[SLUICE_CLASS_LOW][kUnknownReasonIndex].value(), 1u);
}

TEST(VenueCounters, counts_outcomes_from_acked_to_done) {
    const auto counters = std::make_unique<VenueCounters>();
    for (uint32_t kind = SLUICE_EVENT_ACKED; kind <= SLUICE_EVENT_DONE; ++kind) {
        for (uint32_t round = 0; round < kind; ++round)
            counters->count_outcome(kind);
    }
    ASSERT_EQ(counters->outcomes.size(), 7u);
    for (uint32_t index = 0; index < 7; ++index) {
        EXPECT_EQ(counters->outcomes[index].value(), index + SLUICE_EVENT_ACKED);
    }
}

TEST(VenueCounters, counts_ungated_messages_of_a_garbage_kind_under_none) {
    const auto counters = std::make_unique<VenueCounters>();
    counters->count_ungated(SLUICE_KIND_ADMIN, 3);
    counters->count_ungated(SLUICE_KIND_ADMIN + 1, 5);
    counters->count_ungated(UINT32_MAX, 7);
    EXPECT_EQ(counters->ungated[SLUICE_KIND_ADMIN].value(), 3u);
    EXPECT_EQ(counters->ungated[0].value(), 12u);
}

TEST(VenueCounters, times_one_submit_in_64) {
    const auto counters = std::make_unique<VenueCounters>();
    EXPECT_TRUE(counters->is_next_timed()) << "the first one, so that a quiet venue has a number too";
    int timed = 0;
    for (int round = 0; round < 6'400; ++round) {
        timed += counters->is_next_timed() ? 1 : 0;
        counters->submits.add();
    }
    EXPECT_EQ(timed, 100);
}

}  // namespace
}  // namespace sluice
