// BitMEX. "120 requests per minute", a token bucket by the words of the venue: tokens come back evenly, up to 120.
// Failed and refused requests count. On the order and position routes besides "10 requests per second"; where the
// second begins is not said, so one variant counts in any second and the other in each second of the clock. A bulk
// request is one request.
#include "venues.hpp"

namespace conformance {

namespace {

Rule requests_rule() {
    Rule rule;
    rule.name = "requests";
    rule.shape = Shape::bucket;
    rule.limit = 120;
    rule.flow = 120;
    rule.flow_time = kMinute;
    rule.counts_refused = true;
    return rule;
}

Rule orders_rule(uint32_t variant) {
    Rule rule;
    rule.name = "orders_1s";
    rule.shape = variant % 2 == 1 ? Shape::clock_window : Shape::span;
    rule.limit = 10;
    rule.window = kSecond;
    rule.counts_refused = true;
    return rule;
}

class BitmexJudge : public Judge {
public:
    explicit BitmexJudge(uint32_t variant) : Judge({requests_rule(), orders_rule(variant)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        if (message.kind == SLUICE_KIND_ADMIN) return;
        charges.push_back({0, message.account, 1, 0, 0});
        if (message.kind != SLUICE_KIND_QUERY) charges.push_back({1, message.account, 1, 0, 0});
    }
};

}  // namespace

std::unique_ptr<Judge> judge_bitmex(uint32_t variant) {
    return std::make_unique<BitmexJudge>(variant);
}

}  // namespace conformance
