// The venue's ways of counting, by hand: each case can be worked out on paper from the sentence above the class.
#include "counters.hpp"

#include <gtest/gtest.h>

namespace conformance {
namespace {

constexpr Instant kNow = 20'000 * kDay;  // a midnight

Rule rule_of(Shape shape, int64_t limit, Span window) {
    Rule rule;
    rule.shape = shape;
    rule.limit = limit;
    rule.window = window;
    return rule;
}

Rule flow_of(Shape shape, int64_t limit, int64_t flow, Span flow_time) {
    Rule rule;
    rule.shape = shape;
    rule.limit = limit;
    rule.flow = flow;
    rule.flow_time = flow_time;
    return rule;
}

// How many single messages it takes at this moment.
int64_t takes(Counter &counter, int64_t limit, Instant at) {
    int64_t count = 0;
    while (count < 10'000 && counter.holds(1, limit, at)) {
        counter.add(1, at);
        ++count;
    }
    return count;
}

TEST(SpanCounter, counts_both_ends_of_any_span) {
    SpanCounter counter(rule_of(Shape::span, 3, kSecond));
    EXPECT_EQ(takes(counter, 3, kNow), 3);
    EXPECT_EQ(takes(counter, 3, kNow + kSecond), 0);
    EXPECT_EQ(takes(counter, 3, kNow + kSecond + 1), 3);
}

TEST(SpanCounter, gives_back_what_cost_nothing_after_all) {
    SpanCounter counter(rule_of(Shape::span, 3, kSecond));
    counter.add(3, kNow);
    counter.give_back(2, kNow);
    EXPECT_EQ(counter.used(kNow), 1);
    EXPECT_EQ(counter.used(kNow + 2 * kSecond), 0);
}

TEST(ClockWindowCounter, begins_anew_on_the_clock) {
    ClockWindowCounter counter(rule_of(Shape::clock_window, 5, 10 * kSecond));
    EXPECT_EQ(takes(counter, 5, kNow + 10 * kSecond - 1), 5);
    EXPECT_EQ(takes(counter, 5, kNow + 10 * kSecond), 5);
    EXPECT_EQ(takes(counter, 5, kNow + 20 * kSecond - 1), 0);
}

TEST(ClockWindowCounter, gives_back_no_more_than_it_has) {
    ClockWindowCounter counter(rule_of(Shape::clock_window, 5, 10 * kSecond));
    counter.add(2, kNow);
    counter.give_back(5, kNow);
    EXPECT_EQ(counter.used(kNow), 0);
}

TEST(OpeningWindowCounter, begins_with_the_first_message_after_the_last_one_ended) {
    OpeningWindowCounter counter(rule_of(Shape::opening_window, 2, 3 * kSecond));
    EXPECT_EQ(takes(counter, 1, kNow), 1);
    EXPECT_EQ(takes(counter, 2, kNow + 2 * kSecond), 1);
    EXPECT_EQ(takes(counter, 2, kNow + 3 * kSecond), 0);
    // The message of two seconds ago is forgotten with its window, although it is younger than three.
    EXPECT_EQ(takes(counter, 2, kNow + 4 * kSecond), 2);
    EXPECT_EQ(takes(counter, 2, kNow + 7 * kSecond), 0);
}

TEST(BucketCounter, refills_exactly) {
    BucketCounter counter(flow_of(Shape::bucket, 3, 3, kSecond));
    EXPECT_EQ(takes(counter, 3, kNow), 3);
    // A third of a second is no whole number of picoseconds.
    EXPECT_EQ(takes(counter, 3, kNow + kSecond / 3), 0);
    EXPECT_EQ(takes(counter, 3, kNow + kSecond / 3 + 1), 1);
    EXPECT_EQ(takes(counter, 3, kNow + 100 * kSecond), 3);
}

TEST(BucketCounter, has_a_second_threshold_on_the_same_count) {
    BucketCounter counter(flow_of(Shape::bucket, 3, 3, kSecond));
    EXPECT_EQ(takes(counter, 3, kNow), 3);
    EXPECT_EQ(takes(counter, 5, kNow), 2);
}

TEST(FallingCounter, falls_all_the_time_but_not_below_zero) {
    FallingCounter counter(flow_of(Shape::falling, 10, 234, 100 * kSecond));
    EXPECT_EQ(takes(counter, 10, kNow), 10);
    EXPECT_EQ(takes(counter, 10, kNow + 42 * kSecond / 100), 0);
    EXPECT_EQ(takes(counter, 10, kNow + 43 * kSecond / 100), 1);
    EXPECT_EQ(takes(counter, 10, kNow + 1'000 * kSecond), 10);
}

TEST(FallingCounter, may_fall_in_steps_of_the_clock) {
    Rule rule = flow_of(Shape::falling, 10, 2, kSecond);
    rule.step = kSecond;
    FallingCounter counter(rule);
    EXPECT_EQ(takes(counter, 10, kNow + kSecond / 10), 10);
    EXPECT_EQ(takes(counter, 10, kNow + kSecond - 1), 0);
    EXPECT_EQ(takes(counter, 10, kNow + kSecond), 2);
}

TEST(FallingCounter, gives_back_what_was_not_charged_after_all) {
    FallingCounter counter(flow_of(Shape::falling, 10, 1, kSecond));
    counter.add(8, kNow);
    counter.give_back(8, kNow);
    EXPECT_EQ(takes(counter, 10, kNow), 10);
}

TEST(OutstandingCounter, counts_what_has_no_answer) {
    OutstandingCounter counter(rule_of(Shape::outstanding, 2, 0));
    EXPECT_EQ(takes(counter, 2, kNow), 2);
    counter.give_back(1, kNow + kDay);
    EXPECT_EQ(takes(counter, 2, kNow + kDay), 1);
}

TEST(LifetimeCounter, lets_one_pass_now_and_then_when_it_is_used_up) {
    LifetimeCounter counter(flow_of(Shape::lifetime, 2, 0, 10 * kSecond));
    EXPECT_EQ(takes(counter, 2, kNow), 2);
    EXPECT_EQ(takes(counter, 2, kNow + 9 * kSecond), 0);
    EXPECT_EQ(takes(counter, 2, kNow + 10 * kSecond), 1);
    EXPECT_EQ(takes(counter, 2, kNow + 19 * kSecond), 0);
    EXPECT_EQ(takes(counter, 5, kNow + 19 * kSecond), 2);
}

TEST(BlockSpanCounter, counts_any_consecutive_blocks) {
    Rule rule;
    rule.shape = Shape::block_span;
    rule.blocks = 3;
    BlockSpanCounter counter(rule);
    counter.new_block(10);
    EXPECT_EQ(takes(counter, 4, kNow), 4);
    counter.new_block(12);
    EXPECT_EQ(takes(counter, 4, kNow), 0);
    counter.new_block(13);
    EXPECT_EQ(takes(counter, 4, kNow), 4);
}

TEST(VenueTime, goes_there_and_back) {
    for (const int64_t drift : {-50'000, -1, 0, 1, 50'000}) {
        const VenueTime time(kNow, drift);
        for (const uint64_t host_ns : {uint64_t{0}, uint64_t{1}, uint64_t{123'456'789}, 90'000 * kHostSecond}) {
            const uint64_t back_ns = time.host_ns(time.of(host_ns));
            EXPECT_LE(back_ns, host_ns);
            EXPECT_GE(back_ns + 2, host_ns);
        }
    }
    EXPECT_EQ(VenueTime(0, 50'000).of(kHostSecond), kSecond + 50 * kMicrosecond);
    EXPECT_EQ(stamp_ns(kNow + 1'999 * kMicrosecond, kMillisecond) % kHostSecond, kHostMillisecond);
}

}  // namespace
}  // namespace conformance
