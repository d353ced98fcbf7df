// hostcheck is of use: a gateway that keeps the contract passes under every scenario, and each planted mistake is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "hostcheck/script.hpp"
#include "sluice/cpp/loader.hpp"
#include "trial_gateway.hpp"

namespace hostcheck_test {

namespace {

using sluice::hostcheck::scenario_names;

std::string all_of(const TrialGateway &gateway) {
    std::string text;
    for (const std::string &line : gateway.summary())
        text += line + "\n";
    return text;
}

struct Planted {
    const char *name;
    Mistake mistake;
    const char *scenario;
    const char *breach;
};

void PrintTo(const Planted &planted, std::ostream *stream) {
    *stream << planted.name;
}

const Planted kPlanted[] = {
    {"forgets_written", Mistake::forgets_written, "none", "never reported WRITTEN"},
    {"sends_after_busy", Mistake::forgets_grant_of_busy, "hold", "reported WRITTEN and then not answered with OK"},
    {"sends_what_was_dropped", Mistake::sends_what_was_dropped, "drop", "a write was reported without a grant"},
    {"reports_twice", Mistake::reports_twice, "none", "a write was reported twice"},
    {"reports_on_other_lane", Mistake::reports_on_other_lane, "none", "reported on another lane"},
    {"reuses_ticket", Mistake::reuses_ticket, "hold", "a ticket was used again while it was held"},
    {"controls_in_callback", Mistake::controls_in_callback, "hold", "inside a callback (engine_stop)"},
    {"polls_from_two_threads", Mistake::polls_from_two_threads, "hold", "two threads polled one venue"},
    {"destroys_before_stop", Mistake::destroys_before_stop, "hold", "engine_destroy was called before"},
    {"forgets_struct_size", Mistake::forgets_struct_size, "none", "struct_size or tail is wrong"},
    {"polls_without_budget", Mistake::polls_without_budget, "none", "a budget below 1"},
    {"names_no_order", Mistake::names_no_order, "none", "names no order"},
    {"reports_future_time", Mistake::reports_future_time, "none", "a time that is still to come"},
};

class HostcheckMistake : public testing::TestWithParam<Planted> {};
class HostcheckScenario : public testing::TestWithParam<std::string> {};

std::vector<std::string> runnable_scenarios() {
    std::vector<std::string> names{"all", "none", "no_extensions"};
    for (const auto &known : scenario_names()) {
        if (known.is_in_all) names.emplace_back(known.name);
    }
    return names;
}

}  // namespace

TEST_P(HostcheckMistake, is_told) {
    TrialGateway gateway(
        R"({"scenarios": [")" + std::string(GetParam().scenario) + R"("], "percent": 60})", GetParam().mistake);
    gateway.run(300);
    EXPECT_TRUE(gateway.was_told(GetParam().breach)) << all_of(gateway);
    EXPECT_FALSE(gateway.kept_contract());
}

INSTANTIATE_TEST_SUITE_P(Planted, HostcheckMistake, testing::ValuesIn(kPlanted),
    [](const auto &one) { return std::string(one.param.name); });

TEST_P(HostcheckScenario, finds_no_fault_with_a_sound_gateway) {
    for (const char *seed : {"1", "2"}) {
        TrialGateway gateway(
            R"({"scenarios": [")" + GetParam() + R"("], "percent": 40, "seed": )" + seed + "}", Mistake::none);
        gateway.run(200);
        EXPECT_TRUE(gateway.kept_contract()) << all_of(gateway);
        EXPECT_EQ(gateway.fault(), "");
        EXPECT_GE(gateway.releases(), GetParam() == "hold" || GetParam() == "all" ? 20 : 0);
        EXPECT_GE(gateway.drops(), GetParam() == "drop" || GetParam() == "all" ? 5 : 0);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Each, HostcheckScenario, testing::ValuesIn(runnable_scenarios()), [](const auto &one) { return one.param; });

TEST(Hostcheck, keeps_a_gateway_from_starting_when_told) {
    EXPECT_THROW(TrialGateway(R"({"scenarios": ["create_fails"]})", Mistake::none), sluice::failure);
    EXPECT_THROW(TrialGateway(R"({"scenarios": ["full_lanes"], "percent": 100})", Mistake::none), sluice::failure);
}

TEST(Hostcheck, names_what_is_wrong_with_its_script) {
    for (const auto &[script, word] : {std::pair{R"({"scenarios": ["dorp"]})", "dorp"},
             std::pair{R"({"percent": 101})", "percent"}, std::pair{R"({"sced": 1})", "sced"}}) {
        try {
            TrialGateway gateway(script, Mistake::none);
            FAIL() << script;
        } catch (const sluice::failure &failure) {
            EXPECT_THAT(failure.what(), testing::HasSubstr(word));
        }
    }
}

TEST(Hostcheck, readme_lists_every_scenario) {
    std::ifstream file(SLUICE_SOURCE_DIR "/sdk/tools/hostcheck/README.md");
    std::stringstream text;
    text << file.rdbuf();
    for (const auto &known : scenario_names()) {
        const std::string row =
            "| `" + std::string(known.name) + "`" + (known.is_in_all ? "" : " *") + " | " + known.what + " |\n";
        EXPECT_THAT(text.str(), testing::HasSubstr(row));
    }
}

}  // namespace hostcheck_test
