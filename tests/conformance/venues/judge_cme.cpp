// CME Globex iLink. From the messaging controls of the client systems wiki: messages of a session are counted over "a
// predefined time interval" of three seconds that "begins with the first message processed. At the end of the interval,
// if no violation has occurred, the message count and interval reset pending the next message processed." Above the
// reject threshold messages are rejected, above the larger one the session is logged out. Orders, replacements, status
// and quote requests, security definitions: 500 and 750; cancels and mass actions: 1000 and 1500; mass quotes: 350 and
// 750. At most 50 order status requests of a session may be unacknowledged. The thresholds are read as counts of the
// interval.
#include "venues.hpp"

namespace conformance {

namespace {

Rule opening_rule(const char *name, int64_t limit, int64_t hard) {
    Rule rule;
    rule.name = name;
    rule.shape = Shape::opening_window;
    rule.limit = limit;
    rule.hard = hard;
    rule.window = 3 * kSecond;
    rule.counts_refused = true;
    return rule;
}

Rule unanswered_rule() {
    Rule rule;
    rule.name = "status_requests";
    rule.shape = Shape::outstanding;
    rule.limit = 50;
    return rule;
}

class CmeJudge : public Judge {
public:
    CmeJudge()
        : Judge({opening_rule("orders", 500, 750), opening_rule("cancels", 1000, 1500),
              opening_rule("quotes", 350, 750), unanswered_rule()}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        switch (message.kind) {
            case SLUICE_KIND_CANCEL:
                charges.push_back({1, message.lane, message.count, 0, 0});
                break;
            case SLUICE_KIND_MASS_CANCEL:
                charges.push_back({1, message.lane, 1, 0, 0});
                break;
            case SLUICE_KIND_QUOTE:
                charges.push_back({2, message.lane, 1, 0, 0});
                break;
            case SLUICE_KIND_QUERY:
                charges.push_back({0, message.lane, 1, 0, 0});
                charges.push_back({3, message.lane, 1, 0, 0});
                break;
            case SLUICE_KIND_MAINTENANCE:
                charges.push_back({0, message.lane, 1, 0, 0});
                break;
            case SLUICE_KIND_NEW:
            case SLUICE_KIND_REPLACE:
                charges.push_back({0, message.lane, message.count, 0, 0});
                break;
            default:
                break;
        }
    }
};

}  // namespace

std::unique_ptr<Judge> judge_cme_ilink(uint32_t) {
    return std::make_unique<CmeJudge>();
}

}  // namespace conformance
