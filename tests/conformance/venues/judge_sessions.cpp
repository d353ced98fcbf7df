// Venues with one rule: so many messages of a session (or an application, or an account) in so much time.
//   Eurex T7 ETI: 50 transactions of a light session in a sliding second, then disconnection.
//   HKEX OCG-C: 2 messages a second for each throttle bought (four here: 8), in each actual second of the GPS clock.
//   Euronext Optiq: the ordered throughput of a logical access in a second (100 here, not published).
//   Interactive Brokers: 50 messages of any kind in a second, all connections together, then disconnection.
//   Revolut X: 7500 new orders and replacements in a sliding window of 5 s; cancels weigh nothing.
//   Thalex: numbers by agreement (60 requests of an account in 2 s here); a quote counts as its orders.
#include "venues.hpp"

namespace conformance {

namespace {

enum class Whose { session, application, account };
enum class Counts { messages, orders, all_but_cancels };

class SessionJudge : public Judge {
public:
    SessionJudge(const Rule &rule, Whose whose, Counts counts) : Judge({rule}), whose_(whose), counts_(counts) {}

protected:
    void charge(const Message &message, Instant, std::vector<Charge> &charges) const override {
        const uint64_t key = whose_ == Whose::session ? message.lane : whose_ == Whose::account ? message.account : 0;
        const bool is_list = message.opens_or_changes() || message.kind == SLUICE_KIND_QUOTE || message.is_cancel();
        int64_t cost = 1;
        if (counts_ == Counts::orders && is_list) cost = message.count;
        if (counts_ == Counts::all_but_cancels) {
            cost = message.opens_or_changes() || message.kind == SLUICE_KIND_QUOTE ? message.count : 0;
        }
        charges.push_back({0, key, cost, 0, 0});
    }

private:
    const Whose whose_;
    const Counts counts_;
};

Rule timed_rule(const char *name, Shape shape, int64_t limit, Span window, int64_t hard) {
    Rule rule;
    rule.name = name;
    rule.shape = shape;
    rule.limit = limit;
    rule.hard = hard;
    rule.window = window;
    rule.counts_refused = true;
    return rule;
}

// Where a text does not say how the time is counted: in any span, or on the clock.
Shape either(uint32_t variant) {
    return variant % 2 == 1 ? Shape::clock_window : Shape::span;
}

}  // namespace

std::unique_ptr<Judge> judge_eurex_eti(uint32_t) {
    return std::make_unique<SessionJudge>(
        timed_rule("transactions", Shape::span, 50, kSecond, 50), Whose::session, Counts::messages);
}

std::unique_ptr<Judge> judge_hkex_ocg_c(uint32_t) {
    return std::make_unique<SessionJudge>(
        timed_rule("throttle", Shape::clock_window, 8, kSecond, 0), Whose::session, Counts::messages);
}

std::unique_ptr<Judge> judge_euronext_optiq(uint32_t variant) {
    return std::make_unique<SessionJudge>(
        timed_rule("messages", either(variant), 100, kSecond, 0), Whose::session, Counts::messages);
}

std::unique_ptr<Judge> judge_interactive_brokers(uint32_t variant) {
    return std::make_unique<SessionJudge>(
        timed_rule("messages", either(variant), 50, kSecond, 50), Whose::application, Counts::messages);
}

std::unique_ptr<Judge> judge_revolut_x(uint32_t) {
    return std::make_unique<SessionJudge>(
        timed_rule("orders", Shape::span, 7500, 5 * kSecond, 0), Whose::application, Counts::all_but_cancels);
}

std::unique_ptr<Judge> judge_thalex(uint32_t variant) {
    return std::make_unique<SessionJudge>(
        timed_rule("requests", either(variant), 60, 2 * kSecond, 0), Whose::account, Counts::orders);
}

}  // namespace conformance
