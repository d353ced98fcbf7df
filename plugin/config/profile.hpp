// A venue's published rules as values: what a config that names the profile starts from, and what people are told of
// it. Filled once by `parse_profile`, every number checked as a config's is; never changed afterwards.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "config/answer_rule.hpp"
#include "config/config.hpp"

namespace sluice {

// Where a number was read, and when it was last compared.
struct ProfileSource {
    std::string member;  // of the limit; empty: of the limit as a whole
    std::string url;
    std::chrono::sys_days verified_on;
    std::string note;
};

// FIX EP116, ThrottleType (1612): what the venue limits.
enum class ThrottleType : uint8_t { inbound_rate, outstanding_requests };

// FIX EP116, ThrottleAction (1611): what the venue does with a message beyond the limit.
enum class ThrottleAction : uint8_t { queue_inbound, queue_outbound, reject, disconnect, warn };

// What it does beyond the hard limit.
enum class HardAction : uint8_t { none, disconnect, ban };

struct ProfileLimit {
    LimitConfig limit;                          // a number that the operator has to give is 0
    std::vector<std::string> operator_members;  // those numbers; empty: the profile has them all
    std::string rule;                           // the venue's rule in words
    ThrottleType type = ThrottleType::inbound_rate;
    ThrottleAction action = ThrottleAction::reject;
    HardAction hard_action = HardAction::none;
    ProfileSource source;
    std::vector<ProfileSource> other_sources;  // of single members
};

struct Profile {
    std::string name;
    std::string title;
    std::chrono::sys_days verified_on;  // the oldest day inside
    std::string lane;                   // what one is at this venue
    std::string account;
    std::string note;
    std::string timestamps;
    std::string cancels;
    std::vector<ProfileLimit> limits;
    std::vector<AnswerRule> answers;
};

}  // namespace sluice
