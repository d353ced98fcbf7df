// Costs that are more than a number: the values that come out, and the faults of their parts.
#include "config_document.hpp"

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kCost = "/venues/0/limits/0/cost";

ConfigDocument with_cost(const std::string &json) {
    ConfigDocument document = ConfigDocument::typical();
    document.set(kCost, json);
    return document;
}

KindCost cost_of(const std::string &json, uint32_t kind = SLUICE_KIND_CANCEL) {
    const Config config = with_cost(R"({"cancel": )" + json + "}").config();
    return config.venues.at(0).limits.at(0).cost[kind];
}

TEST(LimitCosts, plain_number_and_message_are_the_same) {
    EXPECT_EQ(cost_of("7"), KindCost(7));
    EXPECT_EQ(cost_of(R"({"message": 7})"), KindCost(7));
    EXPECT_TRUE(cost_of("7").is_plain());
    EXPECT_EQ(cost_of("7", SLUICE_KIND_NEW), KindCost());
}

TEST(LimitCosts, every_part_is_read) {
    const KindCost cost = cost_of(R"({"message": 1, "request": 2, "step": {"every": 40, "cost": 3},
        "by_age": [{"below_ms": 5000, "cost": 8}, {"below_ms": 10000, "cost": 6}],
        "on_accepted": "nothing", "on_rejected": "fixed"})");
    EXPECT_EQ(cost.per_message, 1u);
    EXPECT_EQ(cost.per_request, 2u);
    EXPECT_EQ(cost.per_step, 3u);
    EXPECT_EQ(cost.step_messages, 40u);
    EXPECT_EQ(cost.by_age[0], (AgeCost{5'000'000'000, 8}));
    EXPECT_EQ(cost.by_age[1], (AgeCost{10'000'000'000, 6}));
    EXPECT_EQ(cost.by_age[2], AgeCost());
    EXPECT_EQ(cost.on_accepted, Keeps::nothing);
    EXPECT_EQ(cost.on_rejected, Keeps::fixed);
}

TEST(LimitCosts, eight_ages_fit) {
    std::string ages;
    for (int age = 1; age <= 8; ++age)
        ages += (age > 1 ? "," : "") + std::string(R"({"below_ms": )") + std::to_string(age) + R"(, "cost": )" +
                std::to_string(10 - age) + "}";
    const KindCost cost = cost_of(R"({"by_age": [)" + ages + "]}");
    EXPECT_EQ(cost.by_age[7], (AgeCost{8'000'000, 2}));
    EXPECT_TRUE(cost.counts());
    EXPECT_THAT(with_cost(R"({"cancel": {"by_age": [)" + ages + R"(, {"below_ms": 9, "cost": 1}]}})").faults(),
        ElementsAre(fault(kCost + "/cancel/by_age", "a list of 1 to 8 elements", "a list of 9 elements")));
}

TEST(LimitCosts, what_is_not_said_stays_charged) {
    const KindCost cost = cost_of(R"({"request": 1})");
    EXPECT_EQ(cost.on_accepted, Keeps::all);
    EXPECT_EQ(cost.on_rejected, Keeps::all);
    EXPECT_EQ(cost.per_message, 0u);
    EXPECT_EQ(cost_of(R"({"request": 1, "on_accepted": "all"})"), cost);
}

TEST(LimitCosts, faults_name_the_part) {
    const std::string number = "a whole number from ";
    const std::vector<std::array<std::string, 4>> cases = {
        {"/new", "true", number + "0 to 1000000000 or an object", "true"},
        {"/new", "[1]", number + "0 to 1000000000 or an object", "a list of 1 element"},
        {"/new", "1.5", number + "0 to 1000000000 or an object", "1.5"},
        {"/new/message", "-1", number + "0 to 1000000000", "-1"},
        {"/new/request", "\"1\"", number + "0 to 1000000000", "\"1\""},
        {"/new/step", "4", "an object", "4"},
        {"/new/step/every", "0", number + "1 to 1000000", "0"},
        {"/new/step/cost", "0", number + "1 to 1000000000", "0"},
        {"/new/by_age", "[]", "a list of 1 to 8 elements", "an empty list"},
        {"/new/by_age/0/below_ms", "0", number + "1 to 86400000", "0"},
        {"/new/by_age/0/cost", "0", number + "1 to 1000000000", "0"},
        {"/new/on_accepted", "\"some\"", "one of \"all\", \"fixed\", \"nothing\"", "\"some\""},
        {"/new/on_rejected", "0", "one of \"all\", \"fixed\", \"nothing\"", "0"},
        {"/new/mesage", "1", "a known key, perhaps \"message\"", "unknown key \"mesage\""},
    };
    for (const auto &[pointer, json, expected, found] : cases) {
        ConfigDocument document = with_cost(R"({"new": {"message": 1, "step": {"every": 1, "cost": 1},
            "by_age": [{"below_ms": 1, "cost": 1}]}})");
        EXPECT_THAT(document.set(kCost + pointer, json).faults(), ElementsAre(fault(kCost + pointer, expected, found)));
    }
    EXPECT_THAT(with_cost(R"({"new": {"message": 1, "step": {}}})").faults(),
        ElementsAre(fault(kCost + "/new/step/every", number + "1 to 1000000", "nothing"),
            fault(kCost + "/new/step/cost", number + "1 to 1000000000", "nothing")));
}

TEST(LimitCosts, object_names_a_cost) {
    EXPECT_THAT(with_cost(R"({"new": 1, "cancel": {"on_accepted": "nothing"}})").faults(),
        ElementsAre(
            fault(kCost + "/cancel", "one of message, request, step, by_age at least", "an object with 1 key")));
    EXPECT_THAT(with_cost(R"({"new": 1, "cancel": {"message": 0}})").faults(), IsEmpty());
}

TEST(LimitCosts, older_orders_cost_less) {
    EXPECT_THAT(with_cost(R"({"replace": {"by_age": [{"below_ms": 5000, "cost": 3}, {"below_ms": 5000, "cost": 3}]}})")
                    .faults(),
        ElementsAre(fault(kCost + "/replace/by_age/1/below_ms", "more than 5000, the one before", "5000"),
            fault(kCost + "/replace/by_age/1/cost", "less than 3, the one before", "3")));
    EXPECT_THAT(with_cost(R"({"replace": {"by_age": [{"below_ms": 5000, "cost": 3}, {"below_ms": 5001, "cost": 2},
                              {"below_ms": 1, "cost": 1}]}})")
                    .faults(),
        ElementsAre(fault(kCost + "/replace/by_age/2/below_ms", "more than 5001, the one before", "1")));
}

TEST(LimitCosts, dearest_message_fits) {
    // 100 less margin 10 less cancel_reserve 20.
    const std::string parts = R"("request": 20, "step": {"every": 2, "cost": 10},
        "by_age": [{"below_ms": 1, "cost": 30}, {"below_ms": 2, "cost": 29}]})";
    EXPECT_THAT(with_cost(R"({"new": {"message": 10, )" + parts + "}").faults(), IsEmpty());
    EXPECT_THAT(with_cost(R"({"new": {"message": 11, )" + parts + "}").faults(),
        ElementsAre(
            fault(kCost + "/new", "at most 70 (limit less margin less cancel_reserve)", "71 for the dearest message")));
    // Four parts at the top of their ranges do not wrap round to a small number.
    EXPECT_THAT(with_cost(R"({"new": {"message": 1000000000, "request": 1000000000,
                              "step": {"every": 1, "cost": 1000000000}, "by_age": [{"below_ms": 1,
                              "cost": 1000000000}]}})")
                    .faults(),
        ElementsAre(fault(kCost + "/new", "at most 70 (limit less margin less cancel_reserve)",
            "4000000000 for the dearest message")));
}

}  // namespace
}  // namespace sluice
