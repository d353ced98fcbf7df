// Kraken. From the guide to trading rate limits: a counter for each account and pair, raised by each transaction and
// falling by 1, 2.34 or 3.75 a second; the thresholds of the three tiers are 60, 125 and 180. Adding an order costs 1.
// An edit costs 1 and, by the order's age, 6 below 5 s, 5 below 10 s, 4 below 15 s, 2 below 45 s, 1 below 90 s. A
// cancel costs 8, 6, 5, 4, 2 and 1 below 5, 10, 15, 45, 90 and 300 s. "The fixed part is charged even if validation
// fails." REST calls: a counter of 15, 20 and 20 that falls by 0.33, 0.5 and 1 a second, 1 for a call and 2 for ledgers
// and history. The page says both that counters decay and that they are reduced every second or two: one variant falls
// smoothly, the other in steps of a second (REST: of two).
#include "venues.hpp"

namespace conformance {

namespace {

struct Tier {
    int64_t trading;
    int64_t trading_per_100_s;
    int64_t calls;
    int64_t calls_per_100_s;
};

constexpr Tier kStarter = {60, 100, 15, 33};
constexpr Tier kIntermediate = {125, 234, 20, 50};
constexpr Tier kPro = {180, 375, 20, 100};

Rule falling_rule(const char *name, int64_t limit, int64_t per_100_s, Span step) {
    Rule rule;
    rule.name = name;
    rule.shape = Shape::falling;
    rule.limit = limit;
    rule.flow = per_100_s;
    rule.flow_time = 100 * kSecond;
    rule.step = step;
    return rule;
}

struct AgeStep {
    int64_t below_seconds;
    int64_t cost;
};
constexpr AgeStep kEditSteps[] = {{5, 6}, {10, 5}, {15, 4}, {45, 2}, {90, 1}};
constexpr AgeStep kCancelSteps[] = {{5, 8}, {10, 6}, {15, 5}, {45, 4}, {90, 2}, {300, 1}};

template <std::size_t kCount>
int64_t by_age(const AgeStep (&steps)[kCount], Span age) {
    for (const AgeStep &step : steps) {
        if (age < step.below_seconds * kSecond) return step.cost;
    }
    return 0;
}

class KrakenJudge : public Judge {
public:
    KrakenJudge(const Tier &tier, uint32_t variant)
        : Judge({falling_rule("trading", tier.trading, tier.trading_per_100_s, variant % 2 == 1 ? kSecond : 0),
              falling_rule("rest_calls", tier.calls, tier.calls_per_100_s, variant % 2 == 1 ? 2 * kSecond : 0)}) {}

protected:
    void charge(const Message &message, Instant at, std::vector<Charge> &charges) const override {
        const uint64_t pair = pair_key(message.account, message.instrument);
        const Span age = at - message.order_placed;
        switch (message.kind) {
            case SLUICE_KIND_NEW:
            case SLUICE_KIND_QUOTE:
                charges.push_back({0, pair, message.count, 0, 0});
                break;
            case SLUICE_KIND_REPLACE: {
                const int64_t extra = message.has_order ? by_age(kEditSteps, age) : 0;
                charges.push_back({0, pair, 1 + extra, 0, extra});
                break;
            }
            case SLUICE_KIND_CANCEL: {
                const int64_t extra = message.has_order ? by_age(kCancelSteps, age) : 0;
                charges.push_back({0, pair, extra, 0, extra});
                break;
            }
            case SLUICE_KIND_MASS_CANCEL:
                // As many orders as it says, each as dear as the youngest.
                charges.push_back({0, pair, int64_t{8} * message.count, 0, 0});
                break;
            case SLUICE_KIND_QUERY:
                charges.push_back({1, message.account, 1, 0, 0});
                break;
            case SLUICE_KIND_MAINTENANCE:
                charges.push_back({1, message.account, 2, 0, 0});
                break;
            default:
                break;
        }
    }
};

}  // namespace

std::unique_ptr<Judge> judge_kraken_starter(uint32_t variant) {
    return std::make_unique<KrakenJudge>(kStarter, variant);
}

std::unique_ptr<Judge> judge_kraken_intermediate(uint32_t variant) {
    return std::make_unique<KrakenJudge>(kIntermediate, variant);
}

std::unique_ptr<Judge> judge_kraken_pro(uint32_t variant) {
    return std::make_unique<KrakenJudge>(kPro, variant);
}

}  // namespace conformance
