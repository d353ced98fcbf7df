// Binance USD-M futures. REQUEST_WEIGHT 2400 a minute for each IP address, ORDERS 300 in 10 s and 1200 in a minute for
// each account, all on the UTC clock. A single new or modified order weighs 0 and a batch of up to five weighs 5; a
// cancel weighs 1, all open orders of all symbols 40. A batch counts each of its orders in 10 s and once in the minute.
#include "venues.hpp"

namespace conformance {

namespace {

class BinanceUsdmJudge : public Judge {
public:
    BinanceUsdmJudge()
        : Judge({window_rule("request_weight", Shape::clock_window, 2400, kMinute),
              window_rule("orders_10s", Shape::clock_window, 300, 10 * kSecond),
              window_rule("orders_1m", Shape::clock_window, 1200, kMinute)}) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        switch (message.kind) {
            case SLUICE_KIND_NEW:
            case SLUICE_KIND_REPLACE:
            case SLUICE_KIND_QUOTE:
                charges.push_back({0, 0, message.count > 1 ? 5 : 0, 0, 0});
                charges.push_back({1, message.account, message.count, 0, 0});
                charges.push_back({2, message.account, 1, 0, 0});
                break;
            case SLUICE_KIND_QUERY:
            case SLUICE_KIND_MAINTENANCE:
                charges.push_back({0, 0, 40, 0, 0});
                break;
            case SLUICE_KIND_ADMIN:
                charges.push_back({0, 0, 5, 0, 0});
                break;
            default:
                charges.push_back({0, 0, 1, 0, 0});
                break;
        }
    }
};

}  // namespace

std::unique_ptr<Judge> judge_binance_usdm(uint32_t) {
    return std::make_unique<BinanceUsdmJudge>();
}

}  // namespace conformance
