// Known answers with bytes changed, pieces doubled and garbage put in, from a fixed seed; the bytes stand in memory of
// exactly their size. Nothing is read outside of it, everything ends, and all that is returned is in its range. A
// status that asks to stop is heard whatever the body says, and more of an error's own bytes never hide it.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>

#include "known_answers.hpp"
#include "profile_table.hpp"

namespace sluice::test {
namespace {

using Random = std::mt19937_64;
using namespace std::string_view_literals;

constexpr std::string_view kPieces[] = {"{"sv, "}"sv, "["sv, "]"sv, "\""sv, "\\"sv, "\\\""sv, "\\u0041"sv, "\\u00"sv,
    ":"sv, "="sv, ","sv, "<"sv, ">"sv, "<p>"sv, "</"sv, "\0"sv, "\x01"sv, "|"sv, "\xff"sv, "\xc3"sv, "\xe2\x82"sv,
    " "sv, "\n"sv, "-"sv, "0"sv, "9999999999999999999999"sv, "code"sv, "\"code\":"sv, "error"sv, "\"error\":["sv,
    "\"status\":429,"sv, "8=FIX"sv, "35="sv, "10=000"sv, "banned until "sv, "retry in "sv, "Too many requests"sv};

std::string mutated(std::string text, Random &random) {
    for (uint64_t changes = 1 + random() % 6; changes > 0; --changes) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 5) {
            case 0:
                if (!text.empty()) text[at] = static_cast<char>(random());
                break;
            case 1:
                text.erase(at, 1 + random() % 20);
                break;
            case 2:
                text.insert(at, text.substr(random() % (text.size() + 1), random() % 40));
                break;
            case 3:
                text.insert(at, std::string(random() % 50, static_cast<char>(random())));
                break;
            default:
                text.insert(at, kPieces[random() % std::size(kPieces)]);
                break;
        }
    }
    return text;
}

AnswerClass classified_in_place(
    const std::vector<AnswerRule> &table, uint32_t http_status, const std::string &body, const std::string &header) {
    const std::unique_ptr<char[]> body_bytes(new char[body.size()]);
    const std::unique_ptr<char[]> header_bytes(new char[header.size()]);
    std::copy(body.begin(), body.end(), body_bytes.get());
    std::copy(header.begin(), header.end(), header_bytes.get());
    return classify(
        table, {http_status, {body_bytes.get(), body.size()}, {header_bytes.get(), header.size()}, 1'600'000'000'000});
}

void expect_in_range(const AnswerClass &found, std::size_t rows) {
    EXPECT_LT(static_cast<uint32_t>(found.means), kAnswerMeaningCount);
    EXPECT_LE(found.retry.after_ns, kRetryAfterMaxNs);
    if (found.source == AnswerSource::table) {
        EXPECT_LT(found.rule, rows);
    }
    if (found.retry.is_bounded) {
        EXPECT_EQ(found.retry.after_ns, kRetryAfterMaxNs);
    }
    if (found.is_cut) {
        EXPECT_STRNE(name_of(found.means), "accepted");
    }
}

TEST(MutatedAnswers, are_read_to_the_end_and_no_further) {
    const std::vector<KnownAnswer> answers = all_known_answers();
    Random random(20261120);
    for (int round = 0; round < 20'000; ++round) {
        const KnownAnswer &answer = answers[random() % answers.size()];
        const std::vector<AnswerRule> table = profile_table(round % 2 ? answer.profile : "");
        const std::string body = mutated(answer.body, random);
        const std::string header = mutated("Sun, 06 Nov 1994 08:49:37 GMT", random);
        expect_in_range(classified_in_place(table, answer.http_status, body, header), table.size());
        if (HasFailure()) FAIL() << answer.id << ": " << body;
    }
}

TEST(MutatedAnswers, to_a_status_that_asks_to_stop_never_accept) {
    const std::vector<KnownAnswer> answers = all_known_answers();
    Random random(11202026);
    for (int round = 0; round < 4'000; ++round) {
        const KnownAnswer &answer = answers[random() % answers.size()];
        const uint32_t http_status = std::array{418u, 429u, 500u, 502u, 503u, 504u, 520u}[random() % 7];
        const std::string body = mutated(answer.body, random);
        const AnswerMeaning means = classified_in_place({}, http_status, body, "").means;
        ASSERT_STRNE(name_of(means), "accepted") << http_status << ": " << body;
        ASSERT_STRNE(name_of(means), "business") << http_status << ": " << body;
    }
}

TEST(MutatedAnswers, of_megabytes_are_read_in_bounded_time) {
    Random random(7);
    std::string noise(8 * 1024 * 1024, ' ');
    std::generate(noise.begin(), noise.end(), [&] { return static_cast<char>(random()); });
    const auto begin = std::chrono::steady_clock::now();
    for (const std::string &name : {std::string(), std::string("binance-spot"), std::string("kraken-spot-pro")}) {
        const std::vector<AnswerRule> table = profile_table(name);
        for (const std::string_view piece : kPieces) {
            std::string body;
            while (body.size() < 200'000)
                body += piece;
            expect_in_range(classified_in_place(table, 0, body, ""), table.size());
        }
        const AnswerClass found = classified_in_place(table, 200, noise, noise);
        EXPECT_TRUE(found.is_long);
        EXPECT_TRUE(found.retry.is_ignored);
        expect_in_range(found, table.size());
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace sluice::test
