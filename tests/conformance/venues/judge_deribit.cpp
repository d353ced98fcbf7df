// Deribit. From "Rate Limits": credits that refill continuously. Requests to the matching engine (orders, edits,
// cancels) of a sub-account by tier of its 7-day volume: 5 a second with a burst of 20, 10 with 30, 20 with 50, 30 with
// 100. All other requests cost 500 of at most 50000 credits that refill at 10000 a second; subscribing costs 3000 of
// 30000 of its own, refilled likewise. Without credit: error 10028 and the end of the session, so reject and logout are
// one threshold.
#include "venues.hpp"

namespace conformance {

namespace {

Rule credit_rule(const char *name, int64_t burst, int64_t per_second) {
    Rule rule;
    rule.name = name;
    rule.shape = Shape::bucket;
    rule.limit = burst;
    rule.hard = burst;
    rule.flow = per_second;
    rule.flow_time = kSecond;
    return rule;
}

class DeribitJudge : public Judge {
public:
    DeribitJudge(int64_t burst, int64_t per_second)
        : Judge({credit_rule("matching", burst, per_second), credit_rule("credits", 50'000, 10'000),
              credit_rule("subscriptions", 30'000, 10'000)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        switch (message.kind) {
            case SLUICE_KIND_MASS_CANCEL:
                charges.push_back({0, message.account, 1, 0, 0});
                break;
            case SLUICE_KIND_QUERY:
            case SLUICE_KIND_ADMIN:
                charges.push_back({1, message.account, 500, 0, 0});
                break;
            case SLUICE_KIND_MAINTENANCE:
                charges.push_back({1, message.account, 500, 0, 0});
                charges.push_back({2, message.account, 3000, 0, 0});
                break;
            default:
                charges.push_back({0, message.account, message.count, 0, 0});
                break;
        }
    }
};

}  // namespace

std::unique_ptr<Judge> judge_deribit(uint32_t) {
    return std::make_unique<DeribitJudge>(20, 5);
}

std::unique_ptr<Judge> judge_deribit_tier_3(uint32_t) {
    return std::make_unique<DeribitJudge>(30, 10);
}

std::unique_ptr<Judge> judge_deribit_tier_2(uint32_t) {
    return std::make_unique<DeribitJudge>(50, 20);
}

std::unique_ptr<Judge> judge_deribit_tier_1(uint32_t) {
    return std::make_unique<DeribitJudge>(100, 30);
}

}  // namespace conformance
