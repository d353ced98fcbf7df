// What the venue says besides answering: its clock, its counters, fills, blocks, bans. None of it can make the limits
// forget a message; what cannot be believed is counted and changes nothing.

#include <algorithm>

#include "venue/venue.hpp"

namespace sluice {

namespace {

constexpr uint64_t kLongestPauseNs = uint64_t{7} * 24 * 3600 * 1'000'000'000;  // bans last days, not for ever
constexpr uint64_t kNsPerUs = 1'000;
constexpr uint32_t kUsualResolutionUs = 1'000;

uint64_t resolution_ns(const sluice_event &event) noexcept {
    const uint32_t us = event.venue_time_resolution_us == 0 ? kUsualResolutionUs : event.venue_time_resolution_us;
    return us * kNsPerUs;
}

}  // namespace

void Venue::hear_venue_time(const sluice_event &event, uint64_t sent_ns, uint64_t heard_ns) noexcept {
    if (event.venue_time_ns != 0) offset_.hear(sent_ns, heard_ns, event.venue_time_ns, resolution_ns(event));
}

uint64_t Venue::pause_end_ns(uint64_t for_ns, uint64_t now_ns) noexcept {
    return now_ns + std::min(for_ns, kLongestPauseNs);
}

void Venue::pause(Lane &lane, uint64_t until_ns) noexcept {
    lane.paused_until_ns = std::max(lane.paused_until_ns, until_ns);
    lane.pause_reason = SLUICE_REASON_VENUE_PAUSE;
    lane.must_probe = true;
}

// The venue shuts out an address or an account, not a session: all lanes wait, and those that are opened meanwhile.
void Venue::hear_ban(const sluice_event &event, uint64_t now_ns) noexcept {
    counters_.bans.add();
    notice(kNoticeBan);
    banned_until_ns_ = std::max(banned_until_ns_, pause_end_ns(event.retry_after_ns, now_ns));
    for (Lane &lane : lanes_)
        pause(lane, banned_until_ns_);
}

void Venue::hear_feedback(
    uint32_t lane_index, const sluice_event &event, const KnownIds &known, uint64_t now_ns) noexcept {
    bool is_believed = true;
    switch (event.kind) {
        case SLUICE_EVENT_FILLED:
            hear_fill(event, now_ns);
            break;
        case SLUICE_EVENT_VENUE_TIME:
            is_believed = event.venue_time_ns != 0;
            hear_venue_time(event, 0, event.time_ns == 0 ? now_ns : std::min(event.time_ns, now_ns));
            break;
        case SLUICE_EVENT_BLOCK:
            for (const auto &limit : limits_.own())
                is_believed = limit->hear_height(event.value, now_ns) && is_believed;
            held_.unpark_all();
            break;
        default:
            is_believed = hear_limit(lane_index, event, known, now_ns);
            break;
    }
    if (is_believed) {
        counters_.feedback.add();
    } else {
        counters_.feedback_refused.add();
    }
    look_again(now_ns);
}

void Venue::hear_fill(const sluice_event &event, uint64_t now_ns) noexcept {
    bool is_first = false;
    const Charge *order = held_.note_fill(event.order_id, is_first);
    if (order == nullptr) return;
    const bool is_maker = (event.flags & SLUICE_EVENT_FLAG_MAKER) != 0;
    bool has_more_room = false;
    for (const auto &limit : limits_.own()) {
        const uint32_t key = limit->key_of(*order);
        has_more_room = limit->hear_traded(key, event.value, event.venue_time_ns, now_ns) || has_more_room;
        if (!is_first || event.venue_time_ns == 0) continue;
        has_more_room =
            limit->hear_first_fill(key, is_maker, event.venue_time_ns, resolution_ns(event), now_ns) || has_more_room;
    }
    if (has_more_room && limits_.has_waiters(*order)) held_.unpark_all();
}

bool Venue::hear_limit(
    uint32_t lane_index, const sluice_event &event, const KnownIds &known, uint64_t now_ns) noexcept {
    Limit *limit = limits_.find(event.limit_id);
    if (limit == nullptr) return false;
    if (event.kind == SLUICE_EVENT_LIMIT_CHANGED) {
        const bool is_believed = limit->hear_changed(event.value);
        held_.unpark_all();
        return is_believed;
    }
    Charge whose;
    whose.lane = lane_index;
    whose.account = event.account_id <= known.accounts ? event.account_id : 0;
    whose.instrument = event.instrument_id <= known.instruments ? event.instrument_id : 0;
    whose.owner = event.owner_id <= known.owners ? event.owner_id : 0;
    VenueReport report;
    report.value = event.value;
    report.venue_ns = event.venue_time_ns;
    report.resolution_ns = resolution_ns(event);
    report.now_ns = now_ns;
    const uint32_t index = event.grant == 0 ? kNone : grants_.find(event.grant);
    if (index != kNone && grants_.grant(index).state == GrantState::unanswered) {
        const Grant &grant = grants_.grant(index);
        // The answer belongs to the counter of the message that it answers.
        whose = grant.charge;
        report.sent_ns = grant.written_ns;
        report.own_cost = limit->cost().of(grant.charge);
        report.own_open = report.own_cost - limit->sure_cost_of(grant.charge);
    }
    const uint32_t key = limit->key_of(whose);
    const bool is_believed =
        event.kind == SLUICE_EVENT_LIMIT_USED ? limit->hear_used(key, report) : limit->hear_remaining(key, report);
    if (is_believed) held_.unpark_all();
    return is_believed;
}

VenueClockReading Venue::venue_clock(uint64_t now_ns) noexcept {
    LockGuard guard(lock_);
    VenueClockReading reading;
    reading.is_known = offset_.is_known();
    reading.samples = offset_.samples();
    reading.contradictions = offset_.contradictions();
    if (!reading.is_known) return reading;
    const OffsetBounds bounds = offset_.at(std::max(now_ns, clock_.last_ns()));
    reading.uncertainty_ns = static_cast<uint64_t>(bounds.high_ns - bounds.low_ns + 1) / 2;
    reading.offset_ns = bounds.low_ns + (bounds.high_ns - bounds.low_ns) / 2;
    return reading;
}

}  // namespace sluice
