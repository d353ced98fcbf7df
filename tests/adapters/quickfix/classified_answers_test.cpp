// Refusals over a plugin that classifies answers, and what the host and the fields of standard FIX say beside it.
#include <gtest/gtest.h>

#include <mutex>

#include "answers_fixture.hpp"
#include "sluice/ext/answers.h"

namespace {

using namespace sluice_test;

constexpr std::uint64_t kSecond = 1000000000;

// A table that knows a few words. The extension is plain C, so it is one for the process, as each test is.
class Table {
public:
    static const void *find(const std::string &id) {
        static const sluice_ext_answers kExtension = {sizeof(sluice_ext_answers), 0, &Table::classify};
        return id == SLUICE_EXT_ANSWERS ? &kExtension : nullptr;
    }
    static std::vector<std::string> bodies() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return bodies_;
    }
    static std::uint64_t now_unix_ms() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return now_unix_ms_;
    }

private:
    static sluice_status classify(
        sluice_engine *, std::uint32_t venue, const sluice_answer *answer, sluice_answer_class *answer_class) {
        if (venue != sluice::FakePlugin::kVenue) return SLUICE_E_UNKNOWN;
        const std::string body(answer->body, answer->body_length);
        answer_class->event_kind = SLUICE_EVENT_REJECTED;
        if (field(body, 58) == "easy") {
            answer_class->event_kind = SLUICE_EVENT_RATE_REJECTED;
            answer_class->retry_after_ns = 3 * kSecond;
            answer_class->limit_id = 7;
        } else if (field(body, 58) == "out") {
            answer_class->event_kind = SLUICE_EVENT_BANNED;
            answer_class->retry_after_ns = 60 * kSecond;
        } else if (field(body, 58) == "busy") {
            answer_class->event_kind = SLUICE_EVENT_FAILED;
        } else if (field(body, 58) == "perhaps") {
            answer_class->event_kind = SLUICE_EVENT_TIMED_OUT;
        } else if (field(body, 58) == "hm") {
            answer_class->event_kind = SLUICE_EVENT_LOST;
        } else if (field(body, 58) == "fine") {
            answer_class->event_kind = SLUICE_EVENT_ACKED;
        }
        const std::lock_guard<std::mutex> lock(mutex_);
        bodies_.push_back(body);
        now_unix_ms_ = answer->now_unix_ms;
        return SLUICE_OK;
    }

    static std::mutex mutex_;
    static std::vector<std::string> bodies_;
    static std::uint64_t now_unix_ms_;
};

std::mutex Table::mutex_;
std::vector<std::string> Table::bodies_;
std::uint64_t Table::now_unix_ms_ = 0;

class ClassifiedAnswers : public Answers {
protected:
    explicit ClassifiedAnswers(const std::string &session_keys = "") : Answers(with_table(session_keys)) {}

    static GatewayParts with_table(const std::string &session_keys) {
        GatewayParts parts = parts_of(session_keys);
        parts.extension = &Table::find;
        return parts;
    }
    // The event that comes of an order which the venue rejects with that text.
    std::uint32_t kind_of_reject(const std::string &text) {
        const std::string id = "c" + std::to_string(++orders_);
        const std::uint64_t grant = send(new_order(id));
        pair_.venue.report(id, "8", "8", text);
        EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == orders_; })) << "the order is over";
        for (const sluice_event &event : pair_.gateway.plugin.events()) {
            if (event.grant == grant && event.kind != SLUICE_EVENT_WRITTEN) return event.kind;
        }
        return 0;
    }
    FIX::Message business_reject(const std::string &reason, const std::string &text, const std::string &cl_ord_id) {
        return make_message("j", {{45, "9999"}, {372, "D"}, {379, cl_ord_id}, {380, reason}, {58, text}});
    }

private:
    std::size_t orders_ = 0;
};

TEST_F(ClassifiedAnswers, a_rate_reject_says_for_how_long_and_which_limit_it_met) {
    EXPECT_EQ(kind_of_reject("easy"), std::uint32_t(SLUICE_EVENT_RATE_REJECTED));
    EXPECT_EQ(last(SLUICE_EVENT_RATE_REJECTED).retry_after_ns, 3 * kSecond);
    EXPECT_EQ(last(SLUICE_EVENT_RATE_REJECTED).limit_id, 7u);
    EXPECT_NE(last(SLUICE_EVENT_RATE_REJECTED).venue_time_ns, 0u);
}

TEST_F(ClassifiedAnswers, bans_overload_and_business_are_told_apart) {
    EXPECT_EQ(kind_of_reject("out"), std::uint32_t(SLUICE_EVENT_BANNED));
    EXPECT_EQ(last(SLUICE_EVENT_BANNED).retry_after_ns, 60 * kSecond);
    EXPECT_EQ(kind_of_reject("busy"), std::uint32_t(SLUICE_EVENT_FAILED));
    EXPECT_EQ(kind_of_reject("no funds"), std::uint32_t(SLUICE_EVENT_REJECTED));
}

TEST_F(ClassifiedAnswers, the_table_sees_the_whole_message_and_what_time_it_is) {
    kind_of_reject("no funds");
    const std::string body = Table::bodies().at(0);
    EXPECT_EQ(body.compare(0, 10, "8=FIX.4.4\001"), 0) << body;
    EXPECT_EQ(field(body, 35), "8");
    EXPECT_EQ(field(body, 150), "8");
    EXPECT_EQ(field(body, 10).size(), 3u) << body;
    EXPECT_NEAR(static_cast<double>(Table::now_unix_ms()) / 1000, static_cast<double>(time(nullptr)), 10);
}

TEST_F(ClassifiedAnswers, good_answers_are_not_classified) {
    const std::uint64_t grant = send(new_order("c1"));
    pair_.venue.report("c1", "0", "0", "out");
    EXPECT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    EXPECT_TRUE(Table::bodies().empty());
}

TEST_F(ClassifiedAnswers, an_order_that_is_rejected_is_rejected_whatever_else_the_text_may_mean) {
    EXPECT_EQ(kind_of_reject("perhaps"), std::uint32_t(SLUICE_EVENT_REJECTED));
    EXPECT_EQ(kind_of_reject("hm"), std::uint32_t(SLUICE_EVENT_REJECTED));
    EXPECT_EQ(kind_of_reject("fine"), std::uint32_t(SLUICE_EVENT_REJECTED));
}

TEST_F(ClassifiedAnswers, a_message_whose_outcome_the_venue_does_not_know_may_have_become_an_order) {
    const std::uint64_t grant = send(new_order("c1"));
    pair_.venue.send(business_reject("0", "perhaps", "c1"));
    EXPECT_TRUE(comes(SLUICE_EVENT_TIMED_OUT, grant));
    settle(1);
    EXPECT_EQ(count(SLUICE_EVENT_DONE), 0u);
    EXPECT_EQ(pair_.gateway.gate->numbers().orders_now, 1u);
}

TEST_F(ClassifiedAnswers, the_throttle_of_fix_is_a_rate_reject_whatever_the_table_says) {
    for (const char *reason : {"8", "9", "10"}) {
        for (const char *text : {"no funds", "busy", "perhaps"}) {
            const std::string id = std::string(reason) + text;
            const std::uint64_t grant = send(new_order(id));
            pair_.venue.send(business_reject(reason, text, id));
            EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant)) << id;
        }
    }
    const std::uint64_t grant = send(new_order("c1"));
    pair_.venue.send(business_reject("4", "no funds", "c1"));
    EXPECT_TRUE(comes(SLUICE_EVENT_FAILED, grant)) << "nor does it make the venue's failure the order's";
}

TEST_F(ClassifiedAnswers, the_throttle_may_hit_a_message_that_nobody_knows) {
    pair_.venue.send(business_reject("8", "easy", "unheard-of"));
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, 0));
    EXPECT_EQ(last(SLUICE_EVENT_RATE_REJECTED).retry_after_ns, 3 * kSecond);
    EXPECT_EQ(count(SLUICE_EVENT_WRITTEN), 0u);
    pair_.venue.send(business_reject("0", "no funds", "unheard-of"));
    settle(2);
    EXPECT_EQ(count(SLUICE_EVENT_REJECTED), 0u) << "any other refusal of such a message is none of ours";
}

TEST_F(ClassifiedAnswers, cancels_and_mass_cancels_are_classified_too) {
    send(new_order("c1"));
    std::uint64_t grant = send(cancel_order("x1", "c1"));
    pair_.venue.send(make_message("9", {{11, "x1"}, {41, "c1"}, {39, "0"}, {434, "1"}, {58, "out"}}));
    EXPECT_TRUE(comes(SLUICE_EVENT_BANNED, grant));
    grant = send(make_message("q", {{11, "m1"}, {530, "7"}}));
    pair_.venue.send(make_message("r", {{11, "m1"}, {37, "V-1"}, {530, "7"}, {531, "0"}, {58, "easy"}}));
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant));
}

TEST_F(ClassifiedAnswers, a_logout_may_be_a_ban) {
    pair_.venue.log_out("out");
    EXPECT_TRUE(comes(SLUICE_EVENT_BANNED, 0));
    EXPECT_EQ(last(SLUICE_EVENT_BANNED).retry_after_ns, 60 * kSecond);
}

TEST_F(ClassifiedAnswers, a_logout_for_another_reason_closes_nothing) {
    pair_.venue.log_out("busy");
    ASSERT_TRUE(eventually([&] { return count(SLUICE_EVENT_LANE_DOWN) >= 1; }));
    EXPECT_EQ(count(SLUICE_EVENT_BANNED) + count(SLUICE_EVENT_RATE_REJECTED) + count(SLUICE_EVENT_FAILED), 0u);
}

TEST_F(ClassifiedAnswers, words_that_nobody_chose_do_not_overrule_the_table) {
    EXPECT_EQ(kind_of_reject("too many decimals"), std::uint32_t(SLUICE_EVENT_REJECTED));
}

class HostsWords : public ClassifiedAnswers {
protected:
    HostsWords() : ClassifiedAnswers("SluiceRateLimitText=slow down|out|perhaps\nSluiceRateLimitPauseMs=5000\n") {}
};

TEST_F(HostsWords, overrule_the_table_but_never_make_less_of_a_ban) {
    EXPECT_EQ(kind_of_reject("Slow Down"), std::uint32_t(SLUICE_EVENT_RATE_REJECTED));
    EXPECT_EQ(last(SLUICE_EVENT_RATE_REJECTED).retry_after_ns, 5 * kSecond);
    EXPECT_EQ(kind_of_reject("perhaps"), std::uint32_t(SLUICE_EVENT_RATE_REJECTED));
    EXPECT_EQ(kind_of_reject("out"), std::uint32_t(SLUICE_EVENT_BANNED));
    EXPECT_EQ(last(SLUICE_EVENT_BANNED).retry_after_ns, 60 * kSecond) << "the pause is for rate rejects";
}

TEST_F(HostsWords, leave_all_else_to_the_table) {
    EXPECT_EQ(kind_of_reject("busy"), std::uint32_t(SLUICE_EVENT_FAILED));
    EXPECT_EQ(kind_of_reject("easy"), std::uint32_t(SLUICE_EVENT_RATE_REJECTED));
    EXPECT_EQ(last(SLUICE_EVENT_RATE_REJECTED).retry_after_ns, 5 * kSecond) << "the longer of both pauses";
    EXPECT_EQ(last(SLUICE_EVENT_RATE_REJECTED).limit_id, 7u);
}

// The plugin of a host that was built before there were tables.
TEST_F(Answers, the_throttle_of_fix_is_known_without_a_table) {
    for (const char *reason : {"8", "9", "10"}) {
        const std::string id = std::string("c") + reason;
        const std::uint64_t grant = send(new_order(id));
        pair_.venue.send(make_message("j", {{45, "9999"}, {372, "D"}, {379, id}, {380, reason}, {58, "no"}}));
        EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant)) << reason;
    }
}

}  // namespace
