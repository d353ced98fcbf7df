// What the random gateway reports, and what its operator does.
#include <algorithm>

#include "traffic.hpp"

namespace sluice::validate {

// The write of one message that has left by now; `at_once` the newest one, which then must have.
void Traffic::report_write(VenueSeen &venue, bool at_once) {
    if (venue.granted.empty()) return;
    Granted &message = at_once ? venue.granted.back() : venue.granted[pick(venue.granted.size())];
    const LaneSeen &lane = venue.lanes[message.lane];
    if (lane.handle == nullptr) return;
    if (message.fate == Fate::never_reported || message.leaves_ns > host_.now()) return;
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = message.fate == Fate::never_leaves ? SLUICE_EVENT_NOT_WRITTEN : SLUICE_EVENT_WRITTEN;
    event.grant = message.grant;
    // The time at which it left, or none: then it counts from the report, which is no earlier.
    if (event.kind == SLUICE_EVENT_WRITTEN && !one_in(4)) event.time_ns = message.leaves_ns;
    const sluice_status status = host_.api.report(lane.handle, &event, host_.now());
    judge_.expect(status == SLUICE_OK, "a report of kind %u gave status %d", event.kind, status);
    message.is_write_reported = true;
}

// An answer of the venue, or what is said instead of one; before the write was reported, twice, or never.
void Traffic::report_answer(VenueSeen &venue) {
    if (venue.granted.empty()) return;
    const std::size_t index = pick(venue.granted.size());
    const Granted message = venue.granted[index];
    const LaneSeen &lane = venue.lanes[message.lane];
    if (lane.handle == nullptr || message.leaves_ns > host_.now()) return;
    // The venue cannot answer what it never got, but a host that is confused may report so after NOT_WRITTEN.
    if (message.fate == Fate::never_leaves && !message.is_write_reported) return;
    static constexpr uint32_t kAnswers[] = {SLUICE_EVENT_ACKED, SLUICE_EVENT_ACKED, SLUICE_EVENT_ACKED,
        SLUICE_EVENT_REJECTED, SLUICE_EVENT_RATE_REJECTED, SLUICE_EVENT_FAILED, SLUICE_EVENT_TIMED_OUT,
        SLUICE_EVENT_LOST, SLUICE_EVENT_DONE};
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kAnswers[pick(std::size(kAnswers))];
    event.grant = message.grant;
    event.order_id = event.kind == SLUICE_EVENT_DONE ? std::max<uint64_t>(message.order_id, 1) : message.order_id;
    if (event.kind == SLUICE_EVENT_RATE_REJECTED && one_in(2)) event.retry_after_ns = 15 * kMs;
    const sluice_status status = host_.api.report(lane.handle, &event, host_.now());
    judge_.expect(status == SLUICE_OK, "a report of kind %u gave status %d", event.kind, status);
    if (!one_in(8)) venue.granted.erase(venue.granted.begin() + static_cast<std::ptrdiff_t>(index));
}

// Reports that mean nothing: of grants that never were, of limits that do not exist, of what no venue would say. Of
// what a limit has left only bad news is told, and never so bad that a request could not pass any more.
void Traffic::report_nonsense(VenueSeen &venue) {
    const LaneSeen &lane = venue.lanes[pick(venue.lanes.size())];
    if (lane.handle == nullptr) return;
    static constexpr uint32_t kKinds[] = {SLUICE_EVENT_WRITTEN, SLUICE_EVENT_NOT_WRITTEN, SLUICE_EVENT_ACKED,
        SLUICE_EVENT_REJECTED, SLUICE_EVENT_FAILED, SLUICE_EVENT_DONE, SLUICE_EVENT_TRANSPORT_ERROR,
        SLUICE_EVENT_FILLED, SLUICE_EVENT_BANNED, SLUICE_EVENT_VENUE_TIME, SLUICE_EVENT_BLOCK, SLUICE_EVENT_LIMIT_USED,
        SLUICE_EVENT_LIMIT_CHANGED};
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kKinds[pick(std::size(kKinds))];
    event.order_id = 2'000'000'000 + pick(100);
    event.venue_time_ns = one_in(2) ? 0 : random_();
    event.flags = SLUICE_EVENT_FLAG_MAKER;
    event.value = event.kind == SLUICE_EVENT_LIMIT_CHANGED ? 9 + pick(100) : pick(13);
    event.limit_id = static_cast<uint32_t>(pick(5));
    event.retry_after_ns = pick(30 * kMs);
    // Far from any number that a plugin gives out.
    if (event.kind <= SLUICE_EVENT_DONE) event.grant = random_() | uint64_t{0xf} << 60;
    const sluice_status status = host_.api.report(lane.handle, &event, host_.now());
    judge_.expect(
        status == SLUICE_OK || status == SLUICE_E_ARGUMENT, "a report of kind %u gave status %d", event.kind, status);
}

void Traffic::report_ungated(VenueSeen &venue) {
    const LaneSeen &lane = venue.lanes[pick(venue.lanes.size())];
    if (lane.handle == nullptr || !lane.is_up) return;
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_UNGATED;
    event.message_kind = static_cast<uint32_t>(1 + pick(SLUICE_KIND_ADMIN));
    event.owner_id = owners_[pick(owners_.size())];
    const sluice_status status = host_.api.report(lane.handle, &event, host_.now());
    judge_.expect(status == SLUICE_OK, "a report of UNGATED gave status %d", status);
}

void Traffic::steer_lane(VenueSeen &venue) {
    const auto index = static_cast<uint32_t>(pick(venue.lanes.size()));
    LaneSeen &lane = venue.lanes[index];
    if (lane.handle == nullptr || one_in(4)) return open_lanes(venue);
    if (one_in(4)) {
        const sluice_status status = host_.api.lane_close(lane.handle, nullptr);
        judge_.expect(status == SLUICE_OK, "lane_close gave status %d", status);
        lane.handle = nullptr;
        lane.is_up = false;
        // What is unknown of its messages stays so: nobody can report on a closed lane.
        venue.granted.erase(std::remove_if(venue.granted.begin(), venue.granted.end(),
                                [index](const Granted &message) { return message.lane == index; }),
            venue.granted.end());
        venue.forced.erase(index);
        // Its place comes free once what it held has been told.
        host_.poll(venue.id, 1'000);
        return;
    }
    lane.is_up = one_in(2);
    host_.report(lane.handle, lane.is_up ? SLUICE_EVENT_LANE_UP : SLUICE_EVENT_LANE_DOWN);
}

// Engages one scope, or clears one: always of this venue, so that the calm one has no excuse.
void Traffic::steer_kill(VenueSeen &venue) {
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    scope.venue_id = venue.id;
    const bool is_clear = !venue.killed_owners.empty() && (is_settling_ || !one_in(3));
    if (!is_clear) {
        scope.owner_id = one_in(3) ? 0 : owners_[pick(owners_.size())];
        const sluice_status status = host_.kill().engage(host_.engine, &scope, nullptr);
        judge_.expect(status == SLUICE_OK, "kill.engage gave status %d", status);
        venue.killed_owners.insert(scope.owner_id);
        return;
    }
    scope.owner_id = *venue.killed_owners.begin();
    const sluice_status status = host_.kill().clear(host_.engine, &scope, nullptr);
    if (status == SLUICE_E_STATE && !is_settling_) return;  // inside a release
    judge_.expect(status == SLUICE_OK, "kill.clear gave status %d", status);
    venue.killed_owners.erase(scope.owner_id);
}

void Traffic::steer_breaker(VenueSeen &venue) {
    const bool is_venue = one_in(2);
    const auto index = static_cast<uint32_t>(pick(venue.lanes.size()));
    sluice_lane *lane = is_venue ? nullptr : venue.lanes[index].handle;
    const uint32_t key = is_venue ? kVenueBreaker : index;
    if (!is_venue && lane == nullptr) return;
    const sluice_ext_breaker &breaker = host_.breaker();
    switch (pick(5)) {
        case 0:
            breaker.trip(host_.engine, venue.id, lane, nullptr);
            return;
        case 1:
            if (breaker.force_open(host_.engine, venue.id, lane, nullptr) == SLUICE_OK) venue.forced.insert(key);
            return;
        case 2:
            if (breaker.disable(host_.engine, venue.id, lane, nullptr) == SLUICE_OK) venue.forced.erase(key);
            return;
        default:
            if (breaker.reset(host_.engine, venue.id, lane, nullptr) == SLUICE_OK) venue.forced.erase(key);
            return;
    }
}

// Never above what the windows are judged by, never below what the dearest request needs.
void Traffic::reload(VenueSeen &venue) {
    const bool is_first = venue.id == venues_[0].id;
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    numbers.limit = is_first ? 9 + pick(4) : 4 + pick(3);
    numbers.cancel_reserve = is_first ? 3 : 0;
    const uint32_t id = host_.limit_id(venue.name, is_first ? "venue" : "lane");
    const sluice_status status = host_.limits().reload(host_.engine, id, &numbers, nullptr);
    judge_.expect(status == SLUICE_OK, "limits.reload gave status %d", status);
}

}  // namespace sluice::validate
