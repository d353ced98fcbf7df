// poll and next_due_ns: releases what is due, one at a time and without the lock, and hears how the host answers.
#include <algorithm>
#include <cstring>

#include "engine.hpp"

namespace sluice::hostcheck {

namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kBusyRetryNs = kMs;
constexpr uint64_t kGrantTimeoutNs = 1'000 * kMs;  // of a venue that does not say otherwise
constexpr uint64_t kLatePollNs = 1'000 * kMs;

// A release of a later minor version: what a host of today knows, and more behind it.
struct LongRelease {
    sluice_release known;
    unsigned char later[64];
};

}  // namespace

int32_t Engine::poll(uint32_t venue_id, uint64_t now_ns, int32_t budget) {
    if (budget < 1) {
        breach("poll was called with a budget below 1", std::to_string(budget));
        return SLUICE_E_ARGUMENT;
    }
    if (venue_id != SLUICE_VENUE_ALL && !is_venue(venue_id)) {
        breach("poll names a venue that does not exist", std::to_string(venue_id));
        return SLUICE_E_UNKNOWN;
    }
    if (is_in_callback()) {
        breach("poll was called inside a callback", "venue " + std::to_string(venue_id));
        return SLUICE_E_STATE;
    }
    if (now_ns == 0) now_ns = clock();
    {
        const std::lock_guard guard(mutex_);
        if (is_stopped_) return SLUICE_E_STATE;
        judge_.give_up_grants_before(now_ns < kGrantTimeoutNs ? 0 : now_ns - kGrantTimeoutNs);
        if (config_.script.happens(Scenario::poll_errors)) return SLUICE_E_STATE;
        if (config_.script.happens(Scenario::partial_poll))
            budget = static_cast<int32_t>(config_.script.pick(static_cast<uint64_t>(budget)));
    }
    int32_t done = 0;
    for (uint32_t venue = 1; venue <= config_.venues.size(); ++venue) {
        if (venue_id == SLUICE_VENUE_ALL || venue_id == venue) done += poll_venue(venue, now_ns, budget - done);
    }
    tell_breaches();
    return done;
}

int32_t Engine::poll_venue(uint32_t venue_id, uint64_t now_ns, int32_t budget) {
    pthread_t nobody = 0;
    if (!pollers_[venue_id - 1].compare_exchange_strong(nobody, pthread_self())) {
        breach("two threads polled one venue at a time", "venue " + std::to_string(venue_id));
        return 0;
    }
    int32_t done = 0;
    while (done < budget && release_next(venue_id, now_ns))
        ++done;
    pollers_[venue_id - 1] = pthread_t{0};
    return done;
}

bool Engine::release_next(uint32_t venue_id, uint64_t now_ns) {
    LongRelease release;
    std::memset(&release, 0xff, sizeof release);
    sluice_release &known = release.known;
    known = {};
    HeldRequest *held = nullptr;
    {
        const std::lock_guard guard(mutex_);
        held_.drop_if(SLUICE_REASON_EXPIRED, now_ns, [now_ns](const HeldRequest &one) {
            return !is_cancel_kind(one.request.kind) && one.request.deadline_ns != 0 &&
                   one.request.deadline_ns < now_ns;
        });
        held = held_.next(
            venue_id, now_ns, [](const sluice_lane *lane) { return reinterpret_cast<const LaneSeen *>(lane)->is_up; });
        if (held == nullptr) return false;
        if (now_ns > held->due_ns + kLatePollNs)
            judge_.notice("releases that came a second late: the venue was not polled");
        held->is_out = true;
        ++releases_;
        known.struct_size = config_.script.is_enabled(Scenario::newer_structs) ? sizeof release : sizeof known;
        known.action = held->drop_reason == 0 ? SLUICE_RELEASE_SEND : SLUICE_RELEASE_DROPPED;
        known.reason = held->drop_reason;
        known.venue_id = venue_id;
        known.ticket = held->request.ticket;
        known.order_id = held->request.order_id;
        known.folded_ticket = held->folded_ticket;
        known.other_ticket = held->other_ticket;
        known.held_ns = now_ns - std::min(now_ns, held->held_since_ns);
        known.lane = held->lane;
        if (known.action == SLUICE_RELEASE_SEND && config_.script.happens(Scenario::no_grant)) {
            judge_.sent_without_grant();
        } else if (known.action == SLUICE_RELEASE_SEND) {
            known.grant = ++grants_;
            judge_.granted(known.grant, held->request, held->lane, now_ns);
        }
    }
    const sluice_status answer = host_.release(host_.context, &known);
    const std::lock_guard guard(mutex_);
    held->is_out = false;
    const std::string example = "ticket " + std::to_string(known.ticket) + ", answer " + std::to_string(answer);
    if (answer > 0 || answer < SLUICE_E_INTERNAL)
        judge_.breach("a release was answered with a number that is no status", example);
    if (known.action == SLUICE_RELEASE_SEND && answer != SLUICE_OK) {
        judge_.taken_back(known.grant, answer);
        judge_.notice(answer == SLUICE_E_BUSY ? "releases were answered BUSY"
                                              : "releases were answered with a failure: were their messages lost?");
        if (answer == SLUICE_E_BUSY) {
            held->due_ns = now_ns + kBusyRetryNs;
            held->drop_reason = reason_against(*held);
            return true;
        }
    }
    held_.erase(known.ticket);
    return true;
}

// What came in while the host had it: a stop, a kill switch, a lane that closed.
uint32_t Engine::reason_against(const HeldRequest &held) const {
    const auto &lane = *reinterpret_cast<const LaneSeen *>(held.lane);
    if (!lane.is_open) return SLUICE_REASON_LANE_CLOSED;
    if (is_cancel_kind(held.request.kind)) return is_abandoning_ ? SLUICE_REASON_STOPPING : SLUICE_REASON_NONE;
    if (!lane.is_up) return SLUICE_REASON_LANE_DOWN;
    if (is_abandoning_) return SLUICE_REASON_STOPPING;
    if (!opens_risk(held.request.kind)) return SLUICE_REASON_NONE;
    if (is_stopping_) return SLUICE_REASON_STOPPING;
    return is_killed(held.request, held.venue_id) ? SLUICE_REASON_KILLED : SLUICE_REASON_NONE;
}

uint64_t Engine::next_due_ns(uint32_t venue_id) {
    const std::lock_guard guard(mutex_);
    if (is_stopped_ || (venue_id != SLUICE_VENUE_ALL && !is_venue(venue_id))) return SLUICE_NEVER;
    uint64_t due_ns = SLUICE_NEVER;
    for (uint32_t venue = 1; venue <= config_.venues.size(); ++venue) {
        if (venue_id != SLUICE_VENUE_ALL && venue_id != venue) continue;
        const uint64_t venue_due_ns = held_.next_due_ns(
            venue, [](const sluice_lane *lane) { return reinterpret_cast<const LaneSeen *>(lane)->is_up; });
        announced_ns_[venue - 1] = venue_due_ns;
        due_ns = std::min(due_ns, venue_due_ns);
    }
    if (config_.script.happens(Scenario::early_due)) return 0;
    return due_ns;
}

}  // namespace sluice::hostcheck
