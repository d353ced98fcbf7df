// What the venue says of a limit: how much is used or left, that a message came too often, that the limit is another
// now. Whatever it says, our own messages count, and what others are known to use counts as long as the venue counts
// it.
#include <gtest/gtest.h>

#include <deque>

#include "limits/limit.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kWindowNs = 1'000 * kMs;
constexpr uint64_t kNow = 100'000 * kMs;

LimitConfig config_of(LimitShape shape, uint64_t limit, uint64_t guard_ns = 0) {
    LimitConfig config;
    config.shape = shape;
    config.limit = limit;
    config.window_ns = kWindowNs;
    config.guard_ns = guard_ns;
    config.refill_amount = 1;
    config.refill_interval_ns = 50 * kMs;
    config.cost.fill(1);
    return config;
}

LimitConfig sliding(uint64_t limit, uint64_t guard_ns = 0) {
    return config_of(LimitShape::sliding_window, limit, guard_ns);
}

void spend(Limit &limit, uint64_t cost, uint64_t at_ns) {
    limit.take(0, cost, false, at_ns);
    limit.confirm(0, cost, false, at_ns);
}

// The answer to a message of cost 1 that was written at `sent_ns`.
VenueReport answer(uint64_t value, uint64_t sent_ns, uint64_t now_ns) {
    VenueReport report;
    report.value = value;
    report.sent_ns = sent_ns;
    report.own_cost = 1;
    report.now_ns = now_ns;
    return report;
}

VenueReport unasked(uint64_t value, uint64_t now_ns) {
    VenueReport report;
    report.value = value;
    report.now_ns = now_ns;
    return report;
}

TEST(LimitFeedback, finds_what_somebody_else_uses) {
    Limit limit(sliding(10), 1, 1);
    spend(limit, 1, kNow);
    EXPECT_TRUE(limit.hear_used(0, answer(5, kNow, kNow + kMs)));
    EXPECT_EQ(limit.usage(0, kNow + kMs).used, 5u);
    EXPECT_EQ(limit.usage(0, kNow + kMs).assumed, 4u);
}

TEST(LimitFeedback, assumes_nothing_when_the_number_is_our_own) {
    Limit limit(sliding(10), 1, 1);
    for (uint64_t message = 0; message < 5; ++message)
        spend(limit, 1, kNow + message * kMs);
    EXPECT_TRUE(limit.hear_remaining(0, answer(5, kNow + 4 * kMs, kNow + 9 * kMs)));
    EXPECT_EQ(limit.usage(0, kNow + 9 * kMs).used, 5u);
    EXPECT_EQ(limit.usage(0, kNow + 9 * kMs).assumed, 0u);
}

TEST(LimitFeedback, never_forgets_our_own_messages_for_a_low_number) {
    Limit limit(sliding(10), 1, 1);
    for (uint64_t message = 0; message < 8; ++message)
        spend(limit, 1, kNow + message * kMs);
    limit.take(0, 1, false, kNow + 8 * kMs);
    EXPECT_TRUE(limit.hear_used(0, answer(0, kNow + 7 * kMs, kNow + 9 * kMs)));
    EXPECT_TRUE(limit.hear_remaining(0, answer(10, kNow + 7 * kMs, kNow + 9 * kMs)));
    EXPECT_EQ(limit.usage(0, kNow + 9 * kMs).used, 9u);
}

TEST(LimitFeedback, believes_only_bad_news_of_a_number_that_answers_nothing) {
    Limit limit(sliding(10), 1, 1);
    EXPECT_TRUE(limit.hear_used(0, unasked(6, kNow)));
    EXPECT_TRUE(limit.hear_used(0, unasked(1, kNow + kMs)));
    EXPECT_EQ(limit.usage(0, kNow + kMs).used, 6u);
}

TEST(LimitFeedback, takes_back_what_it_assumed_when_a_later_answer_knows_better) {
    Limit limit(sliding(10), 1, 1);
    limit.hear_used(0, unasked(6, kNow));
    spend(limit, 1, kNow + kMs);
    EXPECT_TRUE(limit.hear_used(0, answer(1, kNow + kMs, kNow + 2 * kMs)));
    EXPECT_EQ(limit.usage(0, kNow + 2 * kMs).used, 1u);
}

TEST(LimitFeedback, keeps_what_it_assumed_when_an_older_answer_comes_late) {
    Limit limit(sliding(20), 1, 1);
    spend(limit, 1, kNow);
    spend(limit, 1, kNow + 10 * kMs);
    EXPECT_TRUE(limit.hear_used(0, answer(10, kNow + 10 * kMs, kNow + 20 * kMs)));
    ASSERT_EQ(limit.usage(0, kNow + 20 * kMs).assumed, 8u);
    EXPECT_TRUE(limit.hear_used(0, answer(1, kNow, kNow + 30 * kMs)));
    EXPECT_EQ(limit.usage(0, kNow + 30 * kMs).assumed, 8u);
}

TEST(LimitFeedback, keeps_a_limit_closed_after_a_reject_although_an_older_answer_saw_room) {
    Limit limit(sliding(20), 1, 1);
    spend(limit, 1, kNow);
    limit.saturate(0, kNow + 5 * kMs);
    EXPECT_TRUE(limit.hear_used(0, answer(1, kNow, kNow + 6 * kMs)));
    EXPECT_EQ(limit.usage(0, kNow + 6 * kMs).used, 20u);
}

TEST(LimitFeedback, counts_what_others_used_since_the_newest_number_and_not_since_the_first) {
    Limit limit(sliding(10), 1, 1);
    spend(limit, 1, kNow);
    limit.hear_used(0, answer(6, kNow, kNow + kMs));
    spend(limit, 1, kNow + 900 * kMs);
    limit.hear_used(0, answer(7, kNow + 900 * kMs, kNow + 901 * kMs));  // five still, but perhaps other ones
    EXPECT_EQ(limit.usage(0, kNow + 1'500 * kMs).assumed, 5u);
}

TEST(LimitFeedback, does_not_take_a_message_for_counted_that_had_left_the_window_by_then) {
    Limit limit(sliding(20, 100 * kMs), 1, 1);
    spend(limit, 1, kNow);
    limit.hear_used(0, unasked(8, kNow + 500 * kMs));
    const uint64_t sent_ns = kNow + 1'050 * kMs;
    spend(limit, 1, sent_ns);
    // Its own and seven of others: ours of the beginning is out of the venue's window, though not of ours.
    limit.hear_used(0, answer(8, sent_ns, sent_ns + 30 * kMs));
    EXPECT_GE(limit.usage(0, sent_ns + 30 * kMs).assumed, 7u);
}

TEST(LimitFeedback, does_not_count_on_a_cost_that_an_accepted_message_need_not_have) {
    LimitConfig config = sliding(20);
    Limit limit(config, 1, 1);
    limit.hear_used(0, unasked(9, kNow));
    limit.take(0, 1, false, kNow + kMs);
    VenueReport report = answer(9, kNow + kMs, kNow + 2 * kMs);
    report.own_open = 1;  // accepted costs nothing: all nine are of others
    limit.hear_used(0, report);
    EXPECT_EQ(limit.usage(0, kNow + 2 * kMs).assumed, 9u);
}

TEST(LimitFeedback, refuses_what_no_counter_can_say) {
    Limit limit(sliding(10), 1, 1);
    EXPECT_FALSE(limit.hear_used(0, unasked(21, kNow)));
    EXPECT_FALSE(limit.hear_used(0, unasked(UINT64_MAX, kNow)));
    EXPECT_FALSE(limit.hear_remaining(0, unasked(11, kNow)));
    EXPECT_EQ(limit.usage(0, kNow).used, 0u);
    Limit blocks(config_of(LimitShape::block_window, 10), 1, 1);
    EXPECT_FALSE(blocks.hear_used(0, unasked(5, kNow)));
    Limit in_flight(config_of(LimitShape::in_flight, 10), 1, 1);
    EXPECT_FALSE(in_flight.hear_used(0, unasked(5, kNow)));
}

TEST(LimitFeedback, hears_of_the_window_that_is_open_on_the_venues_clock_and_of_no_other) {
    VenueOffset clock;
    clock.hear(kNow + 9 * kMs, kNow + 10 * kMs, kNow + 10 * kMs, 0);
    Limit limit(config_of(LimitShape::aligned_window, 10), 1, 1, 1, &clock);
    VenueReport report = unasked(7, kNow + 20 * kMs);
    EXPECT_FALSE(limit.hear_used(0, report)) << "of an unknown window";
    report.venue_ns = kNow - 5 * kMs;
    EXPECT_FALSE(limit.hear_used(0, report)) << "of the one before";
    report.resolution_ns = 10 * kMs;
    EXPECT_FALSE(limit.hear_used(0, report)) << "of this one or the one before";
    report.venue_ns = kNow + 5 * kMs;
    EXPECT_TRUE(limit.hear_used(0, report));
    EXPECT_EQ(limit.usage(0, kNow + 20 * kMs).used, 7u);
}

TEST(LimitFeedback, raises_a_bucket_by_what_the_venue_counted_and_what_it_cannot_know) {
    Limit limit(config_of(LimitShape::decaying_counter, 20), 1, 1);
    spend(limit, 1, kNow);
    spend(limit, 3, kNow + 40 * kMs);  // after the message whose answer this is
    limit.hear_used(0, answer(10, kNow, kNow + 40 * kMs));
    EXPECT_GE(limit.usage(0, kNow + 40 * kMs).used, 12u);
    EXPECT_LE(limit.usage(0, kNow + 40 * kMs).used, 13u);
    limit.hear_used(0, answer(0, kNow + 40 * kMs, kNow + 41 * kMs));
    EXPECT_GE(limit.usage(0, kNow + 41 * kMs).used, 12u) << "good news comes with the refill";
}

TEST(LimitFeedback, lowers_a_limit_at_once_and_raises_it_no_higher_than_the_operator_did) {
    Limit limit(sliding(10), 1, 1);
    spend(limit, 4, kNow);
    EXPECT_TRUE(limit.hear_changed(5));
    EXPECT_EQ(limit.available_ns(0, 1, false, kNow), kNow);
    EXPECT_GT(limit.available_ns(0, 2, false, kNow), kNow);
    EXPECT_TRUE(limit.hear_changed(500));
    EXPECT_EQ(limit.numbers().limit, 10u);
    EXPECT_FALSE(limit.hear_changed(0));
    EXPECT_EQ(limit.numbers().limit, 10u);
}

TEST(LimitFeedback, gives_up_margin_and_reserve_for_a_limit_that_leaves_no_room_for_them) {
    LimitConfig config = sliding(20);
    config.margin = 4;
    config.cancel_reserve = 4;
    Limit limit(config, 1, 1);
    EXPECT_TRUE(limit.hear_changed(3));
    EXPECT_EQ(limit.ceiling(true), 1u);
    EXPECT_EQ(limit.available_ns(0, 1, false, kNow), kNow);
    EXPECT_TRUE(limit.hear_changed(20));
    EXPECT_EQ(limit.numbers().margin, 4u);
    EXPECT_EQ(limit.numbers().cancel_reserve, 4u);
    EXPECT_EQ(limit.ceiling(false), 12u);
}

TEST(LimitFeedback, leaves_room_for_the_dearest_message_of_a_bucket_with_a_guard) {
    LimitConfig config = config_of(LimitShape::token_bucket, 20, 120 * kMs);
    Limit limit(config, 1, 1);
    EXPECT_FALSE(limit.hear_changed(3));  // three units come back in the guard
    EXPECT_TRUE(limit.hear_changed(4));
    EXPECT_EQ(limit.available_ns(0, 1, false, kNow), kNow);
}

TEST(LimitFeedback, begins_as_if_all_were_used_when_told_so) {
    for (const LimitShape shape : {LimitShape::sliding_window, LimitShape::aligned_window,
             LimitShape::first_message_window, LimitShape::token_bucket, LimitShape::decaying_counter}) {
        LimitConfig config = config_of(shape, 4);
        config.is_used_at_start = true;
        Limit limit(config, 1, 1, 1, nullptr, kNow);
        EXPECT_EQ(limit.usage(0, kNow).room_cancel, 0u) << static_cast<int>(shape);
        EXPECT_GT(limit.available_ns(0, 4, true, kNow + 100 * kMs), kNow + 100 * kMs);
        EXPECT_EQ(limit.available_ns(0, 4, true, kNow + 1'002 * kMs), kNow + 1'002 * kMs);
    }
}

// ---- against the venue's counter with somebody else in it, by brute force ----

struct Counted {
    uint64_t at_ns = 0;
    uint64_t cost = 0;
    uint64_t revealed_ns = 0;  // others': when a report that contains it was heard
};

// The venue's own count of one limit.
class Venue {
public:
    Venue(LimitShape shape, uint64_t offset_ns, uint64_t unit_ns)
        : shape_(shape), offset_ns_(offset_ns), unit_ns_(unit_ns) {}

    std::deque<Counted> ours;
    std::deque<Counted> others;
    std::deque<uint64_t> written;  // ours

    // Whether a number tells others' part to the unit: not when one of ours may be just in or just out of a window
    // that ends with this write.
    bool is_exact(uint64_t sent_ns, uint64_t guard_ns) const {
        if (shape_ != LimitShape::sliding_window) return true;
        for (const uint64_t written_ns : written) {
            const uint64_t apart_ns = written_ns < sent_ns ? sent_ns - written_ns : 0;
            if (apart_ns + 2 * guard_ns + kMs > kWindowNs && apart_ns < kWindowNs + 2 * guard_ns + kMs) return false;
        }
        return true;
    }

    uint64_t venue_ns(uint64_t at_ns) const { return at_ns + offset_ns_; }
    bool counts_at(const Counted &message, uint64_t at_ns) const {
        if (message.at_ns > at_ns) return false;
        if (shape_ == LimitShape::aligned_window)
            return venue_ns(message.at_ns) / kWindowNs == venue_ns(at_ns) / kWindowNs;
        return message.at_ns + kWindowNs > at_ns;
    }
    uint64_t used(uint64_t at_ns) const {
        if (unit_ns_ != 0) return used_of_bucket(at_ns);
        uint64_t used = 0;
        for (const auto *list : {&ours, &others}) {
            for (const Counted &message : *list)
                used += counts_at(message, at_ns) ? message.cost : 0;
        }
        return used;
    }
    // All that counts of others was in a report that was heard before this.
    bool is_revealed(uint64_t at_ns, uint64_t before_ns) const {
        for (const Counted &message : others) {
            const bool counts = unit_ns_ != 0 ? message.at_ns <= at_ns : counts_at(message, at_ns);
            if (counts && (message.revealed_ns == 0 || message.revealed_ns > before_ns)) return false;
        }
        return true;
    }
    void reveal(uint64_t counted_ns, uint64_t heard_ns) {
        for (Counted &message : others) {
            if (message.at_ns > counted_ns || (unit_ns_ == 0 && !counts_at(message, counted_ns))) continue;
            if (message.revealed_ns == 0) message.revealed_ns = heard_ns;
        }
    }

private:
    // Rounded up: a part of a unit is no room for a whole one.
    uint64_t used_of_bucket(uint64_t at_ns) const {
        std::multimap<uint64_t, uint64_t> sorted;
        for (const auto *list : {&ours, &others}) {
            for (const Counted &message : *list)
                if (message.at_ns <= at_ns) sorted.emplace(message.at_ns, message.cost);
        }
        uint64_t empty_at_ns = 0;
        for (const auto &[time_ns, cost] : sorted)
            empty_at_ns = std::max(empty_at_ns, time_ns) + cost * unit_ns_;
        return empty_at_ns > at_ns ? (empty_at_ns - at_ns + unit_ns_ - 1) / unit_ns_ : 0;
    }

    LimitShape shape_;
    uint64_t offset_ns_;
    uint64_t unit_ns_;
};

struct Outcome {
    uint64_t judged = 0;
    uint64_t sent = 0;
};

void run_with_others(LimitShape shape, uint64_t seed, Outcome &outcome) {
    Random random(seed);
    const uint64_t most = 4 + up_to(random, 16);
    Road road;
    road.guard_ns = up_to(random, 20 * kMs);
    road.base_ns = up_to(random, 30 * kMs);
    road.write_max_ns = up_to(random, 2 * kMs);
    road.report_max_ns = up_to(random, 4 * kMs);
    road.answer_max_ns = up_to(random, 300 * kMs);
    const bool is_bucket = shape == LimitShape::decaying_counter;
    Agenda agenda(kNow);
    VenueOffset clock;
    const uint64_t offset_ns = up_to(random, kWindowNs);
    Limit limit(config_of(shape, most, road.guard_ns), 1, 1, 1, &clock);
    Venue venue(shape, offset_ns, is_bucket ? 50 * kMs : 0);
    for (int step = 0; step < 150; ++step) {
        // Apart enough that the order in which our own messages are counted is known: else nobody can tell ours from
        // others'.
        agenda.run_until(agenda.now_ns() + road.guard_ns + 7 * kMs + up_to(random, 90 * kMs));
        if (random() % 12 == 0) {
            const uint64_t at_ns = agenda.now_ns();
            venue.others.push_back(
                {at_ns, 1 + up_to(random, std::min<uint64_t>(most / 2, most - venue.used(at_ns))), 0});
            continue;
        }
        const uint64_t now_ns = agenda.now_ns();
        if (limit.available_ns(0, 1, false, now_ns) != now_ns) continue;
        limit.take(0, 1, false, now_ns);
        ++outcome.sent;
        const Trip trip = draw_trip(random, road, now_ns);
        agenda.at(trip.reported_ns, [&limit, trip] { limit.confirm(0, 1, false, trip.written_ns); });
        venue.written.push_back(trip.written_ns);
        const bool is_lost = random() % 6 == 0;
        agenda.at(trip.counted_ns, [&, trip, is_lost] {
            venue.ours.push_back({trip.counted_ns, 1, 0});
            const uint64_t used = venue.used(trip.counted_ns);
            if (venue.is_revealed(trip.counted_ns, trip.granted_ns)) {
                ++outcome.judged;
                ASSERT_LE(used, most) << "seed " << seed << " granted at " << trip.granted_ns - kNow;
            }
            if (is_lost) return;
            VenueReport report = answer(used, trip.written_ns, trip.answered_ns);
            report.venue_ns = venue.venue_ns(trip.counted_ns);
            agenda.at(trip.answered_ns, [&, trip, report] {
                clock.hear(trip.granted_ns, trip.answered_ns, report.venue_ns, 0);
                const bool is_of_remaining = report.value <= limit.numbers().limit && trip.granted_ns % 2 == 0;
                VenueReport told = report;
                if (is_of_remaining) told.value = limit.numbers().limit - report.value;
                const bool is_believed = is_of_remaining ? limit.hear_remaining(0, told) : limit.hear_used(0, told);
                if (is_believed && venue.is_exact(trip.written_ns, road.guard_ns))
                    venue.reveal(trip.counted_ns, trip.answered_ns);
            });
        });
        if (testing::Test::HasFatalFailure()) return;
    }
    agenda.run_until(agenda.now_ns() + 2 * kWindowNs);
}

void run_all_with_others(LimitShape shape) {
    Outcome outcome;
    for (uint64_t seed = 1; seed <= 600 && !testing::Test::HasFatalFailure(); ++seed)
        run_with_others(shape, seed, outcome);
    EXPECT_GT(outcome.judged, outcome.sent / 4);
    EXPECT_GT(outcome.sent, 10'000u);
}

TEST(LimitFeedback, leaves_others_what_they_are_known_to_use_of_a_sliding_window) {
    run_all_with_others(LimitShape::sliding_window);
}

TEST(LimitFeedback, leaves_others_what_they_are_known_to_use_of_an_aligned_window) {
    run_all_with_others(LimitShape::aligned_window);
}

TEST(LimitFeedback, leaves_others_what_they_are_known_to_use_of_a_decaying_counter) {
    run_all_with_others(LimitShape::decaying_counter);
}

}  // namespace
}  // namespace sluice
