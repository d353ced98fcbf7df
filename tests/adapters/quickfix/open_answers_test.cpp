#include "open_answers.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

using sluice::quickfix::OpenAnswer;
using sluice::quickfix::OpenAnswers;

OpenAnswer awaited(const std::string &reference, std::uint64_t grant) {
    OpenAnswer answer;
    answer.reference = reference;
    answer.grant = grant;
    return answer;
}

TEST(OpenAnswers, finds_by_reference_and_by_sequence_number_once) {
    OpenAnswers answers;
    answers.add(awaited("11=a", 1));
    answers.add(awaited("11=b", 2));
    EXPECT_TRUE(answers.set_written("11=a", 1, 10, 100).is_first);
    EXPECT_TRUE(answers.set_written("11=b", 2, 11, 101).is_first);
    OpenAnswer answer;
    EXPECT_TRUE(answers.take(11, answer));
    EXPECT_EQ(answer.grant, 2u);
    EXPECT_FALSE(answers.take("11=b", answer));
    EXPECT_TRUE(answers.take("11=a", answer));
    EXPECT_EQ(answer.grant, 1u);
    EXPECT_FALSE(answers.take(10, answer));
    EXPECT_EQ(answers.size(), 0u);
}

TEST(OpenAnswers, an_answer_may_overtake_the_return_of_the_send) {
    OpenAnswers answers;
    answers.add(awaited("11=a", 1));
    OpenAnswer answer;
    EXPECT_TRUE(answers.take("11=a", answer));
    EXPECT_EQ(answer.written_ns, 0u) << "the taker must report WRITTEN";
    EXPECT_FALSE(answers.set_written("11=a", 1, 10, 100).is_first) << "and the sender must not";
}

TEST(OpenAnswers, no_answer_is_taken_between_the_return_of_the_send_and_its_report) {
    OpenAnswers answers;
    answers.add(awaited("11=a", 1));
    std::vector<std::string> reports;
    std::thread venue;
    {
        const OpenAnswers::Written written = answers.set_written("11=a", 1, 10, 100);
        venue = std::thread([&] {
            OpenAnswer answer;
            EXPECT_TRUE(answers.take("11=a", answer));
            reports.push_back("ACKED");
        });
        // Long enough for the other thread to come to the lock; a slow one makes this test weaker, never wrong.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        reports.push_back("WRITTEN");
    }
    venue.join();
    EXPECT_EQ(reports, (std::vector<std::string>{"WRITTEN", "ACKED"}));
}

TEST(OpenAnswers, a_message_that_was_not_sent_awaits_nothing) {
    OpenAnswers answers;
    answers.add(awaited("11=a", 1));
    answers.remove("11=a", 9);
    EXPECT_EQ(answers.size(), 1u) << "somebody else's grant";
    answers.remove("11=a", 1);
    EXPECT_EQ(answers.size(), 0u);
}

TEST(OpenAnswers, times_out_the_oldest_and_says_when_to_come_again) {
    OpenAnswers answers;
    for (int number = 1; number <= 3; ++number) {
        const std::string reference = "11=" + std::to_string(number);
        answers.add(awaited(reference, static_cast<std::uint64_t>(number)));
        answers.set_written(
            reference, static_cast<std::uint64_t>(number), number, static_cast<std::uint64_t>(number) * 100);
    }
    answers.add(awaited("11=sending", 4));
    std::uint64_t next_ns = 0;
    EXPECT_EQ(answers.take_older(201, next_ns).size(), 2u);
    EXPECT_EQ(next_ns, 300u);
    EXPECT_EQ(answers.take_older(1000, next_ns).size(), 1u);
    EXPECT_EQ(next_ns, UINT64_MAX);
    EXPECT_EQ(answers.size(), 1u) << "what is being sent has no age yet";
}

TEST(OpenAnswers, a_lost_session_ends_all_waiting_even_of_a_send_in_progress) {
    OpenAnswers answers;
    answers.add(awaited("11=a", 1));
    answers.set_written("11=a", 1, 1, 100);
    answers.add(awaited("11=b", 2));
    answers.clear();
    EXPECT_EQ(answers.size(), 1u);
    EXPECT_TRUE(answers.set_written("11=b", 2, 2, 200).is_first);
    EXPECT_EQ(answers.size(), 0u);
}

TEST(OpenAnswers, is_bounded) {
    OpenAnswers answers;
    for (std::uint64_t number = 0; number < 70000; ++number)
        answers.add(awaited("11=" + std::to_string(number), number));
    EXPECT_EQ(answers.size(), 65536u);
}

}  // namespace
