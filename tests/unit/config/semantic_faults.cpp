// Faults that only show when two places are compared, or that a schema cannot say.
#include "config_document.hpp"

namespace sluice {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<ConfigFault> faults_with(const std::string &pointer, const std::string &json) {
    return ConfigDocument::typical().set(pointer, json).faults();
}

std::string window(const std::string &name, const std::string &scope) {
    return R"({"name": ")" + name + R"(", "shape": "sliding_window", "scope": ")" + scope +
           R"(", "limit": 5, "window_ms": 1000})";
}

TEST(ConfigRules, typical_document_is_sound) {
    EXPECT_THAT(ConfigDocument::typical().faults(), IsEmpty());
}

TEST(ConfigRules, names_are_unique_in_their_list) {
    EXPECT_THAT(faults_with("/accounts/1", "\"A1\""),
        ElementsAre(fault("/accounts/1", "a name of its own", "\"A1\", as in /accounts/0")));
    EXPECT_THAT(faults_with("/instruments/2", "\"I2\""),
        ElementsAre(fault("/instruments/2", "a name of its own", "\"I2\", as in /instruments/1")));
    EXPECT_THAT(faults_with("/venues/1/name", "\"X\""),
        ElementsAre(fault("/venues/1/name", "a name of its own", "\"X\", as in /venues/0/name")));
    EXPECT_THAT(faults_with("/venues/0/limits/1/name", "\"orders\""),
        ElementsAre(
            fault("/venues/0/limits/1/name", "a name of its own", "\"orders\", as in /venues/0/limits/0/name")));
    EXPECT_THAT(faults_with("/firm_limits/-", window("all", "firm")),
        ElementsAre(fault("/firm_limits/1/name", "a name of its own", "\"all\", as in /firm_limits/0/name")));
}

TEST(ConfigRules, names_may_repeat_in_other_lists) {
    EXPECT_THAT(faults_with("/venues/1/limits", "[" + window("orders", "venue") + "]"), IsEmpty());
    EXPECT_THAT(faults_with("/venues/0/limits/1/name", "\"all\""), IsEmpty());
    EXPECT_THAT(faults_with("/instruments/0", "\"A1\""), IsEmpty());
}

TEST(ConfigRules, names_fit_what_intern_takes) {
    std::string umlauts;
    for (int index = 0; index < 128; ++index)
        umlauts += "\u00e4";
    EXPECT_THAT(faults_with("/accounts/0", "\"" + umlauts + "\""),
        ElementsAre(fault("/accounts/0", "at most 255 bytes and no control characters",
            "\"" + umlauts.substr(0, 2 * 37) + "...\" (256 bytes)")));
    EXPECT_THAT(faults_with("/accounts/0", "\"" + umlauts.substr(2) + "x\""), IsEmpty());
    EXPECT_THAT(faults_with("/accounts/0", R"("a\u007f")"),
        ElementsAre(fault("/accounts/0", "at most 255 bytes and no control characters", "\"a\\u007f\" (2 bytes)")));
    EXPECT_THAT(faults_with("/venues/1/name", R"("a\u0000b")"),
        ElementsAre(fault("/venues/1/name", "at most 255 bytes and no control characters", "\"a\\u0000b\" (3 bytes)")));
    EXPECT_THAT(faults_with("/venues/0/limits/0/name", R"("a\nb")"),
        ElementsAre(
            fault("/venues/0/limits/0/name", "at most 255 bytes and no control characters", "\"a\\nb\" (3 bytes)")));
}

TEST(ConfigRules, listed_names_fit_the_capacity) {
    EXPECT_THAT(faults_with("/accounts/-", "\"A3\""),
        ElementsAre(fault("/accounts", "at most 2 names (capacity.accounts)", "a list of 3 elements")));
    EXPECT_THAT(faults_with("/capacity/instruments", "2"),
        ElementsAre(fault("/instruments", "at most 2 names (capacity.instruments)", "a list of 3 elements")));
}

TEST(ConfigRules, metrics_listen_at_host_and_port) {
    EXPECT_THAT(faults_with("/metrics/listen", "\"127.0.0.1:65536\""),
        ElementsAre(fault("/metrics/listen", "host:port with a port from 0 to 65535, such as 127.0.0.1:9464",
            "\"127.0.0.1:65536\"")));
}

TEST(ConfigRules, scope_firm_belongs_in_firm_limits_only) {
    EXPECT_THAT(faults_with("/venues/0/limits/0/scope", "\"firm\""),
        ElementsAre(fault(
            "/venues/0/limits/0/scope", "another scope than \"firm\", which belongs in firm_limits", "\"firm\"")));
    EXPECT_THAT(faults_with("/firm_limits/0/scope", "\"owner\""),
        ElementsAre(fault("/firm_limits/0/scope", "\"firm\" in firm_limits", "\"owner\"")));
}

TEST(ConfigRules, a_venue_has_sixteen_limits_with_the_firms) {
    ConfigDocument document = ConfigDocument::typical();  // one of the firm, two of venue X
    for (int index = 0; index < 13; ++index) {
        document.set("/venues/0/limits/-", window("w" + std::to_string(index), "venue"));
    }
    EXPECT_THAT(document.faults(), IsEmpty());
    document.set("/venues/0/limits/-", window("one more", "venue"));
    EXPECT_THAT(document.faults(), ElementsAre(fault("/venues/0/limits", "at most 15 limits (16 less 1 in firm_limits)",
                                       "a list of 16 elements")));
}

TEST(ConfigRules, each_shape_has_its_own_fields) {
    EXPECT_THAT(ConfigDocument::typical().remove("/venues/0/limits/0/window_ms").faults(),
        ElementsAre(fault("/venues/0/limits/0/window_ms", "a value for a sliding_window", "nothing")));
    EXPECT_THAT(faults_with("/venues/0/limits/0/refill_amount", "5"),
        ElementsAre(fault("/venues/0/limits/0/refill_amount", "nothing for a sliding_window", "5")));
    EXPECT_THAT(faults_with("/venues/0/limits/0/refill_interval_ms", "6"),
        ElementsAre(fault("/venues/0/limits/0/refill_interval_ms", "nothing for a sliding_window", "6")));
    EXPECT_THAT(faults_with("/venues/0/limits/1/window_ms", "7"),
        ElementsAre(fault("/venues/0/limits/1/window_ms", "nothing for a token_bucket", "7")));
    EXPECT_THAT(ConfigDocument::typical().remove("/venues/0/limits/1/refill_amount").faults(),
        ElementsAre(fault("/venues/0/limits/1/refill_amount", "a value for a token_bucket", "nothing")));
    EXPECT_THAT(ConfigDocument::typical().remove("/firm_limits/0/refill_interval_ms").faults(),
        ElementsAre(fault("/firm_limits/0/refill_interval_ms", "a value for a token_bucket", "nothing")));
}

TEST(ConfigRules, limits_of_firm_and_venue_obey_the_rules_of_a_limit) {
    EXPECT_THAT(faults_with("/firm_limits/0/margin", "1000"),
        ElementsAre(fault("/firm_limits/0/margin", "less than limit (1000)", "1000")));
    EXPECT_THAT(faults_with("/venues/0/limits/0/cost/new", "71"),
        ElementsAre(fault("/venues/0/limits/0/cost/new", "at most 70 (limit less margin less cancel_reserve)", "71")));
    EXPECT_THAT(faults_with("/venues/0/limits/0/cost", "{}"),
        ElementsAre(fault("/venues/0/limits/0/cost", "at least one kind that costs more than 0", "every cost is 0")));
}

TEST(ConfigRules, counters_of_a_pair_fit_what_the_capacity_makes_of_them) {
    ConfigDocument document = ConfigDocument::typical();
    document.set("/venues/0/limits/0/scope", "\"account_instrument\"");
    document.set("/capacity/accounts", "2047").set("/capacity/instruments", "2047");
    EXPECT_THAT(document.faults(), IsEmpty());
    document.set("/capacity/accounts", "2048");
    EXPECT_THAT(document.faults(),
        ElementsAre(fault("/venues/0/limits/0/scope",
            "at most 4194304 counters for one limit: lower capacity.accounts (2048) or capacity.instruments (2047)",
            "\"account_instrument\", which needs 4196352")));
    // Without a capacity the default holds, or a longer list.
    document.remove("/capacity");
    EXPECT_THAT(document.faults(), IsEmpty());
    document.set("/venues/0/limits/0/scope", "\"lane_instrument\"").set("/venues/0/lanes_max", "256");
    EXPECT_THAT(document.faults(), IsEmpty());
    document.set("/capacity", R"({"instruments": 200000})");
    EXPECT_THAT(document.faults(),
        ElementsAre(fault("/venues/0/limits/0/scope",
            "at most 4194304 counters for one limit: lower lanes_max (256) or capacity.instruments (200000)",
            "\"lane_instrument\", which needs 51200256")));
}

TEST(ConfigRules, minimum_count_fits_window_count) {
    EXPECT_THAT(faults_with("/venues/0/breaker/minimum_count", "201"),
        ElementsAre(fault("/venues/0/breaker/minimum_count", "at most window_count (200)", "201")));
    EXPECT_THAT(faults_with("/venues/0/breaker/minimum_count", "200"), IsEmpty());
    EXPECT_THAT(faults_with("/venues/0/breaker", R"({"window_count": 19})"),
        ElementsAre(fault("/venues/0/breaker/minimum_count", "at most window_count (19)", "20 (the default)")));
}

TEST(ConfigRules, isolation_max_is_not_below_isolation) {
    EXPECT_THAT(faults_with("/venues/1/lane_breaker", R"({"isolation_ms": 500, "isolation_max_ms": 499})"),
        ElementsAre(fault("/venues/1/lane_breaker/isolation_max_ms", "at least isolation_ms (500)", "499")));
    EXPECT_THAT(faults_with("/venues/1/breaker", R"({"isolation_ms": 60001})"),
        ElementsAre(
            fault("/venues/1/breaker/isolation_max_ms", "at least isolation_ms (60001)", "60000 (the default)")));
    EXPECT_THAT(faults_with("/venues/1/breaker", R"({"isolation_ms": 500, "isolation_max_ms": 500})"), IsEmpty());
}

TEST(ConfigRules, a_fault_of_breaker_is_not_told_again_for_the_lanes_that_inherit_it) {
    EXPECT_THAT(faults_with("/venues/0/breaker/minimum_count", "900"), testing::SizeIs(1));
}

TEST(ConfigRules, sound_parts_of_a_faulty_object_are_checked) {
    // The venue has no name, its second limit no shape; the first limit is judged all the same.
    ConfigDocument document = ConfigDocument::typical();
    document.remove("/venues/0/name").remove("/venues/0/limits/1/shape").set("/venues/0/limits/0/margin", "100");
    EXPECT_THAT(document.faults(), Contains(fault("/venues/0/limits/0/margin", "less than limit (100)", "100")));
    EXPECT_THAT(document.faults(), testing::SizeIs(3));
}

}  // namespace
}  // namespace sluice
