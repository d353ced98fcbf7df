// Binance. From the API documentation (rest-api.md, web-socket-api.md, fix-api.md, faqs/order_count_decrement.md and
// the changelog of 2026-04-02):
//   "REQUEST_WEIGHT 6000 per minute", "RAW_REQUESTS 300000 per 5 minutes", per IP address; intervals begin on the UTC
//   clock, "10 SECOND resets at 00, 10, 20". A successful order or cancel weighs 0 since that change, a failed one its
//   weight. "ORDERS 50 per 10 seconds, 160000 per day" per account; each new order adds 1, "the first fill of an order
//   takes 1 off for a taker, 5 for a maker", never below 0; a cancel-replace adds 1 even if it was not attempted, an
//   amendment that keeps priority adds none. FIX: 10000 messages in 10 seconds per connection, then disconnection.
#include "venues.hpp"

namespace conformance {

namespace {

class BinanceJudge : public Judge {
public:
    BinanceJudge(std::vector<Rule> rules, uint32_t variant)
        : Judge(std::move(rules)), is_amend_(variant % 2 == 1), orders_10s_(rule("orders_10s")) {}

    void filled(const Fill &fill, Instant at) override {
        if (!fill.is_first) return;
        const int64_t credit = fill.is_maker ? 5 : 1;
        for (uint32_t rule = orders_10s_; rule < rules().size(); ++rule)
            take_off(rule, fill.account, credit, at);
    }

protected:
    void charge_orders(const Message &message, std::vector<Charge> &charges) const {
        const bool adds = message.kind == SLUICE_KIND_NEW || message.kind == SLUICE_KIND_QUOTE ||
                          (message.kind == SLUICE_KIND_REPLACE && !is_amend_);
        const int64_t orders = adds ? message.count : 0;
        for (uint32_t rule = orders_10s_; rule < rules().size(); ++rule)
            charges.push_back({rule, message.account, orders, 0, 0});
    }
    // A replacement is a cancel-replace in one variant and an amendment that keeps priority in the other.
    bool is_amend() const { return is_amend_; }

private:
    void take_off(uint32_t rule, uint64_t account, int64_t credit, Instant at) {
        const int64_t used = this->used(rule, account, at);
        give_back(rule, account, used < credit ? used : credit, at);
    }

    const bool is_amend_;
    const uint32_t orders_10s_;  // it and all after it count orders of an account
};

class BinanceSpotJudge : public BinanceJudge {
public:
    explicit BinanceSpotJudge(uint32_t variant)
        : BinanceJudge({window_rule("request_weight", Shape::clock_window, 6000, kMinute),
                           window_rule("raw_requests", Shape::clock_window, 300'000, 5 * kMinute),
                           window_rule("orders_10s", Shape::clock_window, 50, 10 * kSecond),
                           window_rule("orders_day", Shape::clock_window, 160'000, kDay)},
              variant) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        const int64_t weight = weight_of(message.kind);
        const bool is_free_on_success = weight == 1 && message.kind != SLUICE_KIND_MASS_CANCEL;
        charges.push_back({0, 0, weight, is_free_on_success ? 1 : 0, 0});
        charges.push_back({1, 0, 1, 0, 0});
        charge_orders(message, charges);
    }

private:
    int64_t weight_of(uint32_t kind) const {
        switch (kind) {
            case SLUICE_KIND_REPLACE:
                return is_amend() ? 4 : 1;
            case SLUICE_KIND_QUERY:
                return 80;  // all open orders of the account
            case SLUICE_KIND_MAINTENANCE:
                return 250;  // the book, 5000 levels deep
            case SLUICE_KIND_ADMIN:
                return 2;
            default:
                return 1;
        }
    }
};

class BinanceFixJudge : public BinanceJudge {
public:
    explicit BinanceFixJudge(uint32_t variant)
        : BinanceJudge({messages_rule(), window_rule("orders_10s", Shape::clock_window, 50, 10 * kSecond),
                           window_rule("orders_day", Shape::clock_window, 160'000, kDay)},
              variant) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        charges.push_back({0, message.lane, 1, 0, 0});
        charge_orders(message, charges);
    }

private:
    static Rule messages_rule() {
        Rule rule;
        rule.name = "messages";
        rule.limit = 10'000;
        rule.hard = 10'000;
        rule.window = 10 * kSecond;
        rule.counts_refused = true;
        return rule;
    }
};

}  // namespace

std::unique_ptr<Judge> judge_binance_spot(uint32_t variant) {
    return std::make_unique<BinanceSpotJudge>(variant);
}

std::unique_ptr<Judge> judge_binance_spot_fix(uint32_t variant) {
    return std::make_unique<BinanceFixJudge>(variant);
}

}  // namespace conformance
