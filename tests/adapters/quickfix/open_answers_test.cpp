#include "open_answers.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using sluice::quickfix::AnswerName;
using sluice::quickfix::kStatusAnswer;
using sluice::quickfix::OpenAnswer;
using sluice::quickfix::OpenAnswers;

constexpr int kClOrdId = 11;

OpenAnswers::Sending add(OpenAnswers &answers, const std::string &id, std::uint64_t grant, int tag = kClOrdId) {
    OpenAnswer answer;
    answer.grant = grant;
    return answers.add(AnswerName(tag, id), tag == kClOrdId, answer);
}

bool take(OpenAnswers &answers, const std::string &id, OpenAnswer &answer, int tag = kClOrdId) {
    return answers.take(AnswerName(tag, id), answer);
}

TEST(OpenAnswers, finds_by_name_and_by_sequence_number_once) {
    OpenAnswers answers;
    const OpenAnswers::Sending a = add(answers, "a", 1);
    const OpenAnswers::Sending b = add(answers, "b", 2);
    EXPECT_TRUE(answers.set_written(a, 10, 100).is_first());
    EXPECT_TRUE(answers.set_written(b, 11, 101).is_first());
    OpenAnswer answer;
    EXPECT_TRUE(answers.take(11, answer));
    EXPECT_EQ(answer.grant, 2u);
    EXPECT_EQ(answer.id.view().str(), "b");
    EXPECT_FALSE(take(answers, "b", answer));
    EXPECT_TRUE(take(answers, "a", answer));
    EXPECT_EQ(answer.grant, 1u);
    EXPECT_FALSE(answers.take(10, answer));
    EXPECT_EQ(answers.size(), 0u);
}

TEST(OpenAnswers, keeps_equal_texts_of_different_fields_apart) {
    OpenAnswers answers;
    add(answers, "a", 1);
    add(answers, "a", 2, kStatusAnswer);
    OpenAnswer answer;
    EXPECT_FALSE(take(answers, "a", answer, 790));
    EXPECT_TRUE(take(answers, "a", answer, kStatusAnswer));
    EXPECT_EQ(answer.grant, 2u);
    EXPECT_TRUE(answer.id.empty()) << "it names no order";
    EXPECT_TRUE(take(answers, "a", answer));
    EXPECT_EQ(answer.grant, 1u);
}

TEST(OpenAnswers, an_answer_may_overtake_the_return_of_the_send) {
    OpenAnswers answers;
    const OpenAnswers::Sending sending = add(answers, "a", 1);
    OpenAnswer answer;
    EXPECT_TRUE(take(answers, "a", answer));
    EXPECT_EQ(answer.written_ns, 0u) << "the taker must report WRITTEN";
    const OpenAnswers::Sending other = add(answers, "b", 2);
    EXPECT_NE(other, sending) << "its sender has not come back";
    EXPECT_FALSE(answers.set_written(sending, 10, 100).is_first()) << "and the sender must not";
    EXPECT_TRUE(answers.set_written(other, 11, 101).is_first());
}

TEST(OpenAnswers, no_answer_is_taken_between_the_return_of_the_send_and_its_report) {
    OpenAnswers answers;
    const OpenAnswers::Sending sending = add(answers, "a", 1);
    std::vector<std::string> reports;
    std::thread venue;
    {
        const OpenAnswers::Written written = answers.set_written(sending, 10, 100);
        venue = std::thread([&] {
            OpenAnswer answer;
            EXPECT_TRUE(take(answers, "a", answer));
            reports.push_back("ACKED");
        });
        // Long enough for the other thread to come to the wait; a slow one makes this test weaker, never wrong.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        reports.push_back("WRITTEN");
    }
    venue.join();
    EXPECT_EQ(reports, (std::vector<std::string>{"WRITTEN", "ACKED"}));
}

TEST(OpenAnswers, a_report_in_progress_stops_no_other_answer) {
    OpenAnswers answers;
    const OpenAnswers::Sending other = add(answers, "b", 2);
    const OpenAnswers::Written written = answers.set_written(add(answers, "a", 1), 10, 100);
    answers.set_written(other, 11, 101);
    OpenAnswer answer;
    EXPECT_TRUE(take(answers, "b", answer));
}

TEST(OpenAnswers, a_message_that_was_not_sent_awaits_nothing) {
    OpenAnswers answers;
    const OpenAnswers::Sending sending = add(answers, "a", 1);
    EXPECT_EQ(answers.size(), 1u);
    answers.remove(sending);
    EXPECT_EQ(answers.size(), 0u);
    OpenAnswer answer;
    EXPECT_FALSE(take(answers, "a", answer));
}

TEST(OpenAnswers, a_name_that_is_used_twice_means_the_later_message) {
    OpenAnswers answers;
    const OpenAnswers::Sending first = add(answers, "a", 1);
    const OpenAnswers::Sending second = add(answers, "a", 2);
    EXPECT_TRUE(answers.set_written(first, 10, 100).is_first()) << "nobody has answered it";
    EXPECT_TRUE(answers.set_written(second, 11, 101).is_first());
    OpenAnswer answer;
    EXPECT_FALSE(answers.take(10, answer));
    EXPECT_TRUE(take(answers, "a", answer));
    EXPECT_EQ(answer.grant, 2u);
    answers.remove(add(answers, "a", 3));
    EXPECT_EQ(answers.size(), 0u);
}

TEST(OpenAnswers, times_out_the_oldest_and_says_when_to_come_again) {
    OpenAnswers answers;
    for (int number = 1; number <= 3; ++number) {
        const OpenAnswers::Sending sending = add(answers, std::to_string(number), static_cast<std::uint64_t>(number));
        answers.set_written(sending, number, static_cast<std::uint64_t>(number) * 100);
    }
    add(answers, "sending", 4);
    std::uint64_t next_ns = 0;
    EXPECT_EQ(answers.take_older(201, next_ns).size(), 2u);
    EXPECT_EQ(next_ns, 300u);
    EXPECT_EQ(answers.take_older(1000, next_ns).size(), 1u);
    EXPECT_EQ(next_ns, UINT64_MAX);
    EXPECT_EQ(answers.size(), 1u) << "what is being sent has no age yet";
}

TEST(OpenAnswers, a_lost_session_ends_all_waiting_even_of_a_send_in_progress) {
    OpenAnswers answers;
    answers.set_written(add(answers, "a", 1), 1, 100);
    const OpenAnswers::Sending sending = add(answers, "b", 2);
    answers.clear();
    EXPECT_EQ(answers.size(), 1u);
    EXPECT_TRUE(answers.set_written(sending, 2, 200).is_first());
    EXPECT_EQ(answers.size(), 0u);
}

TEST(OpenAnswers, is_bounded_and_the_oldest_goes_first) {
    OpenAnswers answers;
    const OpenAnswers::Sending oldest = add(answers, "oldest", 1);
    for (std::uint64_t number = 0; number < 70000; ++number)
        add(answers, std::to_string(number), number);
    EXPECT_EQ(answers.size(), 65536u);
    EXPECT_TRUE(answers.set_written(oldest, 1, 100).is_first()) << "nobody has answered it";
    OpenAnswer answer;
    EXPECT_FALSE(take(answers, "oldest", answer));
    EXPECT_FALSE(take(answers, "4463", answer));
    EXPECT_TRUE(take(answers, "4464", answer));
    EXPECT_TRUE(take(answers, "69999", answer));
}

TEST(OpenAnswers, knows_an_unanswered_message_by_its_number_long_after) {
    OpenAnswers answers;
    answers.set_written(add(answers, "old", 1), 7, 100);
    OpenAnswer answer;
    for (int number = 8; number < 60000; ++number) {
        answers.set_written(add(answers, "new", 2), number, 101);
        EXPECT_TRUE(answers.take(number, answer));
    }
    EXPECT_TRUE(answers.take(7, answer));
    EXPECT_EQ(answer.id.view().str(), "old");
    EXPECT_EQ(answers.size(), 0u);
}

TEST(OpenAnswers, does_what_maps_would_do) {
    OpenAnswers answers;
    std::map<std::string, std::uint64_t> plain;  // grants by name
    std::map<int, std::string> numbered;
    std::mt19937 random(20240607);
    int next_number = 0;
    OpenAnswer answer;
    for (std::uint64_t step = 1; step < 100000; ++step) {
        const std::string id = std::to_string(random() % 200) + std::string(random() % 2 ? 0 : 50, '-');
        switch (random() % 4) {
            case 0:
            case 1: {
                const OpenAnswers::Sending sending = add(answers, id, step);
                for (auto each = numbered.begin(); each != numbered.end();)
                    each = each->second == id ? numbered.erase(each) : std::next(each);
                if (random() % 4 == 0) {
                    answers.remove(sending);
                    plain.erase(id);
                    break;
                }
                plain[id] = step;
                next_number += 1 + static_cast<int>(random() % 3);
                ASSERT_TRUE(answers.set_written(sending, next_number, step).is_first());
                numbered[next_number] = id;
                break;
            }
            case 2: {
                const bool is_known = plain.count(id) != 0;
                ASSERT_EQ(take(answers, id, answer), is_known);
                if (!is_known) break;
                ASSERT_EQ(answer.grant, plain[id]);
                plain.erase(id);
                for (auto each = numbered.begin(); each != numbered.end();)
                    each = each->second == id ? numbered.erase(each) : std::next(each);
                break;
            }
            default: {
                const int number = next_number - static_cast<int>(random() % 300);
                const auto known = numbered.find(number);
                ASSERT_EQ(answers.take(number, answer), known != numbered.end()) << number;
                if (known == numbered.end()) break;
                ASSERT_EQ(answer.grant, plain[known->second]);
                plain.erase(known->second);
                numbered.erase(known);
                break;
            }
        }
        ASSERT_EQ(answers.size(), plain.size());
    }
}

}  // namespace
