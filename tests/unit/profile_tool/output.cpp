// The tool as people run it: what it prints, and its exit status.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/parse_profile.hpp"

namespace sluice {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Outcome {
    std::string text;  // both streams
    int status = -1;
};

Outcome run(const std::string &arguments) {
    Outcome outcome;
    std::FILE *pipe = popen((std::string(SLUICE_PROFILE_TOOL) + " " + arguments + " 2>&1").c_str(), "r");
    if (!pipe) return outcome;
    char buffer[4096];
    while (const size_t length = std::fread(buffer, 1, sizeof buffer, pipe))
        outcome.text.append(buffer, length);
    const int status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

// A folder of its own for each test.
class ProfileTool : public testing::Test {
protected:
    ProfileTool() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sluice-profile-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~ProfileTool() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string &name, const std::string &text) const {
        const std::filesystem::path path = folder_ / name;
        std::ofstream(path) << text;
        return path.string();
    }

private:
    std::filesystem::path folder_;
};

std::string replaced(std::string text, const std::string &what, const std::string &by) {
    const size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

const std::string kProfiles = SLUICE_SOURCE_DIR "/sdk/profiles/";

TEST_F(ProfileTool, check_passes_on_what_is_shipped) {
    const Outcome outcome = run("check " + kProfiles + "*.json");
    EXPECT_EQ(outcome.status, 0) << outcome.text;
    for (const std::string_view name : profile_names())
        EXPECT_THAT(outcome.text, HasSubstr(kProfiles + std::string(name) + ".json: sound, "));
}

TEST_F(ProfileTool, check_prints_each_fault_with_file_and_path) {
    const std::string sound(*find_profile("kraken-spot-pro"));
    std::string text = replaced(sound, "\"margin\": 5", "\"margin\": 180");
    text = replaced(text, "\"source\": \"https://", "\"sauce\": \"https://");
    const std::string path = write("kraken-spot-pro.json", text);
    const Outcome outcome = run("check " + path + " " + kProfiles + "deribit.json");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, HasSubstr(path + ": /limits/0/source: expected a text of 12 to 500 characters"));
    EXPECT_THAT(outcome.text, HasSubstr(path + ": /limits/0/sauce: expected a known key, perhaps \"source\""));
    EXPECT_THAT(outcome.text, HasSubstr("deribit.json: sound, "));
    EXPECT_EQ(run("check " + write("kraken-spot-pro.json", replaced(sound, "\"margin\": 5", "\"margin\": 180"))).text,
        path + ": /limits/0/margin: expected less than limit (180), found 180\n");
}

TEST_F(ProfileTool, check_wants_the_name_of_the_file) {
    const std::string path = write("other.json", std::string(*find_profile("deribit")));
    const Outcome outcome = run("check " + path);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.text, path + ": /name: expected the name of the file, \"other\", found \"deribit\"\n");
}

TEST_F(ProfileTool, check_says_what_cannot_be_read) {
    const Outcome outcome = run("check /nowhere/a.json " + write("b.json", "{"));
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.text, HasSubstr("sluice-profile: /nowhere/a.json: No such file or directory"));
    EXPECT_THAT(outcome.text, HasSubstr("b.json: (document): expected line 1, column 2: a key in double quotes"));
    EXPECT_EQ(run("check /").status, 2);
}

TEST_F(ProfileTool, explain_tells_rule_conduct_rates_and_sources_of_each_limit) {
    for (const std::string_view name : profile_names()) {
        const Profile profile = parse_profile(*find_profile(name)).profile;
        const Outcome outcome = run("explain " + std::string(name));
        ASSERT_EQ(outcome.status, 0) << outcome.text;
        EXPECT_THAT(outcome.text, StartsWith(profile.title + " (" + profile.name + ")\n"));
        for (const ProfileLimit &limit : profile.limits) {
            const size_t start = outcome.text.find("\n" + limit.limit.name + ": ");
            ASSERT_NE(start, std::string::npos) << name << " " << limit.limit.name;
            const std::string part = outcome.text.substr(start, outcome.text.find("\n\n", start + 1) - start);
            EXPECT_THAT(part, HasSubstr("\n  Rule      ")) << name;
            EXPECT_THAT(part, HasSubstr("\n  Costs     ")) << name;
            EXPECT_THAT(part, HasSubstr(limit.source.url)) << name;
            for (const ProfileSource &source : limit.other_sources)
                EXPECT_THAT(part, HasSubstr(source.url)) << name;
            if (limit.operator_members.empty()) {
                EXPECT_THAT(part, AllOf(HasSubstr("\n  Sluice    "), HasSubstr("\n  Gives     "))) << name;
            } else {
                EXPECT_THAT(part, AllOf(HasSubstr("\n  You give  "), Not(HasSubstr("\n  Gives     ")))) << name;
            }
        }
        std::istringstream lines(outcome.text);
        for (std::string line; std::getline(lines, line);) {
            const bool is_one_word = line.find(' ', line.find_first_not_of(' ')) == std::string::npos;
            EXPECT_TRUE(line.size() <= 100 || is_one_word || line.find("https://") != std::string::npos) << line;
            EXPECT_FALSE(line.ends_with(' ')) << line;
        }
    }
}

// The sentences of one limit, as a buyer reads them.
TEST_F(ProfileTool, explain_reads_as_a_person_would_write_it) {
    std::string text(*find_profile("kraken-spot-pro"));
    const std::string page = run("explain " + write("kraken-spot-pro.json", text)).text;
    EXPECT_EQ(run("explain kraken-spot-pro").text, page);
    EXPECT_THAT(page, HasSubstr("\ntrading: decaying counter, one for each account and instrument\n"));
    EXPECT_THAT(page, HasSubstr("The venue rejects what is beyond.\n"));
    EXPECT_THAT(
        page, HasSubstr("  Sluice    Keeps the counter at 175 (180 less a margin of 5) or less, as it falls by 375"));
    EXPECT_THAT(
        page, HasSubstr("  Gives     86 orders at once, then 3.74 a second; 21 cancels of young orders at once"));
    EXPECT_THAT(page, HasSubstr("  cancels of old orders                   -            -"));
    EXPECT_THAT(page, HasSubstr("  Config    {\"name\": \"...\", \"profile\": \"kraken-spot-pro\"}\n"));
}

TEST_F(ProfileTool, explain_asks_for_what_only_the_operator_knows) {
    const std::string page = run("explain thalex").text;
    EXPECT_THAT(page, HasSubstr("How much goes depends on the numbers that you give.\n"));
    EXPECT_THAT(page, HasSubstr("  You give  limit, window_ms (not published by the venue)\n"));
    EXPECT_THAT(page, HasSubstr("\"limits\": [{\"name\": \"requests\", \"limit\": ...,"));
}

TEST_F(ProfileTool, explain_says_when_a_profile_is_old) {
    const std::string text(*find_profile("thalex"));
    std::string old = text;
    for (size_t at = 0; (at = old.find("\"verified_on\": \"", at)) != std::string::npos; ++at)
        old.replace(at + 16, 10, "2024-02-29");
    const std::string path = write("thalex.json", old);
    EXPECT_THAT(run("explain " + path).text, AllOf(HasSubstr("Verified  2024-02-29 ("), HasSubstr("days ago): old,")));
    EXPECT_THAT(run("check " + path).text, HasSubstr("(a config that uses it warns of its age)"));
    EXPECT_THAT(run("explain thalex").text, Not(HasSubstr("): old,")));
}

TEST_F(ProfileTool, explain_knows_what_was_meant) {
    const Outcome outcome = run("explain krakn-spot-pro");
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.text,
        "sluice-profile: no profile is called \"krakn-spot-pro\", and no such file exists; perhaps kraken-spot-pro was "
        "meant. The profiles are: sluice-profile list\n");
    EXPECT_EQ(run("explain " + write("a.json", "[]")).status, 1);
}

TEST_F(ProfileTool, explain_sends_no_control_characters_of_a_file_to_the_terminal) {
    std::string text = replaced(std::string(*find_profile("thalex")), "\"title\": \"", "\"title\": \"\\u001b[2J");
    text = replaced(text, "\"rule\": \"", "\"rule\": \"a\\u0007\\nb ");
    const Outcome outcome = run("explain " + write("thalex.json", text));
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.text, AllOf(StartsWith("\\u001b[2J"), HasSubstr("a\\u0007\\nb ")));
    EXPECT_EQ(outcome.text.find_first_of("\x1b\x07"), std::string::npos);
}

TEST_F(ProfileTool, list_names_all) {
    const Outcome outcome = run("list");
    EXPECT_EQ(outcome.status, 0);
    for (const std::string_view name : profile_names())
        EXPECT_THAT("\n" + outcome.text, HasSubstr("\n" + std::string(name) + " "));
}

TEST_F(ProfileTool, tells_how_it_is_used) {
    EXPECT_EQ(run("--help").status, 0);
    EXPECT_THAT(run("--help").text, StartsWith("usage: sluice-profile list "));
    for (const std::string mistake : {"", "explain", "explain a b", "check", "list all", "dream"}) {
        const Outcome outcome = run(mistake);
        EXPECT_EQ(outcome.status, 2) << mistake;
        EXPECT_THAT(outcome.text, AllOf(StartsWith("sluice-profile: "), HasSubstr("usage: "))) << mistake;
    }
}

TEST_F(ProfileTool, simulate_draws_each_limit) {
    const Outcome outcome = run("simulate okx --speed 4 --flow " SLUICE_SOURCE_DIR "/samples/flow/dydx_v4.csv");
    EXPECT_EQ(outcome.status, 0) << outcome.text;
    EXPECT_THAT(outcome.text, StartsWith("OKX"));
    EXPECT_THAT(outcome.text, HasSubstr("11,970 messages"));
    for (const ProfileLimit &limit : parse_profile(*find_profile("okx")).profile.limits)
        EXPECT_THAT(outcome.text, HasSubstr("\n" + limit.limit.name + ": at most "));
    EXPECT_THAT(outcome.text, HasSubstr("|###"));
    EXPECT_THAT(outcome.text, HasSubstr("\n    0 s  "));
}

TEST_F(ProfileTool, simulate_takes_the_numbers_that_a_profile_leaves_to_the_operator) {
    const std::string flow = write("flow.csv", "time_us,order,action,instrument\n0,1,new,A\n1000000,2,new,A\n");
    const Outcome without = run("simulate thalex --flow " + flow);
    EXPECT_EQ(without.status, 2);
    EXPECT_THAT(without.text, HasSubstr("--set LIMIT.MEMBER=NUMBER"));
    std::string settings;
    for (const ProfileLimit &limit : parse_profile(*find_profile("thalex")).profile.limits) {
        for (const std::string &member : limit.operator_members)
            settings += " --set " + limit.limit.name + "." + member + "=1000";
    }
    const Outcome with = run("simulate thalex --flow " + flow + settings);
    EXPECT_EQ(with.status, 0) << with.text;
    EXPECT_THAT(with.text, HasSubstr("2 at once, 0 later"));
}

TEST_F(ProfileTool, simulate_says_what_is_wrong_with_the_call) {
    EXPECT_THAT(run("simulate").text, HasSubstr("simulate takes the name of a profile"));
    EXPECT_THAT(run("simulate okx").text, HasSubstr("simulate needs --flow FILE"));
    EXPECT_THAT(run("simulate okx --flow").text, HasSubstr("--flow needs a value"));
    EXPECT_THAT(run("simulate okx --speed 0 --flow x").text, HasSubstr("--speed: expected a number from 0.001"));
    EXPECT_THAT(run("simulate okx --set margin=1 --flow x").text, HasSubstr("expected LIMIT.MEMBER=NUMBER"));
    EXPECT_THAT(run("simulate nowhere --flow x").text, HasSubstr("no built-in profile is named 'nowhere'"));
    EXPECT_EQ(run("simulate okx --flow /nowhere/flow.csv").status, 2);
}

}  // namespace
}  // namespace sluice
