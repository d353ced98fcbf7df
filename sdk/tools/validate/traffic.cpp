#include "traffic.hpp"

#include <algorithm>
#include <iterator>

namespace sluice::validate {

namespace {

constexpr uint64_t kFirstLimit = 12;
constexpr uint64_t kFirstReserve = 3;
constexpr uint64_t kFirstWindowNs = 100 * kMs;
constexpr uint64_t kSecondLimit = 6;
constexpr uint64_t kSecondWindowNs = 50 * kMs;
// A message stays in the host for less than grant_timeout_ms: otherwise it would break its own promise.
constexpr uint64_t kWriteDelayMaxNs = 40 * kMs;
constexpr std::size_t kGrantedMax = 64;
constexpr uint32_t kLanes = 2;
constexpr uint32_t kOwners = 3;

const char *const kConfig = R"({"version": 1, "venues": [
    {"name": "FIRST", "lanes_max": 2, "held_max": 10, "orders_max": 8192, "grants_max": 96, "grant_timeout_ms": 300,
     "answer_timeout_ms": 2000, "ageing_ms": 200,
     "breaker": {"consecutive_failures": 4, "isolation_ms": 40, "isolation_max_ms": 200, "probe_timeout_ms": 100},
     "limits": [
        {"name": "venue", "shape": "sliding_window", "scope": "venue", "limit": 12, "window_ms": 100,
         "cancel_reserve": 3},
        {"name": "owner", "shape": "token_bucket", "scope": "owner", "limit": 6, "refill_amount": 2,
         "refill_interval_ms": 30}]},
    {"name": "SECOND", "lanes_max": 2, "held_max": 48, "orders_max": 8192, "grants_max": 96, "grant_timeout_ms": 300,
     "answer_timeout_ms": 2000, "breaker": {"isolation_ms": 40, "isolation_max_ms": 200}, "limits": [
        {"name": "lane", "shape": "sliding_window", "scope": "lane", "limit": 6, "window_ms": 50}]},
    {"name": "CALM"}]})";

}  // namespace

Traffic::Traffic(Judge &judge, const Plugin &plugin, uint64_t seed)
    : judge_(judge), random_(seed), host_(judge, plugin, kConfig) {
    for (uint32_t owner = 1; owner <= kOwners; ++owner)
        owners_.push_back(host_.id(SLUICE_NAME_OWNER, "owner" + std::to_string(owner)));
    for (const char *name : {"FIRST", "SECOND"}) {
        VenueSeen venue;
        venue.name = name;
        venue.id = host_.venue(name);
        venue.lanes.resize(kLanes);
        venues_.push_back(std::move(venue));
    }
    venues_[0].window = WindowJudge(kFirstLimit, kFirstWindowNs);
    venues_[0].window_without_cancels = WindowJudge(kFirstLimit - kFirstReserve, kFirstWindowNs);
    calm_.lanes.push_back({host_.lane_up("CALM"), true});
    for (VenueSeen &venue : venues_)
        open_lanes(venue);
    host_.on_release = [this](const sluice_release &release) { return this->release(release); };
}

void Traffic::open_lanes(VenueSeen &venue) {
    for (LaneSeen &lane : venue.lanes) {
        if (lane.handle == nullptr) {
            lane.handle = host_.open_lane(venue.name, "lane" + std::to_string(next_lane_name_++));
            venue.lane_windows.emplace(lane.handle, WindowJudge(kSecondLimit, kSecondWindowNs));
        }
        host_.report(lane.handle, SLUICE_EVENT_LANE_UP);
        lane.is_up = true;
    }
}

void Traffic::run(int steps) {
    for (int count = 0; count < steps && judge_.fault_count() == 0; ++count)
        step();
    judge_.expect(releases_ > static_cast<uint64_t>(steps) / 50,
        "%d steps led to %" PRIu64 " releases: nothing was tried", steps, releases_);
}

void Traffic::step() {
    static constexpr uint64_t kPausesNs[] = {
        0, 1, 100'000, kMs, 3 * kMs, 10 * kMs, 50 * kMs, 50 * kMs + 1, 3'000 * kMs};
    const auto index = static_cast<uint32_t>(pick(venues_.size()));
    VenueSeen &venue = venues_[index];
    switch (pick(24)) {
        case 0:
            return steer_lane(venue);
        case 1:
            return one_in(3) ? steer_kill(venue) : submit_calm();
        case 2:
            return one_in(3) ? steer_breaker(venue) : submit_calm();
        case 3:
            return one_in(3) ? reload(venue) : report_ungated(venue);
        case 4:
            return report_nonsense(venue);
        case 5:
        case 6:
        case 7:
            return report_write(venue, false);
        case 8:
        case 9:
            return report_answer(venue);
        case 10:
        case 11:
            // Long pauses are rare, or nothing would ever be held.
            return host_.advance(kPausesNs[pick(one_in(8) ? std::size(kPausesNs) : 6)]);
        case 12:
        case 13:
        case 14: {
            const int32_t done = host_.poll(one_in(4) ? SLUICE_VENUE_ALL : venue.id, static_cast<int32_t>(1 + pick(6)));
            judge_.expect(done >= 0, "poll gave status %d", done);
            return;
        }
        default:
            return submit(index, static_cast<uint32_t>(pick(kLanes)), next_request(venue));
    }
}

sluice_request Traffic::next_request(VenueSeen &venue) {
    static constexpr uint32_t kKinds[] = {SLUICE_KIND_NEW, SLUICE_KIND_NEW, SLUICE_KIND_NEW, SLUICE_KIND_NEW,
        SLUICE_KIND_CANCEL, SLUICE_KIND_CANCEL, SLUICE_KIND_CANCEL, SLUICE_KIND_REPLACE, SLUICE_KIND_REPLACE,
        SLUICE_KIND_MASS_CANCEL, SLUICE_KIND_QUOTE, SLUICE_KIND_QUERY, SLUICE_KIND_MAINTENANCE};
    sluice_request request = request_of(kKinds[pick(std::size(kKinds))], next_ticket_++);
    const bool has_order = request.kind == SLUICE_KIND_REPLACE || request.kind == SLUICE_KIND_CANCEL;
    if (request.kind == SLUICE_KIND_NEW) {
        request.order_id = request.ticket;
        venue.orders.push_back(request.order_id);
    } else if (has_order) {
        const std::size_t back = venue.orders.empty() ? 0 : pick(std::min<std::size_t>(venue.orders.size(), 8));
        const bool is_unknown = venue.orders.empty() || one_in(12);
        request.order_id = is_unknown ? 1'000'000'000 + pick(1'000) : venue.orders[venue.orders.size() - 1 - back];
    }
    request.owner_id = owners_[pick(owners_.size())];
    request.side = static_cast<uint32_t>(pick(3));
    if (one_in(8)) request.message_count = static_cast<uint32_t>(1 + pick(3));
    if (one_in(5)) request.flags = static_cast<uint32_t>(pick(4));
    if (one_in(6)) request.deadline_ns = host_.now() + 1 + pick(80 * kMs);
    return request;
}

void Traffic::submit(uint32_t index, uint32_t lane_index, const sluice_request &request) {
    const LaneSeen &lane = venues_[index].lanes[lane_index];
    if (lane.handle == nullptr) return;
    // A reading of the clock may be a little old, or be left to the plugin.
    const uint64_t now_ns = one_in(6) ? 0 : one_in(6) ? host_.now() - pick(kMs) : host_.now();
    held_[request.ticket] = {request, index, lane_index};
    const sluice_verdict verdict = host_.submit(lane.handle, request, now_ns);
    if (verdict.action != SLUICE_ACTION_HELD) held_.erase(request.ticket);
    if (verdict.action == SLUICE_ACTION_SEND) granted(index, lane_index, request, verdict.grant);
}

void Traffic::submit_calm() {
    const uint64_t ticket = next_ticket_++;
    const sluice_verdict verdict = host_.offer(calm_.lanes[0].handle, new_order(ticket));
    judge_.expect(verdict.action == SLUICE_ACTION_SEND,
        "trouble at other venues reached a calm one: action %u, reason %u", verdict.action, verdict.reason);
    host_.report(calm_.lanes[0].handle, SLUICE_EVENT_DONE, verdict.grant, ticket);
}

sluice_status Traffic::release(const sluice_release &release) {
    ++releases_;
    const auto found = held_.find(release.ticket);
    if (found == held_.end()) return SLUICE_OK;  // the books say so
    const HeldRequest held = found->second;
    const VenueSeen &venue = venues_[held.venue];
    judge_.expect(release.venue_id == venue.id, "ticket %" PRIu64 " of venue %u was released by venue %u",
        release.ticket, venue.id, release.venue_id);
    if (release.action != SLUICE_RELEASE_SEND) {
        held_.erase(found);
        return SLUICE_OK;
    }
    const sluice_request &request = held.request;
    // An amend that was folded in brought its own deadline.
    if (!is_cancel(request.kind) && request.deadline_ns != 0 && release.folded_ticket == 0) {
        judge_.expect(request.deadline_ns >= host_.now(),
            "ticket %" PRIu64 " was released %" PRIu64 " ns after its deadline", release.ticket,
            host_.now() - request.deadline_ns);
    }
    judge_grant(venue, held.lane, request);
    const sluice_status answer = answer_release(held, release);
    if (answer != SLUICE_E_BUSY) held_.erase(release.ticket);
    return answer;
}

sluice_status Traffic::answer_release(const HeldRequest &held, const sluice_release &release) {
    if (!is_settling_ && one_in(5)) return SLUICE_E_BUSY;
    if (!is_settling_ && one_in(10)) return one_in(2) ? SLUICE_E_UNKNOWN : SLUICE_E_INTERNAL;
    granted(held.venue, held.lane, held.request, release.grant);
    VenueSeen &venue = venues_[held.venue];
    if (is_settling_) return SLUICE_OK;
    // What a callback may do besides.
    if (one_in(3)) report_write(venue, true);
    if (one_in(6)) submit(held.venue, held.lane, next_request(venue));
    if (one_in(20)) steer_kill(venue);
    if (one_in(10)) {
        const sluice_status status = host_.stop(SLUICE_STOP_DRAIN);
        judge_.expect(status == SLUICE_E_STATE, "engine_stop inside release gave status %d", status);
    }
    return SLUICE_OK;
}

void Traffic::judge_grant(const VenueSeen &venue, uint32_t lane, const sluice_request &request) {
    const auto fail = [&](const char *why) {
        judge_.fault("ticket %" PRIu64 " (kind %u) may be sent at venue %s although %s", request.ticket, request.kind,
            venue.name.c_str(), why);
    };
    if (venue.lanes[lane].handle == nullptr) fail("its lane is closed");
    if (venue.lanes[lane].handle != nullptr && !venue.lanes[lane].is_up) fail("its lane is down");
    if (!opens_risk(request.kind)) return;
    if (is_stopping_) fail("the engine is stopping");
    if (venue.killed_owners.count(0) != 0 || venue.killed_owners.count(request.owner_id) != 0)
        fail("a kill switch covers it");
    if (venue.forced.count(kVenueBreaker) != 0 || venue.forced.count(lane) != 0) fail("its breaker is forced open");
}

void Traffic::granted(uint32_t index, uint32_t lane, const sluice_request &request, uint64_t grant) {
    VenueSeen &venue = venues_[index];
    judge_grant(venue, lane, request);
    Granted message{lane, grant, request.order_id, host_.now(), Fate::leaves, false};
    if (grant == 0) {
        message.is_write_reported = true;  // nothing to confirm: it counts as written at once
    } else if (!is_settling_) {
        message.leaves_ns += one_in(2) ? 0 : pick(kWriteDelayMaxNs);
        if (one_in(10)) message.fate = Fate::never_leaves;
        if (one_in(20)) message.fate = Fate::never_reported;
    }
    if (message.fate != Fate::never_leaves) {
        const uint64_t cost = std::max(request.message_count, 1u);
        venue.window.left(message.leaves_ns, cost);
        if (!is_cancel(request.kind)) venue.window_without_cancels.left(message.leaves_ns, cost);
        const auto found = venue.lane_windows.find(venue.lanes[lane].handle);
        if (found != venue.lane_windows.end()) found->second.left(message.leaves_ns, cost);
    }
    // What became of older ones is never told.
    if (venue.granted.size() == kGrantedMax) venue.granted.erase(venue.granted.begin());
    if (grant != 0) venue.granted.push_back(message);
    if (is_settling_) report_write(venue, true);
}

void Traffic::judge_windows() {
    venues_[0].window.judge(judge_, "venue FIRST, all messages");
    venues_[0].window_without_cancels.judge(judge_, "venue FIRST, all but cancels");
    for (auto &[lane, window] : venues_[1].lane_windows)
        window.judge(judge_, "a lane of venue SECOND");
}

void Traffic::settle() {
    is_settling_ = true;
    host_.advance(2 * kWriteDelayMaxNs);
    for (VenueSeen &venue : venues_) {
        while (!venue.killed_owners.empty())
            steer_kill(venue);
        host_.breaker().reset(host_.engine, venue.id, nullptr, nullptr);
        venue.forced.clear();
        open_lanes(venue);
        for (const LaneSeen &lane : venue.lanes)
            host_.breaker().reset(host_.engine, venue.id, lane.handle, nullptr);
        for (Granted &message : venue.granted) {
            if (message.fate == Fate::never_reported) message.fate = Fate::leaves;
        }
        for (; !venue.granted.empty(); venue.granted.pop_back())
            report_write(venue, true);
    }
    host_.run_until(host_.now() + 120 * kSecondNs);
    host_.book.expect_none_held("all trouble has ended and two minutes have passed");
}

void Traffic::stop(uint32_t mode) {
    is_stopping_ = true;
    const sluice_status first = host_.stop(mode);
    judge_.expect(first == SLUICE_OK || first == SLUICE_E_BUSY, "engine_stop gave status %d", first);
    for (int count = 0; count < 200 && host_.stop(mode) == SLUICE_E_BUSY; ++count) {
        submit(0, 0, next_request(venues_[0]));
        report_write(venues_[pick(2)], false);
        host_.poll(SLUICE_VENUE_ALL, 3);
        host_.advance(pick(2 * kMs));
    }
    is_settling_ = true;
    if (host_.stop(mode) == SLUICE_E_BUSY) {
        for (VenueSeen &venue : venues_) {
            for (LaneSeen &lane : venue.lanes) {
                lane.is_up = lane.handle != nullptr;
                if (lane.is_up) host_.report(lane.handle, SLUICE_EVENT_LANE_UP);
            }
        }
    }
    host_.stop_completely(mode);
    host_.advance(10 * kSecondNs);
    const uint64_t releases = releases_;
    host_.poll();
    judge_.expect(releases == releases_, "a release came after engine_stop had returned OK");
    host_.destroy();
}

}  // namespace sluice::validate
