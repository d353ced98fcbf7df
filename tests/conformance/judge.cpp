#include "judge.hpp"

#include <stdexcept>
#include <utility>

namespace conformance {

Judge::Judge(std::vector<Rule> rules)
    : rules_(std::move(rules)), counters_(rules_.size()), counted_(rules_.size()), counted_by_cancels_(rules_.size()) {
    for (const Rule &rule : rules_)
        has_outstanding_ = has_outstanding_ || rule.shape == Shape::outstanding;
}

uint32_t Judge::rule(const std::string &name) const {
    for (uint32_t index = 0; index < rules_.size(); ++index) {
        if (name == rules_[index].name) return index;
    }
    throw std::runtime_error("the judge has no rule '" + name + "'");
}

std::vector<uint64_t> Judge::keys(uint32_t rule) const {
    std::vector<uint64_t> keys;
    for (const auto &[key, counter] : counters_[rule])
        keys.push_back(key);
    return keys;
}

Counter &Judge::counter(uint32_t rule, uint64_t key) {
    std::unique_ptr<Counter> &counter = counters_[rule][key];
    if (!counter) {
        counter = make_counter(rules_[rule]);
        counter->new_block(height_);
    }
    return *counter;
}

Ruling Judge::arrives(const Message &message, Instant at) {
    Ruling ruling;
    charges_.clear();
    charge(message, at, charges_);
    for (const Charge &charge : charges_) {
        if (charge.cost == 0) continue;
        Counter &counter = this->counter(charge.rule, charge.key);
        const Rule &rule = rules_[charge.rule];
        if (counter.holds(charge.cost, limit_of(charge, message), at)) continue;
        ruling.broken_rule = static_cast<int32_t>(charge.rule);
        ruling.is_over_hard = ruling.is_over_hard || (rule.hard != 0 && !counter.holds(charge.cost, rule.hard, at));
    }
    for (const Charge &charge : charges_) {
        if (charge.cost == 0 || (!ruling.is_within() && !rules_[charge.rule].counts_refused)) continue;
        counter(charge.rule, charge.key).add(charge.cost, at);
        counted_[charge.rule] += charge.cost;
        if (!ruling.is_within()) continue;
        counted_by_cancels_[charge.rule] += message.is_cancel() ? charge.cost : 0;
        give_back(charge.rule, charge.key, message.is_valid ? charge.back_if_accepted : charge.back_if_refused, at);
    }
    return ruling;
}

void Judge::give_back(uint32_t rule, uint64_t key, int64_t cost, Instant at) {
    if (cost == 0) return;
    counter(rule, key).give_back(cost, at);
    counted_[rule] -= cost;
}

void Judge::answers(const Message &message, Instant at) {
    if (!has_outstanding_) return;
    charges_.clear();
    charge(message, at, charges_);
    for (const Charge &charge : charges_) {
        if (charge.cost == 0 || rules_[charge.rule].shape != Shape::outstanding) continue;
        counter(charge.rule, charge.key).give_back(charge.cost, at);
    }
}

void Judge::new_block(int64_t height) {
    height_ = height;
    for (auto &of_rule : counters_) {
        for (auto &[key, counter] : of_rule)
            counter->new_block(height);
    }
}

void Judge::plain_charges(const Message &message, Instant at, std::vector<Charge> &charges) {
    Message without_history = message;
    without_history.has_order = false;
    charge(without_history, at, charges);
}

int64_t Judge::used(uint32_t rule, uint64_t key, Instant at) {
    return counter(rule, key).used(at);
}

}  // namespace conformance
