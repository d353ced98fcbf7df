// The table of scenarios, one function for a family. Numbers that a venue does not publish are the kit's and stand here
// once, as the operator's override; the judge has them in its own file.
#include "scenario.hpp"

#include <stdexcept>

#include "venues/venues.hpp"

namespace conformance {

namespace {

constexpr uint32_t kNew = SLUICE_KIND_NEW;
constexpr uint32_t kReplace = SLUICE_KIND_REPLACE;
constexpr uint32_t kCancel = SLUICE_KIND_CANCEL;
constexpr uint32_t kMassCancel = SLUICE_KIND_MASS_CANCEL;
constexpr uint32_t kQuote = SLUICE_KIND_QUOTE;
constexpr uint32_t kQuery = SLUICE_KIND_QUERY;
constexpr uint32_t kMaintenance = SLUICE_KIND_MAINTENANCE;

// A target whose rule has the same name in the profile.
Target aim(const char *rule, uint32_t kind, KeyOf key_of, uint64_t spans) {
    Target target;
    target.rule = rule;
    target.limit = rule;
    target.kind = kind;
    target.key_of = key_of;
    target.spans = spans;
    return target;
}

Target of_old_orders(Target target) {
    target.is_of_old_orders = true;
    return target;
}

Scenario scenario(const char *profile, std::unique_ptr<Judge> (*judge)(uint32_t), Layout layout,
    std::vector<Target> targets, std::vector<uint32_t> kinds) {
    Scenario made;
    made.profile = profile;
    made.judge = judge;
    made.layout = layout;
    made.targets = std::move(targets);
    made.kinds = std::move(kinds);
    return made;
}

void add_binance(std::vector<Scenario> &all) {
    const std::vector<uint32_t> kinds = {kNew, kNew, kNew, kReplace, kCancel, kMassCancel, kQuery, kMaintenance};
    const ToldLimit orders_10s = {"orders_10s", "orders_10s", KeyOf::account};
    const ToldLimit orders_day = {"orders_day", "orders_day", KeyOf::account};

    // The day's count outlives the process.
    Target orders_of_day = aim("orders_day", kNew, KeyOf::account, 1);
    orders_of_day.restart_percent = 20;
    // 300000 raw requests in five minutes cannot be reached: what weighs nothing is bounded by the order limits.
    all.push_back(scenario("binance-spot", judge_binance_spot, {2, 2, 2, 4},
        {aim("orders_10s", kNew, KeyOf::account, 100), aim("request_weight", kQuery, KeyOf::venue, 40), orders_of_day},
        kinds));
    all.back().told = {{"request_weight", "request_weight", KeyOf::venue}, orders_10s, orders_day};
    all.back().random_weight = 2;

    all.push_back(scenario("binance-spot-fix", judge_binance_spot_fix, {2, 2, 2, 4},
        {aim("orders_10s", kNew, KeyOf::account, 100), aim("messages", kQuery, KeyOf::lane, 6)}, kinds));
    all.back().told = {orders_10s, orders_day};
    all.back().has_heartbeats = true;
    all.back().stamp_resolution = kMicrosecond;

    // 300 orders in 10 s are no more than 1200 in a minute for long. Two accounts at that rate and their cancels would
    // weigh more than one address may.
    Target orders_1m = aim("orders_1m", kNew, KeyOf::account, 40);
    orders_1m.accounts = 1;
    all.push_back(scenario("binance-usdm", judge_binance_usdm, {2, 2, 2, 4},
        {orders_1m, aim("request_weight", kQuery, KeyOf::venue, 40)}, kinds));
    all.back().told = {
        {"request_weight", "request_weight", KeyOf::venue}, orders_10s, {"orders_1m", "orders_1m", KeyOf::account}};
    all.back().random_weight = 2;
}

void add_kraken(std::vector<Scenario> &all) {
    const auto add = [&all](const char *profile, std::unique_ptr<Judge> (*judge)(uint32_t)) {
        all.push_back(scenario(profile, judge, {2, 2, 2, 4},
            {aim("trading", kNew, KeyOf::account_instrument, 100), aim("rest_calls", kQuery, KeyOf::account, 100)},
            {kNew, kNew, kNew, kReplace, kCancel, kCancel, kMassCancel, kQuery, kMaintenance}));
        all.back().stamp_resolution = kMicrosecond;
    };
    add("kraken-spot-starter", judge_kraken_starter);
    add("kraken-spot-intermediate", judge_kraken_intermediate);
    add("kraken-spot-pro", judge_kraken_pro);
}

void add_deribit(std::vector<Scenario> &all) {
    const auto add = [&all](const char *profile, std::unique_ptr<Judge> (*judge)(uint32_t)) {
        all.push_back(scenario(profile, judge, {2, 2, 2, 4},
            {aim("matching", kNew, KeyOf::account, 400), aim("credits", kQuery, KeyOf::account, 100),
                aim("subscriptions", kMaintenance, KeyOf::account, 100)},
            {kNew, kNew, kNew, kReplace, kCancel, kMassCancel, kQuery, kMaintenance}));
        all.back().has_heartbeats = true;
        all.back().stamp_resolution = kMicrosecond;
    };
    add("deribit", judge_deribit);
    add("deribit-tier-3", judge_deribit_tier_3);
    add("deribit-tier-2", judge_deribit_tier_2);
    add("deribit-tier-1", judge_deribit_tier_1);
}

void add_request_venues(std::vector<Scenario> &all) {
    // Ten orders a second are no more than 120 requests a minute for long.
    all.push_back(scenario("bitmex", judge_bitmex, {2, 2, 2, 4}, {aim("requests", kNew, KeyOf::account, 100)},
        {kNew, kNew, kReplace, kCancel, kMassCancel, kQuery, kMaintenance}));
    all.back().told = {{"requests", "requests", KeyOf::account, 0, true}};

    Target address = aim("ip_requests", kMaintenance, KeyOf::venue, 40);
    address.is_margin_subtracted = true;
    address.why = "the limit is a ban of ten minutes: the profile keeps 5 % away from it, which is subtracted";
    all.push_back(scenario("bybit", judge_bybit, {2, 2, 2, 4},
        {aim("create", kNew, KeyOf::account, 400), of_old_orders(aim("amend", kReplace, KeyOf::account, 400)),
            of_old_orders(aim("cancel", kCancel, KeyOf::account, 400)),
            aim("cancel_all", kMassCancel, KeyOf::account, 400), aim("queries", kQuery, KeyOf::account, 400), address},
        {kNew, kNew, kReplace, kCancel, kMassCancel, kQuery, kMaintenance}));

    Target place = aim("place", kNew, KeyOf::account_instrument, 200);
    place.instruments = 4;
    Target amend = of_old_orders(aim("amend", kReplace, KeyOf::account_instrument, 100));
    amend.instruments = 4;
    Target cancel = of_old_orders(aim("cancel", kCancel, KeyOf::account_instrument, 100));
    cancel.instruments = 4;
    all.push_back(scenario("okx", judge_okx, {2, 1, 20, 4},
        {place, amend, cancel, aim("sub_account", kNew, KeyOf::account, 40),
            aim("mass_cancel", kMassCancel, KeyOf::account, 100), aim("queries", kQuery, KeyOf::account, 100),
            aim("subscriptions", kMaintenance, KeyOf::lane, 3)},
        {kNew, kNew, kNew, kReplace, kCancel, kMassCancel, kQuery, kMaintenance}));
    all.back().stamp_resolution = kMicrosecond;
    all.back().random_weight = 2;

    all.push_back(scenario("coinbase-exchange-rest", judge_coinbase_rest, {2, 2, 2, 4},
        {aim("private", kNew, KeyOf::account, 400), aim("fills", kQuery, KeyOf::account, 200),
            aim("public", kMaintenance, KeyOf::venue, 200)},
        {kNew, kNew, kReplace, kCancel, kMassCancel, kQuery, kMaintenance}));
    all.back().stamp_resolution = kSecond;

    all.push_back(scenario("thalex", judge_thalex, {2, 2, 2, 4}, {aim("requests", kNew, KeyOf::account, 300)},
        {kNew, kNew, kReplace, kCancel, kMassCancel, kQuote, kQuery, kMaintenance}));
    all.back().operator_numbers["requests"] = {{"limit", "60"}, {"window_ms", "2000"}, {"cancel_reserve", "6"}};
}

void add_chains(std::vector<Scenario> &all) {
    Target actions = aim("actions", kNew, KeyOf::account, 1);
    actions.ask_every_ns = 20 * kHostSecond;
    actions.restart_percent = 12;
    Target posts = aim("posts_in_flight", kNew, KeyOf::venue, 40);
    posts.handling_ns = 6'200 * kHostMillisecond;
    posts.ask_every_ns = 20 * kHostSecond;
    // 2000 WebSocket messages a minute are more than 1200 of weight.
    all.push_back(scenario("hyperliquid", judge_hyperliquid, {2, 2, 2, 4},
        {actions, aim("weight", kQuery, KeyOf::venue, 60), posts},
        {kNew, kNew, kNew, kReplace, kCancel, kMassCancel, kQuery, kMaintenance}));
    all.back().told = {{"actions", "actions", KeyOf::account, kQuery, true}};

    all.push_back(scenario("dydx-v4", judge_dydx_short_term, {2, 2, 2, 4},
        {aim("short_term", kNew, KeyOf::account, 10)}, {kNew, kNew, kReplace, kCancel, kMassCancel}));
    all.back().block_ns = 200 * kHostMillisecond;
    all.push_back(scenario("dydx-v4-stateful", judge_dydx_stateful, {2, 2, 2, 4},
        {aim("stateful_100_blocks", kNew, KeyOf::account, 100)}, {kNew, kNew, kReplace, kCancel}));
    all.back().block_ns = 200 * kHostMillisecond;
}

void add_sessions(std::vector<Scenario> &all) {
    const std::vector<uint32_t> kinds = {kNew, kNew, kNew, kReplace, kCancel, kMassCancel, kQuote, kQuery};
    const Layout layout = {2, 2, 2, 4};

    Target status = aim("status_requests", kQuery, KeyOf::lane, 40);
    status.handling_ns = 600 * kHostMillisecond;
    all.push_back(scenario("cme-ilink", judge_cme_ilink, layout,
        {aim("orders", kNew, KeyOf::lane, 60), aim("cancels", kMassCancel, KeyOf::lane, 20),
            aim("quotes", kQuote, KeyOf::lane, 30), status},
        kinds));
    all.back().stamp_resolution = kNanosecond;

    all.push_back(scenario(
        "coinbase-exchange-fix", judge_coinbase_fix, layout, {aim("messages", kNew, KeyOf::lane, 200)}, kinds));
    all.back().has_heartbeats = true;

    all.push_back(scenario("eurex-eti", judge_eurex_eti, layout, {aim("transactions", kNew, KeyOf::lane, 300)}, kinds));
    all.back().stamp_resolution = kNanosecond;

    all.push_back(scenario("hkex-ocg-c", judge_hkex_ocg_c, layout, {aim("throttle", kNew, KeyOf::lane, 1500)}, kinds));
    all.back().operator_numbers["throttle"] = {{"limit", "8"}, {"cancel_reserve", "1"}};

    all.push_back(
        scenario("euronext-optiq", judge_euronext_optiq, layout, {aim("messages", kNew, KeyOf::lane, 200)}, kinds));
    all.back().operator_numbers["messages"] = {{"limit", "100"}, {"cancel_reserve", "10"}};
    all.back().stamp_resolution = kNanosecond;

    all.push_back(scenario(
        "interactive-brokers", judge_interactive_brokers, layout, {aim("messages", kNew, KeyOf::venue, 400)}, kinds));
    all.back().stamp_resolution = kSecond;

    all.push_back(scenario("revolut-x", judge_revolut_x, layout, {aim("orders", kNew, KeyOf::venue, 12)}, kinds));
    all.back().random_weight = 2;
}

}  // namespace

const Target &Scenario::in_a_burst() const {
    const std::unique_ptr<Judge> published = judge(0);
    for (const Target &target : targets) {
        if (published->rules()[published->rule(target.rule)].shape != Shape::lifetime) return target;
    }
    throw std::runtime_error(profile + " has no target that a burst can reach");
}

const std::vector<Scenario> &scenarios() {
    static const std::vector<Scenario> all = [] {
        std::vector<Scenario> made;
        add_binance(made);
        add_request_venues(made);
        add_kraken(made);
        add_deribit(made);
        add_chains(made);
        add_sessions(made);
        return made;
    }();
    return all;
}

const Scenario &scenario_of(const std::string &profile) {
    for (const Scenario &scenario : scenarios()) {
        if (scenario.profile == profile) return scenario;
    }
    throw std::runtime_error("there is no scenario for profile '" + profile + "'");
}

}  // namespace conformance
