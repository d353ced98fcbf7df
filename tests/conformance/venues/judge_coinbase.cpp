// Coinbase Exchange. REST: "lazy-fill token bucket": tokens = min(capacity, tokens + elapsed * rate), a request takes
// one. Private endpoints 15 a second with a burst of 30 for each profile, /fills 10 with 20, public endpoints 10 with
// 15 for each IP address. FIX 5: 100 requests a second for each session, disconnection above 200; the page of the newer
// version says fixed windows of a second, the older one a bucket, so both are judged: one variant counts in any second,
// which is the strictest reading, the other in each second of the clock. A batch of up to 15 orders is one message.
#include "venues.hpp"

namespace conformance {

namespace {

Rule bucket_rule(const char *name, int64_t burst, int64_t per_second) {
    Rule rule;
    rule.name = name;
    rule.shape = Shape::bucket;
    rule.limit = burst;
    rule.flow = per_second;
    rule.flow_time = kSecond;
    return rule;
}

Rule session_rule(uint32_t variant) {
    Rule rule;
    rule.name = "messages";
    rule.shape = variant % 2 == 1 ? Shape::clock_window : Shape::span;
    rule.limit = 100;
    rule.hard = 200;
    rule.window = kSecond;
    rule.counts_refused = true;
    return rule;
}

class CoinbaseRestJudge : public Judge {
public:
    CoinbaseRestJudge()
        : Judge({bucket_rule("private", 30, 15), bucket_rule("fills", 20, 10), bucket_rule("public", 15, 10)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        if (message.kind == SLUICE_KIND_ADMIN) return;
        if (message.kind == SLUICE_KIND_MAINTENANCE) {
            charges.push_back({2, 0, 1, 0, 0});
            return;
        }
        charges.push_back({0, message.account, 1, 0, 0});
        if (message.kind == SLUICE_KIND_QUERY) charges.push_back({1, message.account, 1, 0, 0});
    }
};

class CoinbaseFixJudge : public Judge {
public:
    explicit CoinbaseFixJudge(uint32_t variant) : Judge({session_rule(variant)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        charges.push_back({0, message.lane, 1, 0, 0});
    }
};

}  // namespace

std::unique_ptr<Judge> judge_coinbase_rest(uint32_t) {
    return std::make_unique<CoinbaseRestJudge>();
}

std::unique_ptr<Judge> judge_coinbase_fix(uint32_t variant) {
    return std::make_unique<CoinbaseFixJudge>(variant);
}

}  // namespace conformance
