// The venue's limiter as its text describes it: a list of rules, a counter for each key of each, and what a message
// costs in each. A file in venues/ for each family writes the rules down again from the venue's own words; nothing of
// the profile, of its margins or of its guards is known here, so a wrong number in a profile shows as an overflow.
//
// One thread, arrivals in the order of time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "counters.hpp"
#include "message.hpp"

namespace conformance {

// What one message takes from one counter of a rule.
struct Charge {
    uint32_t rule = 0;
    uint64_t key = 0;
    int64_t cost = 0;
    int64_t back_if_accepted = 0;
    int64_t back_if_refused = 0;  // for business reasons
};

struct Ruling {
    int32_t broken_rule = -1;  // -1: the message is within all rules
    bool is_over_hard = false;

    bool is_within() const { return broken_rule < 0; }
};

inline constexpr uint32_t kNoRule = UINT32_MAX;

class Judge {
public:
    virtual ~Judge() = default;

    const std::vector<Rule> &rules() const { return rules_; }
    uint32_t rule(const std::string &name) const;

    Ruling arrives(const Message &message, Instant at);
    // The venue answers: what counted as outstanding does no more.
    void answers(const Message &message, Instant at);
    virtual void filled(const Fill &, Instant) {}
    void new_block(int64_t height);

    // What of a message a limiter could know before it is sent: rule, key and cost, without ages and outcomes.
    void plain_charges(const Message &message, Instant at, std::vector<Charge> &charges);

    // For the headers and fields in which a venue says what is used, and for measuring: all that ever counted.
    int64_t used(uint32_t rule, uint64_t key, Instant at);
    int64_t counted(uint32_t rule) const { return counted_[rule]; }
    int64_t counted_by_cancels(uint32_t rule) const { return counted_by_cancels_[rule]; }
    // The limit of a key, with what was earned.
    virtual int64_t limit_of(const Charge &charge, const Message &) const { return rules_[charge.rule].limit; }
    std::vector<uint64_t> keys(uint32_t rule) const;
    bool has_outstanding() const { return has_outstanding_; }

protected:
    explicit Judge(std::vector<Rule> rules);

    // Appends what the message costs. Charges of no cost are left out by the caller.
    virtual void charge(const Message &message, Instant at, std::vector<Charge> &charges) const = 0;

    Counter &counter(uint32_t rule, uint64_t key);
    void give_back(uint32_t rule, uint64_t key, int64_t cost, Instant at);

private:
    std::vector<Rule> rules_;
    std::vector<std::map<uint64_t, std::unique_ptr<Counter>>> counters_;  // by rule
    std::vector<int64_t> counted_;                                        // by rule
    std::vector<int64_t> counted_by_cancels_;                             // by rule
    std::vector<Charge> charges_;
    int64_t height_ = 0;
    bool has_outstanding_ = false;
};

// A key of two parts.
inline uint64_t pair_key(uint32_t first, uint32_t second) {
    return uint64_t{first} << 32 | second;
}

}  // namespace conformance
