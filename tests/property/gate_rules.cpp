// What nothing may pass: a kill switch that covers it, a breaker that an operator holds open, a lane that is down or
// closed, a stop.

#include <algorithm>
#include <map>

#include "ledger.hpp"

namespace property {

namespace {

bool same(const sluice_kill_scope &left, const sluice_kill_scope &right) {
    return left.venue_id == right.venue_id && left.account_id == right.account_id &&
           left.instrument_id == right.instrument_id && left.owner_id == right.owner_id && left.side == right.side;
}

bool fits(uint32_t wanted, uint32_t found) {
    return wanted == 0 || wanted == found;
}

struct Gates {
    std::vector<sluice_kill_scope> scopes;
    std::map<std::pair<uint32_t, uint32_t>, bool> is_up;           // venue and lane
    std::map<std::pair<uint32_t, uint32_t>, bool> is_forced_open;  // venue and lane, or the whole venue
    bool is_stopping = false;

    void apply(const Entry &entry);
    std::string judge(const GrantedMessage &message, uint32_t side) const;
};

void Gates::apply(const Entry &entry) {
    const std::pair<uint32_t, uint32_t> lane{entry.venue, entry.lane};
    switch (entry.what) {
        case What::kill_engage:
            if (entry.answer == SLUICE_OK && std::none_of(scopes.begin(), scopes.end(),
                                                 [&](const auto &scope) { return same(scope, entry.scope); })) {
                scopes.push_back(entry.scope);
            }
            break;
        case What::kill_clear:
            if (entry.answer != SLUICE_OK) break;
            scopes.erase(std::remove_if(
                             scopes.begin(), scopes.end(), [&](const auto &scope) { return same(scope, entry.scope); }),
                scopes.end());
            break;
        case What::force_open:
        case What::breaker_reset:
            if (entry.answer == SLUICE_OK) is_forced_open[lane] = entry.what == What::force_open;
            break;
        case What::lane_open:
            is_forced_open[lane] = false;
            is_up[lane] = false;
            break;
        case What::lane_close:
            is_up[lane] = false;
            break;
        case What::report:
            if (entry.answer != SLUICE_OK) break;
            if (entry.event.kind == SLUICE_EVENT_LANE_UP) is_up[lane] = true;
            if (entry.event.kind == SLUICE_EVENT_LANE_DOWN) is_up[lane] = false;
            break;
        case What::stop:
            is_stopping = true;
            break;
        default:
            break;
    }
}

std::string Gates::judge(const GrantedMessage &message, uint32_t side) const {
    const auto is_true = [](const auto &map, uint32_t venue, uint32_t lane) {
        const auto found = map.find({venue, lane});
        return found != map.end() && found->second;
    };
    if (is_stopping) return "granted after the stop";
    if (!is_true(is_up, message.venue, message.lane)) return "granted on a lane that is not up";
    if (!opens_risk(message.kind)) return "";
    if (is_true(is_forced_open, message.venue, message.lane) || is_true(is_forced_open, message.venue, kWholeVenue))
        return "granted although its breaker is held open";
    for (const sluice_kill_scope &scope : scopes) {
        const bool covers = fits(scope.venue_id, message.venue) && fits(scope.account_id, message.account) &&
                            fits(scope.instrument_id, message.instrument) && fits(scope.owner_id, message.owner) &&
                            (side == 0 || fits(scope.side, side));
        if (covers) return "granted although a kill switch covers it";
    }
    return "";
}

}  // namespace

std::string broken_gates(const History &history) {
    Gates gates;
    Ledger ledger(history);
    for (const Entry &entry : history.entries) {
        gates.apply(entry);
        const GrantedMessage *granted = ledger.apply(entry);
        if (granted == nullptr) continue;
        const sluice_request *request = ledger.request_of(granted->ticket);
        const std::string broken = gates.judge(*granted, request == nullptr ? 0 : request->side);
        if (!broken.empty()) return broken + ": " + describe(entry);
    }
    return "";
}

}  // namespace property
