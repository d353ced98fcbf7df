// Bybit v5. "Rolling time window per second and UID": 10 a second each for creating, amending and cancelling orders
// (futures and options), for cancelling all, and for each endpoint that asks for state; a batch counts each of its
// orders. HTTP: "600 requests in 5 seconds per IP address", beyond it 403 and ten minutes of silence.
#include "venues.hpp"

namespace conformance {

namespace {

Rule address_rule() {
    Rule rule = window_rule("ip_requests", Shape::span, 600, 5 * kSecond);
    rule.hard = 600;
    rule.counts_refused = true;
    return rule;
}

class BybitJudge : public Judge {
public:
    BybitJudge()
        : Judge({window_rule("create", Shape::span, 10, kSecond), window_rule("amend", Shape::span, 10, kSecond),
              window_rule("cancel", Shape::span, 10, kSecond), window_rule("cancel_all", Shape::span, 10, kSecond),
              window_rule("queries", Shape::span, 10, kSecond), address_rule()}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        if (message.kind == SLUICE_KIND_ADMIN) return;
        charges.push_back({5, 0, 1, 0, 0});
        switch (message.kind) {
            case SLUICE_KIND_NEW:
            case SLUICE_KIND_QUOTE:
                charges.push_back({0, message.account, message.count, 0, 0});
                break;
            case SLUICE_KIND_REPLACE:
                charges.push_back({1, message.account, message.count, 0, 0});
                break;
            case SLUICE_KIND_CANCEL:
                charges.push_back({2, message.account, message.count, 0, 0});
                break;
            case SLUICE_KIND_MASS_CANCEL:
                charges.push_back({3, message.account, 1, 0, 0});
                break;
            case SLUICE_KIND_QUERY:
                charges.push_back({4, message.account, 1, 0, 0});
                break;
            default:
                break;
        }
    }
};

}  // namespace

std::unique_ptr<Judge> judge_bybit(uint32_t) {
    return std::make_unique<BybitJudge>();
}

}  // namespace conformance
