// Logs of clients that kept sending into a closed window, line by line as the clients printed them.
#include <gtest/gtest.h>

#include <sstream>

#include "json_file.hpp"
#include "known_answers.hpp"
#include "profile_table.hpp"

namespace sluice::test {
namespace {

// Lines of the log that hold `mark` and how they are classified.
void expect_lines(const std::string &log, const std::string &profile, const std::string &mark, std::size_t count,
    AnswerMeaning means) {
    const std::string folder = recordings_folder();
    if (folder.empty()) GTEST_SKIP() << "no recorded answers here: venue-errors/storms/" << log << " was NOT judged";
    const std::vector<AnswerRule> table = profile_table(profile);
    std::istringstream lines(file_bytes(folder + "/storms/" + log));
    std::size_t found = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.find(mark) == std::string::npos) continue;
        ++found;
        EXPECT_STREQ(name_of(classify(table, {0, line, "", 0}).means), name_of(means)) << line;
    }
    EXPECT_EQ(found, count);
}

TEST(RecordedStorms, of_rejected_orders_at_binance) {
    expect_lines("binance_1015_krypto_1162.log", "binance-spot", "Too many", 10, AnswerMeaning::rate_limit);
}

TEST(RecordedStorms, of_unknown_orders_at_binance) {
    expect_lines("binance_2011_mmbot_20.log", "binance-spot", "-2011", 6, AnswerMeaning::business);
}

TEST(RecordedStorms, of_retries_at_kraken) {
    expect_lines("kraken_ratelimit_gekko_2215.log", "kraken-spot-pro", "exceeded", 8, AnswerMeaning::rate_limit);
}

TEST(RecordedStorms, of_parallel_threads_at_okx) {
    expect_lines("okx_429_xchange_4114.log", "okx", "50011", 3, AnswerMeaning::rate_limit);
}

}  // namespace
}  // namespace sluice::test
