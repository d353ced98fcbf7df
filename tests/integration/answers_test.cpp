// What a gateway got from a venue, through the extension: the event to report, and what the extension does with
// pointers and sizes that no gateway should pass.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "sluice/ext/answers.h"
#include "test_host.hpp"

namespace sluice_test {

namespace {

constexpr std::uint64_t kNowMs = 1'700'000'000'000;

class Answers : public testing::Test {
protected:
    const sluice_ext_answers &answers() const { return host.extension<sluice_ext_answers>(SLUICE_EXT_ANSWERS); }

    // The answer borrows the body.
    static sluice_answer answer_of(std::uint32_t http_status, std::string_view body) {
        sluice_answer answer = SLUICE_ANSWER_INIT;
        answer.http_status = http_status;
        answer.body = body.data();
        answer.body_length = body.size();
        answer.now_unix_ms = kNowMs;
        return answer;
    }

    sluice_answer_class classified(const sluice_answer &answer, std::uint32_t venue_id = 1) const {
        sluice_answer_class found = SLUICE_ANSWER_CLASS_INIT;
        EXPECT_EQ(answers().classify(host.engine, venue_id, &answer, &found), SLUICE_OK);
        EXPECT_EQ(found.struct_size, sizeof found);
        return found;
    }
    sluice_answer_class classified(std::uint32_t http_status, const std::string &body) const {
        return classified(answer_of(http_status, body));
    }

    TestHost host{one_venue(window_limit(10, 1000))};
};

void expect_unreadable(const sluice_answer_class &found) {
    EXPECT_EQ(found.means, std::uint32_t{SLUICE_ANSWER_UNKNOWN});
    EXPECT_EQ(found.event_kind, std::uint32_t{SLUICE_EVENT_LOST});
    EXPECT_EQ(found.retry_after_ns, 0u);
    EXPECT_EQ(found.limit_id, 0u);
}

}  // namespace

TEST_F(Answers, without_a_profile_have_the_table_for_all_venues) {
    const struct {
        std::uint32_t http_status;
        const char *body;
        std::uint32_t means;
        std::uint32_t event_kind;
        std::uint32_t flags;
    } cases[] = {
        {200, "{}", SLUICE_ANSWER_ACCEPTED, SLUICE_EVENT_ACKED, SLUICE_ANSWER_FLAG_GUESS},
        {400, "{}", SLUICE_ANSWER_BUSINESS, SLUICE_EVENT_REJECTED, SLUICE_ANSWER_FLAG_BUILT_IN},
        {429, "", SLUICE_ANSWER_RATE_LIMIT, SLUICE_EVENT_RATE_REJECTED, SLUICE_ANSWER_FLAG_BUILT_IN},
        {418, "", SLUICE_ANSWER_BAN, SLUICE_EVENT_BANNED, SLUICE_ANSWER_FLAG_BUILT_IN},
        {503, "overloaded", SLUICE_ANSWER_OVERLOAD, SLUICE_EVENT_FAILED, SLUICE_ANSWER_FLAG_BUILT_IN},
        {504, "", SLUICE_ANSWER_UNKNOWN, SLUICE_EVENT_TIMED_OUT, SLUICE_ANSWER_FLAG_BUILT_IN},
        {0, "gibberish", SLUICE_ANSWER_UNKNOWN, SLUICE_EVENT_LOST, SLUICE_ANSWER_FLAG_GUESS},
        {200, "{\"a\":", SLUICE_ANSWER_UNKNOWN, SLUICE_EVENT_LOST, SLUICE_ANSWER_FLAG_GUESS | SLUICE_ANSWER_FLAG_CUT},
    };
    for (const auto &known : cases) {
        const sluice_answer_class found = classified(known.http_status, known.body);
        EXPECT_EQ(found.means, known.means) << known.http_status << known.body;
        EXPECT_EQ(found.event_kind, known.event_kind) << known.http_status << known.body;
        EXPECT_EQ(found.flags, known.flags) << known.http_status << known.body;
        EXPECT_EQ(found.row, 0u);
        EXPECT_EQ(found.limit_id, 0u);
    }
}

TEST_F(Answers, with_a_profile_name_the_limit_that_was_hit) {
    TestHost binance(one_venue(R"("profile": "binance-spot", "without": ["orders_day"])"));
    const auto found = [&](std::uint32_t http_status, const std::string &body) {
        const sluice_answer answer = answer_of(http_status, body);
        sluice_answer_class answer_class = SLUICE_ANSWER_CLASS_INIT;
        EXPECT_EQ(binance.extension<sluice_ext_answers>(SLUICE_EXT_ANSWERS)
                      .classify(binance.engine, 1, &answer, &answer_class),
            SLUICE_OK);
        return answer_class;
    };
    const sluice_answer_class orders =
        found(0, R"({"code":-1015,"msg":"Too many new orders; current limit is 50 orders per 10 SECOND."})");
    EXPECT_EQ(orders.event_kind, std::uint32_t{SLUICE_EVENT_RATE_REJECTED});
    EXPECT_EQ(orders.limit_id, binance.limit_id("orders_10s"));
    EXPECT_GT(orders.row, 0u);
    EXPECT_EQ(orders.flags, 0u);
    const sluice_answer_class day =
        found(0, R"({"code":-1015,"msg":"Too many new orders; current limit is 160000 orders per 1 DAY."})");
    EXPECT_EQ(day.event_kind, std::uint32_t{SLUICE_EVENT_RATE_REJECTED});
    EXPECT_EQ(day.limit_id, 0u);  // the config left it out
    const sluice_answer_class ban =
        found(418, R"({"code":-1003,"msg":"Way too much request weight used; IP banned until 1700000090000."})");
    EXPECT_EQ(ban.event_kind, std::uint32_t{SLUICE_EVENT_BANNED});
    EXPECT_EQ(ban.retry_after_ns, 90 * kSecondNs);
    EXPECT_EQ(ban.limit_id, binance.limit_id("request_weight"));
    EXPECT_EQ(found(400, R"({"code":-2010,"msg":"x"})").event_kind, std::uint32_t{SLUICE_EVENT_REJECTED});
}

// The way that a gateway goes: answer, class, event, and from then on the engine holds back what the venue would
// refuse.
TEST_F(Answers, become_events_that_close_what_the_venue_closed) {
    sluice_lane *lane = host.lane_up();
    const sluice_verdict sent = host.submit(lane, new_order(1));
    ASSERT_EQ(sent.action, std::uint32_t{SLUICE_ACTION_SEND});
    host.written(lane, sent.grant);
    sluice_answer answer = answer_of(429, R"({"msg":"Too many requests"})");
    answer.retry_after = "2";
    answer.retry_after_length = 1;
    const sluice_answer_class found = classified(answer);
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = found.event_kind;
    event.grant = sent.grant;
    event.retry_after_ns = found.retry_after_ns;
    event.limit_id = found.limit_id;
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    EXPECT_EQ(host.submit(lane, new_order(2)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.advance(2 * kSecondNs - 1);
    host.poll();
    EXPECT_TRUE(host.releases.empty());
    host.advance(1);
    host.poll();
    EXPECT_EQ(host.release_of(2).action, std::uint32_t{SLUICE_RELEASE_SEND});
}

TEST_F(Answers, say_how_long_to_wait) {
    const auto wait = [&](const std::string &header) {
        sluice_answer answer = answer_of(429, "");
        answer.retry_after = header.data();
        answer.retry_after_length = header.size();
        return classified(answer);
    };
    EXPECT_EQ(wait("3").retry_after_ns, 3 * kSecondNs);
    EXPECT_EQ(wait("Tue, 14 Nov 2023 22:13:25 GMT").retry_after_ns, 5 * kSecondNs);
    EXPECT_EQ(
        wait("9999999").flags & SLUICE_ANSWER_FLAG_RETRY_BOUNDED, std::uint32_t{SLUICE_ANSWER_FLAG_RETRY_BOUNDED});
    EXPECT_EQ(wait("-1").flags & SLUICE_ANSWER_FLAG_RETRY_IGNORED, std::uint32_t{SLUICE_ANSWER_FLAG_RETRY_IGNORED});
}

TEST_F(Answers, are_borrowed_bytes_of_any_kind_and_length) {
    std::string noise(1'000'000, '\0');
    for (std::size_t index = 0; index < noise.size(); ++index)
        noise[index] = static_cast<char>(index * 7 + index / 251);
    EXPECT_EQ(classified(429, noise).flags & SLUICE_ANSWER_FLAG_LONG, std::uint32_t{SLUICE_ANSWER_FLAG_LONG});
    sluice_answer nothing = SLUICE_ANSWER_INIT;
    expect_unreadable(classified(nothing));
}

TEST_F(Answers, that_the_host_describes_wrongly_are_unreadable) {
    const sluice_answer answer = answer_of(429, "");
    sluice_answer_class found = SLUICE_ANSWER_CLASS_INIT;
    const auto classify = [&](const sluice_answer *described, std::uint32_t venue_id) {
        found = SLUICE_ANSWER_CLASS_INIT;
        const sluice_status status = answers().classify(host.engine, venue_id, described, &found);
        expect_unreadable(found);
        return status;
    };
    EXPECT_EQ(classify(nullptr, 1), SLUICE_E_ARGUMENT);
    EXPECT_EQ(classify(&answer, 0), SLUICE_E_UNKNOWN);
    EXPECT_EQ(classify(&answer, 2), SLUICE_E_UNKNOWN);
    EXPECT_EQ(classify(&answer, SLUICE_VENUE_ALL), SLUICE_E_UNKNOWN);
    for (const std::uint32_t size : {0u, 4u, std::uint32_t(sizeof answer - 1), 1025u, UINT32_MAX}) {
        sluice_answer sized = answer;
        sized.struct_size = size;
        EXPECT_EQ(classify(&sized, 1), SLUICE_E_SIZE) << size;
    }
    sluice_answer without_bytes = SLUICE_ANSWER_INIT;
    without_bytes.body_length = 1;
    EXPECT_EQ(classify(&without_bytes, 1), SLUICE_E_ARGUMENT);
    without_bytes.body_length = 0;
    without_bytes.retry_after_length = 1;
    EXPECT_EQ(classify(&without_bytes, 1), SLUICE_E_ARGUMENT);
    alignas(8) unsigned char grown[sizeof answer + 8] = {};
    std::memcpy(grown, &answer, sizeof answer);
    const std::uint32_t grown_size = sizeof grown;
    std::memcpy(grown, &grown_size, sizeof grown_size);
    grown[sizeof answer] = 1;
    EXPECT_EQ(classify(reinterpret_cast<sluice_answer *>(grown), 1), SLUICE_E_UNKNOWN_SET);
}

TEST_F(Answers, are_written_only_where_there_is_room) {
    const sluice_answer answer = answer_of(429, "");
    EXPECT_EQ(answers().classify(host.engine, 1, &answer, nullptr), SLUICE_E_ARGUMENT);
    sluice_answer_class found = SLUICE_ANSWER_CLASS_INIT;
    for (const std::uint32_t size : {0u, 8u, std::uint32_t(sizeof found - 1), 1025u, UINT32_MAX}) {
        found.struct_size = size;
        EXPECT_EQ(answers().classify(host.engine, 1, &answer, &found), SLUICE_E_SIZE) << size;
        EXPECT_EQ(found.struct_size, size);
        EXPECT_EQ(found.means, 0u);
    }
    struct {
        sluice_answer_class known = SLUICE_ANSWER_CLASS_INIT;
        std::uint64_t tail = 77;
    } newer;
    newer.known.struct_size = sizeof newer;
    EXPECT_EQ(answers().classify(host.engine, 1, &answer, &newer.known), SLUICE_OK);
    EXPECT_EQ(newer.known.struct_size, sizeof newer.known);
    EXPECT_EQ(newer.tail, 77u);
}

TEST_F(Answers, of_garbage_engines_are_unreadable) {
    const sluice_ext_answers &extension = answers();
    const sluice_answer answer = answer_of(429, "");
    sluice_lane *lane = host.lane_up();
    for (const std::uintptr_t bits : {std::uintptr_t{0}, ~std::uintptr_t{0}, reinterpret_cast<std::uintptr_t>(lane),
             reinterpret_cast<std::uintptr_t>(&host)}) {
        sluice_answer_class found = SLUICE_ANSWER_CLASS_INIT;
        EXPECT_EQ(extension.classify(reinterpret_cast<sluice_engine *>(bits), 1, &answer, &found), SLUICE_E_ARGUMENT);
        expect_unreadable(found);
    }
}

}  // namespace sluice_test
