// OKX. From the documentation of the trading endpoints: place, amend and cancel 60 orders in 2 s each, for each user
// and instrument; a sub-account 1000 new and amended orders in 2 s; mass cancel 5 in 2 s; balance and positions 10 in 2
// s; a WebSocket connection 480 logins and subscriptions in an hour. How the 2 s are counted is not said: any 2 s here,
// or, in the other variant, the windows of the clock.
#include "venues.hpp"

namespace conformance {

namespace {

class OkxJudge : public Judge {
public:
    explicit OkxJudge(uint32_t variant)
        : Judge({timed("place", 60, 2 * kSecond, variant), timed("amend", 60, 2 * kSecond, variant),
              timed("cancel", 60, 2 * kSecond, variant), timed("sub_account", 1000, 2 * kSecond, variant),
              timed("mass_cancel", 5, 2 * kSecond, variant), timed("queries", 10, 2 * kSecond, variant),
              timed("subscriptions", 480, 60 * kMinute, variant)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        const uint64_t pair = pair_key(message.account, message.instrument);
        switch (message.kind) {
            case SLUICE_KIND_NEW:
            case SLUICE_KIND_QUOTE:
                charges.push_back({0, pair, message.count, 0, 0});
                charges.push_back({3, message.account, message.count, 0, 0});
                break;
            case SLUICE_KIND_REPLACE:
                charges.push_back({1, pair, message.count, 0, 0});
                charges.push_back({3, message.account, message.count, 0, 0});
                break;
            case SLUICE_KIND_CANCEL:
                charges.push_back({2, pair, message.count, 0, 0});
                break;
            case SLUICE_KIND_MASS_CANCEL:
                charges.push_back({4, message.account, 1, 0, 0});
                break;
            case SLUICE_KIND_QUERY:
                charges.push_back({5, message.account, 1, 0, 0});
                break;
            case SLUICE_KIND_MAINTENANCE:
                charges.push_back({6, message.lane, 1, 0, 0});
                break;
            default:
                break;
        }
    }

private:
    static Rule timed(const char *name, int64_t limit, Span window, uint32_t variant) {
        Rule rule;
        rule.name = name;
        rule.shape = variant % 2 == 1 ? Shape::clock_window : Shape::span;
        rule.limit = limit;
        rule.window = window;
        return rule;
    }
};

}  // namespace

std::unique_ptr<Judge> judge_okx(uint32_t variant) {
    return std::make_unique<OkxJudge>(variant);
}

}  // namespace conformance
