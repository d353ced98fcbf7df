// The table against the ABI header itself, read as text: a reason that is added there and forgotten here fails.
#include "telemetry/reason_table.hpp"

#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace sluice {
namespace {

// Every SLUICE_REASON_* with its number, as verdict.h says: each "SLUICE_REASON_NAME = 1234" of its text.
std::map<std::string, uint32_t> reasons_of_the_abi() {
    std::ifstream file(SLUICE_SOURCE_DIR "/sdk/include/sluice/verdict.h");
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string prefix = "SLUICE_REASON_";
    std::map<std::string, uint32_t> reasons;
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
        const std::size_t name_begin = at + prefix.size();
        const std::size_t name_end = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", name_begin);
        const std::size_t equals = text.find_first_not_of(" \n", name_end);
        if (equals == std::string::npos || text[equals] != '=') continue;
        reasons[text.substr(name_begin, name_end - name_begin)] =
            static_cast<uint32_t>(std::stoul(text.substr(equals + 1)));
    }
    return reasons;
}

std::string in_small_letters(std::string text) {
    for (char &character : text)
        character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    return text;
}

TEST(ReasonTable, has_every_reason_of_the_abi_under_its_own_name) {
    const std::map<std::string, uint32_t> reasons = reasons_of_the_abi();
    ASSERT_GE(reasons.size(), 38u) << "verdict.h could not be read";
    EXPECT_EQ(reasons.size(), kReasons.size()) << "the table has a reason that the ABI does not have";
    for (const auto &[name, number] : reasons) {
        EXPECT_LT(reason_index(number), kUnknownReasonIndex) << name;
        EXPECT_EQ(reason_name(number), in_small_letters(name));
    }
}

TEST(ReasonTable, has_dense_indexes_and_unique_texts) {
    std::set<std::size_t> indexes;
    std::set<std::string> names;
    std::set<std::string> sentences;
    for (const uint32_t reason : kReasons) {
        indexes.insert(reason_index(reason));
        names.insert(reason_name(reason));
        sentences.insert(reason_sentence(reason));
        EXPECT_STREQ(reason_name_at(reason_index(reason)), reason_name(reason));
    }
    EXPECT_EQ(indexes.size(), kReasons.size());
    EXPECT_EQ(*indexes.rbegin(), kReasons.size() - 1);
    EXPECT_EQ(names.size(), kReasons.size());
    EXPECT_EQ(sentences.size(), kReasons.size());
    EXPECT_EQ(names.count("unknown"), 0u);
}

// A gateway writes them into a reject after "refused: ": a part of a sentence, without a capital and a full stop.
TEST(ReasonTable, has_sentences_that_stand_behind_a_colon) {
    for (const uint32_t reason : kReasons) {
        const std::string sentence = reason_sentence(reason);
        EXPECT_GE(sentence.size(), 10u) << reason_name(reason);
        EXPECT_TRUE(std::islower(static_cast<unsigned char>(sentence.front()))) << sentence;
        EXPECT_TRUE(std::isalpha(static_cast<unsigned char>(sentence.back()))) << sentence;
        EXPECT_EQ(sentence.find('_'), std::string::npos) << sentence;
    }
    EXPECT_STREQ(reason_sentence(SLUICE_REASON_QUEUE_FULL), "the queue is full");
}

TEST(ReasonTable, calls_every_other_number_unknown) {
    const std::set<uint32_t> known(kReasons.begin(), kReasons.end());
    for (uint32_t number = 0; number < 20'000; ++number) {
        if (known.count(number) != 0) continue;
        ASSERT_EQ(reason_index(number), kUnknownReasonIndex) << number;
        ASSERT_STREQ(reason_name(number), "unknown") << number;
        ASSERT_STREQ(reason_sentence(number), "the reason is not known to this version") << number;
    }
    EXPECT_EQ(reason_index(UINT32_MAX), kUnknownReasonIndex);
    EXPECT_STREQ(reason_name_at(kUnknownReasonIndex), "unknown");
}

}  // namespace
}  // namespace sluice
