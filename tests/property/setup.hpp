// The engine that a property is tried on: a few venues with small limits, drawn at random. Small numbers on purpose: a
// limit of four and a queue of three meet all their edges within a few dozen requests.
#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "sluice/sluice.h"

namespace property {

inline constexpr uint32_t kLanes = 2;
inline constexpr uint32_t kOwners = 3;
inline constexpr uint32_t kInstruments = 3;
inline constexpr uint32_t kAccounts = 2;
inline constexpr uint64_t kMs = 1'000'000;
inline constexpr uint64_t kStartNs = 1'000'000 * kMs;

enum class Scope { firm, venue, account, lane, instrument, owner };

// Nobody tells the venue's clock, so an aligned window has to hold for every phase.
enum class Shape { sliding_window, token_bucket, decaying_counter, aligned_window, first_message_window, in_flight };

struct LimitSetup {
    Shape shape = Shape::sliding_window;
    Scope scope = Scope::venue;
    uint64_t limit = 4;
    uint64_t window_ms = 20;  // bucket: the refill interval
    uint64_t refill_amount = 1;
    uint64_t margin = 0;
    uint64_t reserve = 0;
    uint64_t hard_limit = 0;
    uint64_t hard_margin = 0;
    uint64_t guard_us = 0;
    std::array<uint32_t, 9> cost{0, 1, 1, 1, 1, 1, 1, 1, 1};  // by SLUICE_KIND_*

    bool is_bucket() const { return shape == Shape::token_bucket || shape == Shape::decaying_counter; }
    uint64_t wall() const { return hard_limit == 0 ? UINT64_MAX : hard_limit - hard_margin; }
};

struct VenueSetup {
    std::vector<LimitSetup> limits;
    uint32_t held_max = 64;
    uint32_t orders_max = 64;
    uint32_t grants_max = 64;
    uint64_t ageing_ms = 100;
    uint64_t grant_timeout_ms = 200;
    uint64_t answer_timeout_ms = 500;
    uint64_t busy_retry_us = 300;
    bool has_breakers = false;
};

struct EngineSetup {
    std::vector<LimitSetup> firm;
    std::vector<VenueSetup> venues;
};

// The config document; limits are named l0, l1, ...
std::string json_of(const EngineSetup &setup);

std::ostream &operator<<(std::ostream &stream, const EngineSetup &setup);

}  // namespace property
