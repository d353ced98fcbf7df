// dYdX v4. From the protocol's block rate limits, for each account: 4000 short-term orders and cancels in 5 blocks; 2
// stateful orders in 1 block and 20 in 100 blocks, cancels of those not counted. Attempts count, whether they succeed
// or fail, and all limits apply. A message belongs to the block that is being made when it arrives.
#include "venues.hpp"

namespace conformance {

namespace {

Rule block_rule(const char *name, int64_t limit, int64_t blocks) {
    Rule rule;
    rule.name = name;
    rule.shape = Shape::block_span;
    rule.limit = limit;
    rule.blocks = blocks;
    rule.counts_refused = true;
    return rule;
}

bool is_order(const Message &message) {
    return message.opens_or_changes() || message.kind == SLUICE_KIND_QUOTE;
}

class ShortTermJudge : public Judge {
public:
    ShortTermJudge() : Judge({block_rule("short_term", 4000, 5)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        if (is_order(message) || message.is_cancel()) charges.push_back({0, message.account, message.count, 0, 0});
    }
};

class StatefulJudge : public Judge {
public:
    StatefulJudge() : Judge({block_rule("stateful_1_block", 2, 1), block_rule("stateful_100_blocks", 20, 100)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        if (!is_order(message)) return;
        charges.push_back({0, message.account, message.count, 0, 0});
        charges.push_back({1, message.account, message.count, 0, 0});
    }
};

}  // namespace

std::unique_ptr<Judge> judge_dydx_short_term(uint32_t) {
    return std::make_unique<ShortTermJudge>();
}

std::unique_ptr<Judge> judge_dydx_stateful(uint32_t) {
    return std::make_unique<StatefulJudge>();
}

}  // namespace conformance
