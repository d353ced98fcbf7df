// Hyperliquid. From "rate limits and user limits": REST requests of an IP address weigh at most 1200 a minute, an
// action weighs 1 + floor(batch_length / 40), most info requests 20. 2000 WebSocket messages a minute of an IP address,
// 100 posts in flight. An address may send 10000 actions and one more for each USDC traded; a batch of n counts n;
// cancels may go on up to min(limit + 100000, limit * 2); an address over its limit may send one request every 10 s.
// Whole dollars only: what is traded is added up and cut off.
#include <algorithm>
#include <map>

#include "venues.hpp"

namespace conformance {

namespace {

constexpr uint64_t kDollarE8 = 100'000'000;

Rule actions_rule() {
    Rule rule = window_rule("actions", Shape::lifetime, 10'000, 0);
    rule.flow_time = 10 * kSecond;
    return rule;
}

class HyperliquidJudge : public Judge {
public:
    HyperliquidJudge()
        : Judge({actions_rule(), window_rule("weight", Shape::span, 1200, kMinute),
              window_rule("websocket_messages", Shape::span, 2000, kMinute),
              window_rule("posts_in_flight", Shape::outstanding, 100, 0)}) {}

    void filled(const Fill &fill, Instant) override { traded_e8_[fill.account] += fill.value_e8; }

    int64_t limit_of(const Charge &charge, const Message &message) const override {
        const int64_t published = rules()[charge.rule].limit;
        if (charge.rule != 0) return published;
        const auto traded = traded_e8_.find(charge.key);
        const int64_t limit =
            published + (traded == traded_e8_.end() ? 0 : static_cast<int64_t>(traded->second / kDollarE8));
        return message.is_cancel() ? std::min(limit + 100'000, limit * 2) : limit;
    }

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        const bool is_info = message.kind == SLUICE_KIND_QUERY;
        const bool is_other = message.kind == SLUICE_KIND_MAINTENANCE;
        if (!is_info) charges.push_back({0, message.account, message.count, 0, 0});
        charges.push_back({1, 0, is_info || is_other ? 20 : 1 + message.count / 40, 0, 0});
        charges.push_back({2, 0, 1, 0, 0});
        charges.push_back({3, 0, 1, 0, 0});
    }

private:
    std::map<uint64_t, uint64_t> traded_e8_;  // by account
};

}  // namespace

std::unique_ptr<Judge> judge_hyperliquid(uint32_t) {
    return std::make_unique<HyperliquidJudge>();
}

}  // namespace conformance
