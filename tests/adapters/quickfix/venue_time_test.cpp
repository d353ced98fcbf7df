// SendingTime(52) of what the venue sends measures its clock: with the answer to a message of ours, otherwise alone.
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>

#include "answers_fixture.hpp"

namespace {

using sluice::quickfix::Fate;
using namespace sluice_test;

constexpr std::uint64_t kMillisecond = 1000000;

std::uint64_t wall_ns() {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count());
}

class VenueTime : public Answers {
protected:
    using Answers::Answers;

    // The venue's clock is the one of this machine, and QuickFIX cuts it to milliseconds.
    void expect_stamp_since(std::uint64_t begin_ns, const sluice_event &event) {
        EXPECT_GE(event.venue_time_ns + kMillisecond, begin_ns);
        EXPECT_LE(event.venue_time_ns, wall_ns());
        EXPECT_EQ(event.venue_time_ns % kMillisecond, 0u);
        // One stamp in a thousand is a whole second.
        EXPECT_EQ(event.venue_time_resolution_us, event.venue_time_ns % (1000 * kMillisecond) == 0 ? 1000000u : 1000u);
    }
};

TEST_F(VenueTime, stands_in_every_answer_that_settles_a_grant) {
    const std::uint64_t begin_ns = wall_ns();
    std::uint64_t grant = send(new_order("c1"));
    pair_.venue.report("c1", "0", "0");
    ASSERT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    expect_stamp_since(begin_ns, last(SLUICE_EVENT_ACKED));
    grant = send(new_order("c2"));
    pair_.venue.report("c2", "8", "8", "no funds");
    ASSERT_TRUE(comes(SLUICE_EVENT_REJECTED, grant));
    expect_stamp_since(begin_ns, last(SLUICE_EVENT_REJECTED));
    grant = send(cancel_order("x1", "c1"));
    pair_.venue.send(make_message("9", {{11, "x1"}, {41, "c1"}, {39, "0"}, {434, "1"}, {58, "rate limit"}}));
    ASSERT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant));
    expect_stamp_since(begin_ns, last(SLUICE_EVENT_RATE_REJECTED));
    grant = send(new_order("c3"));
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") == 3; }));
    pair_.venue.send(make_message("j", {{45, field(pair_.venue.received("D")[2].bytes, 34)}, {372, "D"}, {380, "4"}}));
    ASSERT_TRUE(comes(SLUICE_EVENT_FAILED, grant));
    expect_stamp_since(begin_ns, last(SLUICE_EVENT_FAILED));
    grant = send(make_message("q", {{11, "m1"}, {530, "7"}}));
    pair_.venue.send(make_message("r", {{11, "m1"}, {37, "V-1"}, {530, "7"}, {531, "7"}}));
    ASSERT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    expect_stamp_since(begin_ns, last(SLUICE_EVENT_ACKED));
    EXPECT_EQ(last(SLUICE_EVENT_WRITTEN).venue_time_ns, 0u) << "the venue had no part in that";
}

// It may have been sent, unasked, before the request was: as its answer it would bound the clock on the wrong side.
TEST_F(VenueTime, of_an_answer_that_could_be_older_than_its_request_is_not_told_with_the_grant) {
    const std::uint64_t status = send(make_message("H", {{11, "c1"}, {55, "BTC-USD"}, {54, "1"}}));
    pair_.venue.report("c1", "I", "0");
    ASSERT_TRUE(comes(SLUICE_EVENT_ACKED, status));
    EXPECT_EQ(last(SLUICE_EVENT_ACKED).venue_time_ns, 0u);
    const std::uint64_t prices = send(make_message("V", {{262, "m1"}, {263, "2"}}));
    pair_.venue.send(make_message("W", {{262, "m1"}, {55, "BTC-USD"}}));
    ASSERT_TRUE(comes(SLUICE_EVENT_ACKED, prices));
    EXPECT_EQ(last(SLUICE_EVENT_ACKED).venue_time_ns, 0u);
}

TEST_F(VenueTime, is_never_that_of_a_resend) {
    FIX::Session &venue = *FIX::Session::lookupSession(kVenueSession);
    const int number = venue.getExpectedSenderNum();
    pair_.venue.report("c1", "0", "0");
    settle(1);
    const std::uint64_t grant = send(new_order("c1"));
    // As if the first report had been lost: the next message shows the gap, and it is sent again, as an answer now.
    pair_.gateway.session().setNextTargetMsgSeqNum(number);
    pair_.venue.send(make_message("B", {{148, "hello"}}));
    ASSERT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    ASSERT_EQ(pair_.venue.count("2"), 1u) << "it was asked to send again";
    EXPECT_EQ(last(SLUICE_EVENT_ACKED).venue_time_ns, 0u);
}

TEST_F(VenueTime, of_messages_that_nobody_asked_for_is_told_a_few_times_a_second) {
    constexpr int kNews = 300;
    const std::uint64_t begin_ns = wall_ns();
    const std::uint64_t started_ns = clock_ns();
    for (int news = 0; news < kNews; ++news)
        pair_.venue.send(make_message("B", {{148, "hello"}}));
    settle(kNews);
    // The logon told one as well.
    ASSERT_TRUE(eventually([&] {
        if (count(SLUICE_EVENT_VENUE_TIME) >= 3) return true;
        pair_.venue.send(make_message("B", {{148, "hello"}}));
        return false;
    }));
    const std::uint64_t elapsed_ns = clock_ns() - started_ns;
    EXPECT_LE(count(SLUICE_EVENT_VENUE_TIME), 3 + elapsed_ns / (250 * kMillisecond));
    const sluice_event told = last(SLUICE_EVENT_VENUE_TIME);
    expect_stamp_since(begin_ns, told);
    EXPECT_EQ(told.grant, 0u);
    EXPECT_GE(told.time_ns, started_ns);
    EXPECT_LE(told.time_ns, clock_ns());
}

TEST_F(VenueTime, is_told_with_answers_even_when_they_are_many) {
    pair_.venue.acknowledge_orders(true);
    for (int order = 0; order < 50; ++order)
        ASSERT_EQ(pair_.gateway.submit(new_order("c" + std::to_string(order))).fate, Fate::kSent);
    ASSERT_TRUE(eventually([&] { return count(SLUICE_EVENT_ACKED) == 50; }));
    for (const sluice_event &event : pair_.gateway.plugin.events()) {
        EXPECT_TRUE(event.kind != SLUICE_EVENT_ACKED || event.venue_time_ns != 0);
    }
}

TEST(HeartbeatTime, is_told_while_the_session_is_quiet) {
    GatewayParts parts;
    parts.heartbeat_s = 1;
    Pair pair(parts);
    EXPECT_TRUE(eventually([&] { return pair.gateway.plugin.count_events(SLUICE_EVENT_VENUE_TIME) >= 3; }));
}

// The events of a plugin that ended before there was a venue time.
TEST_F(VenueTime, is_left_out_for_a_plugin_that_does_not_know_it) {
    pair_.gateway.plugin.event_bytes_known.store(offsetof(sluice_event, venue_time_ns));
    std::uint64_t grant = send(new_order("c1"));
    pair_.venue.report("c1", "0", "0");
    ASSERT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    EXPECT_EQ(last(SLUICE_EVENT_ACKED).venue_time_ns, 0u);
    grant = send(new_order("c2"));
    pair_.venue.report("c2", "8", "8", "rate limit exceeded");
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant));
    EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
}

}  // namespace
