// A venue of a config that starts from a profile which is built in.
#include "config/parse_profile.hpp"
#include "config_document.hpp"

namespace sluice {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A config with one venue that has the profile and, if given, limits.
ConfigDocument with_profile(const std::string &name, const std::string &limits = "") {
    ConfigDocument document = ConfigDocument::smallest();
    document.set("/venues/0/profile", "\"" + name + "\"");
    if (!limits.empty()) document.set("/venues/0/limits", limits);
    return document;
}

Profile profile(const std::string &name) {
    const auto text = find_profile(name);
    EXPECT_TRUE(text) << name;
    const ProfileResult result = parse_profile(text.value_or(""));
    EXPECT_THAT(result.faults, IsEmpty()) << name;
    return result.profile;
}

const std::string kOwnLimit =
    R"({"name": "own", "shape": "sliding_window", "scope": "venue", "limit": 5, "window_ms": 1000})";

TEST(BuiltInProfiles, are_sound_and_called_as_their_files) {
    ASSERT_THAT(profile_names(), testing::Not(IsEmpty()));
    for (const std::string_view name : profile_names()) {
        const ProfileResult result = parse_profile(*find_profile(name));
        EXPECT_THAT(result.faults, IsEmpty()) << name;
        EXPECT_EQ(result.profile.name, name);
    }
    EXPECT_EQ(find_profile("nowhere"), std::nullopt);
    EXPECT_EQ(find_profile(""), std::nullopt);
}

TEST(BuiltInProfiles, make_a_venue_unless_numbers_are_the_operators) {
    for (const std::string_view name : profile_names()) {
        const Profile known = profile(std::string(name));
        std::vector<std::string> needed;
        for (const ProfileLimit &limit : known.limits) {
            if (!limit.operator_members.empty()) needed.push_back(limit.limit.name);
        }
        const ConfigDocument document = with_profile(std::string(name));
        const auto faults = document.faults();
        ASSERT_THAT(faults, SizeIs(needed.size())) << name;
        for (size_t index = 0; index < needed.size(); ++index) {
            EXPECT_EQ(faults[index].path, "/venues/0/limits") << name;
            EXPECT_THAT(faults[index].expected, HasSubstr("add {\"name\":\"" + needed[index] + "\",")) << name;
        }
        if (!needed.empty()) continue;
        const Config config = document.config();
        EXPECT_EQ(config.venues[0].profile, name);
        EXPECT_EQ(config.venues[0].limits.size(), known.limits.size()) << name;
        EXPECT_EQ(config.venues[0].answers.size(), known.answers.size()) << name;
        for (size_t index = 0; index < known.limits.size(); ++index)
            EXPECT_EQ(config.venues[0].limits[index].name, known.limits[index].limit.name);
    }
}

TEST(VenueProfile, is_overridden_member_by_member) {
    const LimitConfig before = with_profile("kraken-spot-pro").config().venues[0].limits.at(0);
    const Config config =
        with_profile("kraken-spot-pro", R"([{"name": "trading", "margin": 9}, )" + kOwnLimit + "]").config();
    ASSERT_THAT(config.venues[0].limits, SizeIs(3));
    const LimitConfig &trading = config.venues[0].limits[0];
    EXPECT_EQ(trading.name, "trading");
    EXPECT_EQ(trading.margin, 9u);
    EXPECT_NE(before.margin, 9u);
    EXPECT_EQ(trading.limit, before.limit);
    EXPECT_EQ(trading.shape, before.shape);
    EXPECT_EQ(trading.scope, before.scope);
    EXPECT_EQ(trading.cost, before.cost);
    EXPECT_EQ(trading.order_reserve, before.order_reserve);
    EXPECT_EQ(config.venues[0].limits[1].name, "rest_calls");
    EXPECT_EQ(config.venues[0].limits[2].name, "own");
    EXPECT_THAT(config.warnings, IsEmpty());
}

TEST(VenueProfile, a_given_member_replaces_the_whole_member) {
    const Config config = with_profile("kraken-spot-pro", R"([{"name": "trading", "cost": {"new": 2}}])").config();
    EXPECT_THAT(config.venues[0].limits[0].cost, ElementsAre(0, 2, 0, 0, 0, 0, 0, 0, 0));
}

TEST(VenueProfile, one_reserve_replaces_the_other) {
    const Config config = with_profile("kraken-spot-pro", R"([{"name": "trading", "cancel_reserve": 20}])").config();
    EXPECT_EQ(config.venues[0].limits[0].cancel_reserve, 20u);
    EXPECT_EQ(config.venues[0].limits[0].order_reserve, OrderReserve());
    EXPECT_THAT(with_profile("kraken-spot-pro",
                    R"([{"name": "trading", "cancel_reserve": 20, "order_reserve": {"floor": 1, "cap": 2}}])")
                    .faults(),
        ElementsAre(fault("/venues/0/limits/0/cancel_reserve", "0 with an order_reserve", "20")));
}

TEST(VenueProfile, faults_of_an_override_point_into_the_document) {
    EXPECT_THAT(with_profile("kraken-spot-pro", "[" + kOwnLimit + R"(, {"name": "trading", "margin": 180}])").faults(),
        ElementsAre(fault("/venues/0/limits/1/margin", "less than limit (180)", "180")));
    // The member that no longer fits is the profile's.
    EXPECT_THAT(with_profile("kraken-spot-pro", R"([{"name": "trading", "limit": 4}])").faults(),
        ElementsAre(fault("/venues/0/limits/0/margin", "less than limit (4)", "5 (of profile kraken-spot-pro)")));
    EXPECT_THAT(with_profile("kraken-spot-pro", R"([{"name": "trading", "window_ms": 5}])").faults(),
        ElementsAre(fault("/venues/0/limits/0/window_ms", "nothing for a decaying_counter", "5")));
    EXPECT_THAT(with_profile("kraken-spot-pro", R"([{"name": "trading", "scope": "firm"}])").faults(),
        testing::Contains(fault(
            "/venues/0/limits/0/scope", "another scope than \"firm\", which belongs in firm_limits", "\"firm\"")));
    EXPECT_THAT(with_profile("kraken-spot-pro", R"([{"name": "trading", "margin": -1}, {"name": "trading"}])").faults(),
        ElementsAre(fault("/venues/0/limits/0/margin", "a whole number from 0 to 1000000000000", "-1"),
            fault("/venues/0/limits/1/name", "a name of its own", "\"trading\", as in /venues/0/limits/0/name")));
}

TEST(VenueProfile, faults_without_an_override_point_at_the_profile) {
    ConfigDocument document = with_profile("kraken-spot-pro");
    document.set("/capacity", R"({"accounts": 1000, "instruments": 100000})");
    EXPECT_THAT(document.faults(),
        ElementsAre(fault("/venues/0/profile",
            "scope of its limit \"trading\": at most 4194304 counters for one limit: lower capacity.accounts (1000) or "
            "capacity.instruments (100000)",
            "\"account_instrument\", which needs 100101001 (of profile kraken-spot-pro)")));
}

TEST(VenueProfile, further_limits_are_complete) {
    EXPECT_THAT(with_profile("kraken-spot-pro", R"([{"name": "tradin", "margin": 2}])").faults(),
        ElementsAre(fault("/venues/0/limits/0/shape", kShapeWords, "nothing"),
            fault("/venues/0/limits/0/scope", kScopeWords, "nothing"),
            fault("/venues/0/limits/0/limit", "a whole number from 1 to 1000000000000", "nothing")));
}

TEST(VenueProfile, numbers_that_the_venue_does_not_publish_are_asked_for) {
    const Profile known = profile("thalex");
    const ProfileLimit &limit = known.limits.at(0);
    ASSERT_THAT(limit.operator_members, testing::Contains("limit"));
    const auto faults = with_profile("thalex").faults();
    ASSERT_THAT(faults, SizeIs(1));
    EXPECT_EQ(faults[0].path, "/venues/0/limits");
    EXPECT_EQ(faults[0].found, "nothing");
    EXPECT_THAT(faults[0].expected,
        AllOf(HasSubstr("profile thalex: limit \"" + limit.limit.name + "\" needs \"limit\""),
            HasSubstr("(the venue does not publish it): add {\"name\":\"" + limit.limit.name + "\",\"limit\":..."),
            EndsWith(" to /venues/0/limits")));

    ConfigDocument document = with_profile("thalex", R"([{"name": ")" + limit.limit.name + "\"}]");
    ASSERT_THAT(document.faults(), SizeIs(1));
    EXPECT_EQ(document.faults()[0].path, "/venues/0/limits/0");
    for (const std::string &member : limit.operator_members)
        document.set("/venues/0/limits/0/" + member, "1000");
    EXPECT_EQ(document.config().venues[0].limits.at(0).limit, 1000u);
}

TEST(VenueProfile, does_without_limits_that_do_not_apply) {
    ConfigDocument document = with_profile("kraken-spot-pro");
    document.set("/venues/0/without", R"(["rest_calls"])");
    const Config config = document.config();
    ASSERT_THAT(config.venues[0].limits, SizeIs(1));
    EXPECT_EQ(config.venues[0].limits[0].name, "trading");
    for (const AnswerRule &rule : config.venues[0].answers)
        EXPECT_NE(rule.limit, "rest_calls");

    document.set("/venues/0/without", R"(["rest_cals", "weight"])");
    EXPECT_THAT(document.faults(),
        ElementsAre(fault("/venues/0/without/0", "a limit of the profile, perhaps \"rest_calls\"", "\"rest_cals\""),
            fault("/venues/0/without/1", "one of the profile's limits \"trading\", \"rest_calls\"", "\"weight\"")));
    document.remove("/venues/0/profile");
    EXPECT_THAT(document.faults(),
        ElementsAre(fault("/venues/0/without", "nothing without a profile", "a list of 2 elements")));
}

TEST(VenueProfile, a_limit_that_is_left_out_may_come_back_as_the_venues_own) {
    ConfigDocument document = with_profile("kraken-spot-pro",
        R"([{"name": "trading", "shape": "sliding_window", "scope": "venue", "limit": 5, "window_ms": 1000}])");
    document.set("/venues/0/without", R"(["trading"])");
    const Config config = document.config();
    ASSERT_THAT(config.venues[0].limits, SizeIs(2));
    EXPECT_EQ(config.venues[0].limits[1].name, "trading");
    EXPECT_EQ(config.venues[0].limits[1].shape, LimitShape::sliding_window);
    document.remove("/venues/0/limits/0/shape");
    EXPECT_THAT(document.faults(), ElementsAre(fault("/venues/0/limits/0/shape", kShapeWords, "nothing")));
}

TEST(VenueProfile, with_an_unknown_name_needs_limits_of_its_own) {
    EXPECT_THAT(with_profile("kraken-spot-pr").faults(),
        ElementsAre(fault("/venues/0/profile",
            "a known profile, perhaps \"kraken-spot-pro\", or complete limits of the venue's own",
            "\"kraken-spot-pr\"")));
    const auto far = with_profile("zzz").faults();
    ASSERT_THAT(far, SizeIs(1));
    EXPECT_THAT(far[0].expected, testing::StartsWith("one of the profiles \""));
    EXPECT_THAT(with_profile("zzz", "[]").faults(), SizeIs(1));
    // Fragments of limits do not help, and are no fault of their own.
    EXPECT_THAT(with_profile("zzz", R"([{"name": "trading", "margin": 2}])").faults(),
        ElementsAre(testing::Field(&ConfigFault::path, "/venues/0/profile")));
}

TEST(VenueProfile, with_an_unknown_name_warns_when_the_limits_are_complete) {
    const Config config = with_profile("kraken-spot-pr", "[" + kOwnLimit + "]").config();
    ASSERT_THAT(config.venues[0].limits, SizeIs(1));
    EXPECT_EQ(config.venues[0].limits[0].name, "own");
    EXPECT_THAT(config.venues[0].profile, IsEmpty());
    EXPECT_THAT(config.venues[0].answers, IsEmpty());
    EXPECT_THAT(config.warnings,
        ElementsAre("venue \"X\": profile \"kraken-spot-pr\" is not known (perhaps \"kraken-spot-pro\"): only the "
                    "limits of the config are in force"));
    // The venue's own limits are judged as ever.
    EXPECT_THAT(
        with_profile("zzz", R"([{"name": "own", "shape": "sliding_window", "scope": "venue", "limit": 5}])").faults(),
        ElementsAre(fault("/venues/0/limits/0/window_ms", "a value for a sliding_window", "nothing")));
}

TEST(VenueProfile, warns_when_it_was_verified_long_ago) {
    const std::chrono::sys_days verified_on = profile("kraken-spot-pro").verified_on;
    const std::string text = with_profile("kraken-spot-pro").text();
    const auto warnings = [&](int days) {
        return parse_config(text, verified_on + std::chrono::days(days)).config.warnings;
    };
    EXPECT_THAT(warnings(0), IsEmpty());
    EXPECT_THAT(warnings(180), IsEmpty());
    EXPECT_THAT(warnings(181),
        ElementsAre("venue \"X\": profile kraken-spot-pro was verified on " + day_text(verified_on) +
                    ", 181 days ago: compare its numbers with the venue's pages, or take a newer Sluice"));
    // A clock that is wrong makes nothing a fault.
    EXPECT_THAT(warnings(-10'000), IsEmpty());
}

TEST(VenueProfile, counts_its_limits_with_the_others) {
    ConfigDocument document = with_profile("kraken-spot-pro");  // has 2
    document.set("/firm_limits", "[]").set("/venues/0/limits", "[]");
    for (int index = 0; index < 14; ++index) {
        document.set("/venues/0/limits/-", kOwnLimit);
        document.set("/venues/0/limits/" + std::to_string(index) + "/name", "\"w" + std::to_string(index) + "\"");
    }
    EXPECT_THAT(document.faults(), IsEmpty());
    document.set("/firm_limits/-",
        R"({"name": "all", "shape": "sliding_window", "scope": "firm", "limit": 5, "window_ms": 1000})");
    EXPECT_THAT(document.faults(), ElementsAre(fault("/venues/0/limits", "at most 15 limits (16 less 1 in firm_limits)",
                                       "16 with those of profile kraken-spot-pro")));
}

TEST(VenueProfile, is_taken_by_many_venues) {
    ConfigDocument document = ConfigDocument::smallest();
    for (int index = 0; index < 400; ++index) {
        document.set("/venues/-", R"({"name": "V)" + std::to_string(index) + R"(", "profile": "binance-spot"})");
    }
    const Config config = document.config();
    ASSERT_THAT(config.venues, SizeIs(401));
    EXPECT_EQ(config.venues[400].limits.size(), config.venues[1].limits.size());
}

}  // namespace
}  // namespace sluice
