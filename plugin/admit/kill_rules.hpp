// The kill switches that cover one venue: scopes, each a conjunction of the fields that are not 0. Usually there is
// none, and then a look is one comparison. Engaging takes the venue's lock, which makes it effective before the call
// returns: whoever decided before has finished, whoever decides later sees it.
//
// Written and read under the venue's lock.
#pragma once

#include <array>
#include <cstdint>

#include "request/charge.hpp"

namespace sluice {

inline constexpr uint32_t kKillScopesMax = 256;

// The part of a kill scope that matters inside its venue; all 0 covers the whole venue.
struct KillScope {
    uint32_t account = 0;
    uint32_t instrument = 0;
    uint32_t owner = 0;
    uint32_t side = SLUICE_SIDE_NONE;

    bool operator==(const KillScope &) const = default;
};

class KillRules {
public:
    bool covers(const Charge &charge, uint32_t side) const noexcept {
        for (uint32_t index = 0; index < count_; ++index) {
            const KillScope &scope = scopes_[index];
            const bool is_covered = (scope.account == 0 || scope.account == charge.account) &&
                                    (scope.instrument == 0 || scope.instrument == charge.instrument) &&
                                    (scope.owner == 0 || scope.owner == charge.owner) &&
                                    (scope.side == SLUICE_SIDE_NONE || side == SLUICE_SIDE_NONE || scope.side == side);
            if (is_covered) return true;
        }
        return false;
    }

    bool is_any() const noexcept { return count_ != 0; }

    // The same scope may be engaged for this venue and for all: it counts twice and is cleared twice. False when full.
    bool engage(const KillScope &scope) noexcept {
        if (count_ == kKillScopesMax) return false;
        scopes_[count_++] = scope;
        return true;
    }

    void clear(const KillScope &scope) noexcept {
        for (uint32_t index = 0; index < count_; ++index) {
            if (scopes_[index] == scope) {
                scopes_[index] = scopes_[--count_];
                return;
            }
        }
    }

private:
    std::array<KillScope, kKillScopesMax> scopes_{};
    uint32_t count_ = 0;
};

}  // namespace sluice
