// What the engine shows at one scrape: plain values that it copies out, venue by venue, and a pointer to each venue's
// counters. Filled by one thread and then only read by the page. The counters are read later and without a lock, so
// whoever makes a snapshot keeps them alive until the text is written, and with them the names that the snapshot only
// points to; `keep` holds those that nobody else does. Names are UTF-8. Lanes of one venue have different names, and so
// have limits of one venue and keys of one limit: Prometheus refuses a page with two equal rows.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "telemetry/venue_counters.hpp"

namespace sluice {

struct LaneSnapshot {
    std::string_view name;
    bool is_up = false;
    uint32_t breaker_state = SLUICE_BREAKER_CLOSED;
};

struct VenueSnapshot {
    std::string_view name;
    const VenueCounters *counters = nullptr;  // required
    bool is_shadow = false;
    uint32_t breaker_state = SLUICE_BREAKER_CLOSED;
    std::array<uint64_t, VenueCounters::kClasses> depth{};          // held requests
    std::array<uint64_t, VenueCounters::kClasses> oldest_age_ns{};  // of the request held longest; 0 when none is
    uint64_t held = 0;  // all requests held, cancels of known orders included
    uint64_t held_max = 0;
    uint64_t grants_unsettled = 0;  // messages whose write is unknown
    uint64_t grants_max = 0;
    uint64_t orders_known = 0;
    uint64_t orders_max = 0;
    std::optional<uint64_t> clock_uncertainty_ns;  // of the venue's clock against ours; none while it is not known
    uint64_t clock_contradictions = 0;
    std::vector<LaneSnapshot> lanes;  // open ones
};

// One counter of a limit: the limit of scope account has one for each account, and so on.
struct LimitSnapshot {
    std::string_view venue;  // empty for the firm's limits
    std::string_view limit;
    std::string_view scope;  // as in the config
    std::string_view shape;  // likewise
    std::string_view key;    // the account, lane, instrument or owner, or two with a slash; empty for firm and venue
    uint64_t used = 0;       // cost inside the window now, unconfirmed included
    uint64_t unconfirmed = 0;
    uint64_t reserve = 0;
    uint64_t assumed = 0;                  // the part of it that nobody sent through this engine
    uint64_t limit_cost = 0;               // the venue's threshold, margin not subtracted
    uint64_t to_reject = 0;                // room up to that threshold
    std::optional<uint64_t> to_hard_wall;  // none when no logout or ban threshold is known
};

// One engaged scope of the kill switch. An empty field does not narrow it.
struct KillSnapshot {
    std::string venue;
    std::string account;
    std::string instrument;
    std::string owner;
    uint32_t side = SLUICE_SIDE_NONE;
};

struct EngineSnapshot {
    std::string version;  // of the library
    std::vector<VenueSnapshot> venues;
    std::vector<LimitSnapshot> limits;
    std::vector<KillSnapshot> kills;

    // A name that lives as long as the snapshot and its copies.
    std::string_view keep(std::string name) {
        if (!kept_names_) kept_names_ = std::make_shared<std::deque<std::string>>();
        return kept_names_->emplace_back(std::move(name));
    }

private:
    std::shared_ptr<std::deque<std::string>> kept_names_;
};

}  // namespace sluice
