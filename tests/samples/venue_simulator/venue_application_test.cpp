// The first of the two steps, by itself: what is counted and judged when bytes arrive, with no socket and no session.
#include "venue_application.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace venue_simulator {
namespace {

struct VenueArrivals : testing::Test {
    VenueArrivals() : stalls(kWindowNs) {
        rules.rate.limit = 3;
        rules.rate.window_ns = kWindowNs;
        application.reset(new VenueApplication(rules, stalls, timer, log));
        application->onCreate(session);
    }

    // `fields` follow the type, with `|` between them. Each message has the next sequence number unless it brings its
    // own.
    void arrive(const std::string &type, const std::string &fields = "") {
        std::string text = "8=FIX.4.4|9=0|35=" + type + "|";
        if (fields.find("34=") == std::string::npos) text += "34=" + std::to_string(++sequence) + "|";
        text += "49=G|52=20260102-03:04:05.678|56=VENUE|" + fields;
        std::replace(text.begin(), text.end(), '|', '\x01');
        application->on_incoming(session, text);
    }
    const SessionRecord &record() const { return *application->records().at("G"); }
    const SessionCounts &counts() const { return record().counts; }

    // Long enough that no message leaves the window while a test runs.
    static constexpr std::int64_t kWindowNs = 3600ll * 1000 * 1000 * 1000;
    const FIX::SessionID session{"FIX.4.4", "VENUE", "G"};
    int sequence = 0;
    VenueRules rules;
    StallWatch stalls;
    TimerThread timer;
    ArrivalLog log;
    std::unique_ptr<VenueApplication> application;
};

TEST_F(VenueArrivals, counts_each_kind_and_no_session_message) {
    for (const char *type : {"D", "F", "G", "H", "q", "A", "0", "1", "2", "4", "5", "8"})
        arrive(type);
    EXPECT_EQ(counts().messages, 5u);
    EXPECT_EQ(counts().new_orders, 1u);
    EXPECT_EQ(counts().cancels, 1u);
    EXPECT_EQ(counts().replaces, 1u);
    EXPECT_EQ(counts().statuses, 1u);
    EXPECT_EQ(counts().mass_cancels, 1u);
    EXPECT_EQ(counts().heartbeats, 1u);
    EXPECT_EQ(record().judge.peak_by_arrival(), 5u);
}

TEST_F(VenueArrivals, counts_every_message_over_the_limit) {
    for (int message = 0; message < 10; ++message)
        arrive("D");
    EXPECT_EQ(counts().violations_by_arrival, 7u);
    EXPECT_EQ(counts().violations_by_sending_time, 7u);
    EXPECT_EQ(counts().stall_suspects, 0u);
    EXPECT_EQ(record().judge.peak_by_arrival(), 10u);
}

TEST_F(VenueArrivals, judges_a_message_once_that_quickfix_kept_for_a_gap) {
    arrive("D", "34=7|11=a|");
    arrive("D", "34=7|11=a|");
    EXPECT_EQ(counts().messages, 1u);
    // A different message under that number is another arrival, as after a reset of the sequence numbers.
    arrive("D", "34=7|11=b|");
    EXPECT_EQ(counts().messages, 2u);
}

TEST_F(VenueArrivals, counts_possible_duplicates_by_type) {
    arrive("D", "34=1|43=Y|11=a|");
    arrive("D", "34=2|43=Y|11=b|");
    arrive("4", "34=3|43=Y|");
    arrive("D", "34=4|43=N|11=c|");
    EXPECT_EQ(counts().possdup_orders, 2u);
    EXPECT_EQ(counts().possdup_by_type, (std::map<std::string, std::uint64_t>{{"4", 1}, {"D", 2}}));
}

TEST_F(VenueArrivals, survives_messages_without_fields) {
    application->on_incoming(session, "");
    application->on_incoming(session, "35=D");
    application->on_incoming(session, std::string("35=D\x01"
                                                  "52=yesterday\x01",
                                          18));
    EXPECT_EQ(counts().messages, 2u);
}

}  // namespace
}  // namespace venue_simulator
