// What the kit reads of a profile, and the config documents that it makes of it. The numbers here steer the network
// (its jitter is what the guard promises) and say what a limit holds back; no judge ever sees them. Control code;
// throws std::runtime_error with the file's name.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulation.hpp"

namespace conformance {

struct ProfileLimit {
    std::string name;
    std::string shape;
    uint64_t limit = 0;
    uint64_t margin = 0;
    uint64_t hard_limit = 0;
    uint64_t hard_margin = 0;
    uint64_t cancel_reserve = 0;
    uint64_t reserve_floor = 0;
    uint64_t reserve_cap = 0;
    uint64_t guard_us = 0;
    uint64_t guard_blocks = 0;
    uint64_t block_ms = 0;
    uint64_t window_ms = 0;
    uint64_t cancel_cost = 0;  // the dearest
    bool is_used_at_start = false;
    bool has_order_reserve = false;
};

// Members that a config gives to a limit of the profile, as JSON text by member name, by limit name.
using Overrides = std::map<std::string, std::map<std::string, std::string>>;

struct Profile {
    std::string name;
    std::vector<ProfileLimit> limits;  // with what the operator gives

    const ProfileLimit &limit(const std::string &limit_name) const;
    // The jitter that every guard of this profile covers.
    uint64_t smallest_guard_ns() const;
};

// `more` on top of `first`, member by member.
Overrides merged(const Overrides &first, const Overrides &more);

// Reads sdk/profiles/<name>.json below `directory` and puts the operator's numbers in.
Profile read_profile(const std::string &directory, const std::string &name, const Overrides &operator_numbers);

struct GateSetup setup_of(
    const Profile &profile, const Layout &layout, const Overrides &overrides, const std::vector<ToldLimit> &told);

// The document that an engine starts with. Breakers are off: they are no part of what is judged.
std::string config_of(const Profile &profile, const Layout &layout, const Overrides &overrides);

// What a careful operator overrides to start again after a crash: limits that begin as if unused would forget what the
// old process sent, unless the host tells them what the venue says (`told`).
Overrides for_restart(const Profile &profile, const Overrides &overrides, const std::vector<ToldLimit> &told);

}  // namespace conformance
