#include "gateway.hpp"

#include <algorithm>
#include <string>

namespace property {

namespace {

constexpr int kLooksMax = 100'000;  // a driven gateway that polls so often without time passing is spinning

std::string message_of(const sluice_error &error) {
    return std::to_string(error.status) + " " + error.message;
}

}  // namespace

Gateway::Gateway(const EngineSetup &setup, bool is_driven) : history_{setup, {}}, is_driven_(is_driven) {
    sluice_error error = SLUICE_ERROR_INIT;
    if (sluice_entry_v1(SLUICE_ABI_MINOR, &api_, &error) != SLUICE_OK) {
        say("entry: " + message_of(error));
        return;
    }
    sluice_host host = SLUICE_HOST_INIT;
    host.context = this;
    host.release = on_release;
    host.wake = on_wake;
    host.now_ns = on_now;
    const std::string json = json_of(setup);
    if (api_->engine_create(&host, json.data(), json.size(), &engine_, &error) != SLUICE_OK) {
        say("engine_create: " + message_of(error) + "\n" + json);
        return;
    }
    kill_ = static_cast<const sluice_ext_kill *>(api_->extension(engine_, SLUICE_EXT_KILL));
    breaker_ = static_cast<const sluice_ext_breaker *>(api_->extension(engine_, SLUICE_EXT_BREAKER));
    limits_ = static_cast<const sluice_ext_limits *>(api_->extension(engine_, SLUICE_EXT_LIMITS));
    const auto intern_all = [this](uint32_t kind, uint32_t count) {
        for (uint32_t number = 1; number <= count; ++number) {
            const std::string name = "n" + std::to_string(number);
            uint32_t id = 0;
            api_->intern(engine_, kind, name.data(), name.size(), &id, nullptr);
            if (id != number) say("intern gave another id");
        }
    };
    intern_all(SLUICE_NAME_ACCOUNT, kAccounts);
    intern_all(SLUICE_NAME_INSTRUMENT, kInstruments);
    intern_all(SLUICE_NAME_OWNER, kOwners);
    venues_.resize(setup.venues.size());
    for (VenueSeen &seen : venues_)
        seen.lanes.resize(kLanes);
    for (uint32_t id = 1; id <= venue_count(); ++id) {
        for (uint32_t lane = 0; lane < kLanes; ++lane) {
            open_lane(id, lane);
            lane_event(id, lane, SLUICE_EVENT_LANE_UP);
        }
    }
}

Gateway::~Gateway() {
    if (engine_ == nullptr) return;
    if (!is_stopped_) stop();
    api_->engine_destroy(engine_, nullptr);
}

Entry Gateway::entry(What what, uint32_t id, uint32_t lane) const {
    Entry entry;
    entry.what = what;
    entry.venue = id;
    entry.lane = lane;
    entry.at_ns = id == 0 ? clock_ns_ : venues_[id - 1].last_ns;
    if (id != 0 && lane < kLanes) entry.opening = venues_[id - 1].lanes[lane].opening;
    return entry;
}

uint64_t Gateway::call_ns(uint32_t id) {
    VenueSeen &seen = venue(id);
    const uint32_t skew = skew_;
    skew_ = 0;
    uint64_t said_ns = clock_ns_;
    if (skew == 1) said_ns = 0;
    if (skew == 2) said_ns = clock_ns_ - kMs * 7;
    if (skew == 3) said_ns = clock_ns_ + kMs * 60'000;  // not believed
    const uint64_t meant_ns = skew == 2 ? said_ns : clock_ns_;
    seen.last_ns = std::max(seen.last_ns, meant_ns);
    return said_ns;
}

void Gateway::advance(uint64_t by_ns) {
    const uint64_t target_ns = clock_ns_ + by_ns;
    if (is_driven_) {
        drive();
        while (true) {
            uint64_t next_ns = SLUICE_NEVER;
            for (const VenueSeen &seen : venues_)
                next_ns = std::min(next_ns, seen.due_ns);
            if (next_ns > target_ns) break;
            clock_ns_ = std::max(clock_ns_, next_ns);
            drive();
            if (!fault_.empty()) return;
        }
    }
    clock_ns_ = std::max(clock_ns_, target_ns);
}

// Polls whatever is due now, until nothing is.
void Gateway::drive() {
    if (!is_driven_ || is_polling_) return;
    for (uint32_t id = 1; id <= venue_count(); ++id) {
        int looks = 0;
        while (venue(id).due_ns <= clock_ns_ && fault_.empty()) {
            venue(id).due_ns = SLUICE_NEVER;
            skew_ = 0;
            poll(id, 3);
            venue(id).due_ns = std::min(venue(id).due_ns, api_->next_due_ns(engine_, id));
            if (++looks > kLooksMax) say("next_due_ns() asks for polls that do nothing");
        }
    }
}

sluice_request Gateway::make_request(uint32_t id, uint32_t kind, uint32_t who) {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = kind;
    request.ticket = (uint64_t{id} << 32) | venue(id).next_ticket++;
    request.owner_id = 1 + who % kOwners;
    request.instrument_id = 1 + who / kOwners % kInstruments;
    request.account_id = 1 + who / (kOwners * kInstruments) % kAccounts;
    request.side = 1 + who % 2;
    request.price_e8 = 100;
    request.quantity_e8 = 100;
    return request;
}

sluice_verdict Gateway::submit(uint32_t id, uint32_t lane, const sluice_request &request) {
    VenueSeen &seen = venue(id);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    const uint64_t now_ns = call_ns(id);
    // Known as held before the call: a release may come before it returns.
    const sluice_status status = api_->submit(seen.lanes[lane].handle, &request, now_ns, &verdict);
    Entry seen_now = entry(What::submit, id, lane);
    seen_now.request = request;
    seen_now.verdict = verdict;
    seen_now.answer = status;
    keep(seen_now);
    if (verdict.action == SLUICE_ACTION_HELD) held_[request.ticket] = request.kind;
    if (status == SLUICE_OK && verdict.action == SLUICE_ACTION_SEND && verdict.grant != 0) {
        seen.outstanding.push_back({lane, verdict.grant, request.order_id, seen.last_ns, request.kind, false});
    }
    drive();
    return verdict;
}

sluice_status Gateway::report(uint32_t id, uint32_t lane, const sluice_event &event, uint64_t written_ns) {
    const uint64_t now_ns = call_ns(id);
    const sluice_status status = api_->report(venue(id).lanes[lane].handle, &event, now_ns);
    Entry seen = entry(What::report, id, lane);
    seen.event = event;
    seen.answer = status;
    seen.written_ns = written_ns;
    keep(seen);
    drive();
    return status;
}

void Gateway::answer_all() {
    for (uint32_t id = 1; id <= venue_count(); ++id) {
        std::vector<Outstanding> all;
        all.swap(venue(id).outstanding);
        for (const Outstanding &out : all) {
            sluice_event event = SLUICE_EVENT_INIT;
            event.grant = out.grant;
            event.order_id = out.order_id;
            event.kind = SLUICE_EVENT_WRITTEN;
            if (!out.is_written) report(id, out.lane, event, clock_ns_);
            event.kind = SLUICE_EVENT_ACKED;
            report(id, out.lane, event);
        }
    }
}

int32_t Gateway::poll(uint32_t id, int32_t budget) {
    if (is_polling_) return 0;
    uint64_t now_ns = clock_ns_;
    if (id != 0) {
        now_ns = call_ns(id);
    } else {
        for (VenueSeen &seen : venues_)
            seen.last_ns = std::max(seen.last_ns, clock_ns_);
    }
    keep(entry(What::poll, id));
    is_polling_ = true;
    const int32_t done = api_->poll(engine_, id, now_ns, budget);
    is_polling_ = false;
    if (done < 0) say("poll failed: " + std::to_string(done));
    if (done > budget) say("poll did more than its budget");
    return done;
}

sluice_status Gateway::on_release(void *context, const sluice_release *release) {
    return static_cast<Gateway *>(context)->release(*release);
}

void Gateway::on_wake(void *context, uint32_t venue_id, uint64_t due_ns) {
    VenueSeen &seen = static_cast<Gateway *>(context)->venue(venue_id);
    seen.due_ns = std::min(seen.due_ns, due_ns);
}

uint64_t Gateway::on_now(void *context) {
    return static_cast<Gateway *>(context)->clock_ns_;
}

sluice_status Gateway::release(const sluice_release &release) {
    if (!is_polling_) say("release() outside of poll()");
    VenueSeen &seen = venue(release.venue_id);
    uint32_t lane = kWholeVenue;
    for (uint32_t index = 0; index < kLanes; ++index) {
        if (seen.lanes[index].handle == release.lane) lane = index;
    }
    Entry heard = entry(What::release, release.venue_id, lane);
    heard.release = release;
    // The rules read a release before what the callback does, so its place is kept first.
    const std::size_t place = history_.entries.size();
    keep(heard);
    if (release.action == SLUICE_RELEASE_DROPPED) {
        held_.erase(release.ticket);
        return SLUICE_OK;
    }
    Mood mood = Mood::take;
    if (!seen.moods.empty()) {
        mood = seen.moods.front();
        seen.moods.pop_front();
    }
    if (lane == kWholeVenue) mood = Mood::take;  // a closed lane's handle takes no reports
    bool was_written = false;
    const sluice_status answer = act(mood, release.venue_id, lane, release, was_written);
    history_.entries[place].answer = answer;
    history_.entries[place].was_written_inside = was_written;
    heard.what = What::returned;
    heard.answer = answer;
    heard.was_written_inside = was_written;
    keep(heard);
    if (answer == SLUICE_E_BUSY && !was_written) return answer;
    held_.erase(release.ticket);
    if (release.grant != 0 && (answer == SLUICE_OK || was_written)) {
        seen.outstanding.push_back({lane == kWholeVenue ? 0 : lane, release.grant, release.order_id, seen.last_ns,
            SLUICE_KIND_NEW, was_written});
    }
    return answer;
}

sluice_status Gateway::act(Mood mood, uint32_t id, uint32_t lane, const sluice_release &release, bool &was_written) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.grant = release.grant;
    event.order_id = release.order_id;
    switch (mood) {
        case Mood::take:
            return SLUICE_OK;
        case Mood::busy:
            return SLUICE_E_BUSY;
        case Mood::fail:
            return SLUICE_E_ARGUMENT;
        case Mood::written_take:
        case Mood::written_busy:
        case Mood::acked_take:
            event.kind = mood == Mood::acked_take ? SLUICE_EVENT_ACKED : SLUICE_EVENT_WRITTEN;
            was_written = release.grant != 0 && report(id, lane, event, clock_ns_) == SLUICE_OK;
            return mood == Mood::written_busy ? SLUICE_E_BUSY : SLUICE_OK;
        case Mood::not_written_take:
        case Mood::not_written_busy:
            event.kind = SLUICE_EVENT_NOT_WRITTEN;
            report(id, lane, event);
            return mood == Mood::not_written_busy ? SLUICE_E_BUSY : SLUICE_OK;
        case Mood::cancel_inside:
        case Mood::cancel_inside_busy: {
            sluice_request request = make_request(id, SLUICE_KIND_CANCEL, 0);
            request.order_id = release.order_id == 0 ? 1 : release.order_id;
            submit(id, lane, request);
            return mood == Mood::cancel_inside ? SLUICE_OK : SLUICE_E_BUSY;
        }
        case Mood::control_inside:
            if (api_->engine_stop(engine_, SLUICE_STOP_ABANDON, nullptr) != SLUICE_E_STATE)
                say("engine_stop inside a callback was not refused");
            if (api_->poll(engine_, id, 0, 1) != SLUICE_E_STATE) say("poll inside a callback was not refused");
            return SLUICE_OK;
    }
    return SLUICE_OK;
}

void Gateway::engage(const sluice_kill_scope &scope) {
    Entry seen = entry(What::kill_engage, scope.venue_id);
    seen.scope = scope;
    seen.answer = kill_->engage(engine_, &scope, nullptr);
    keep(seen);
    drive();
}

void Gateway::clear(const sluice_kill_scope &scope) {
    Entry seen = entry(What::kill_clear, scope.venue_id);
    seen.scope = scope;
    seen.answer = kill_->clear(engine_, &scope, nullptr);
    keep(seen);
    drive();
}

void Gateway::breaker(uint32_t id, uint32_t lane, uint32_t action) {
    sluice_lane *handle = lane == kWholeVenue ? nullptr : venue(id).lanes[lane].handle;
    Entry seen = entry(action == 1 ? What::force_open : What::breaker_reset, id, lane);
    if (action == 0) {
        breaker_->trip(engine_, id, handle, nullptr);
    } else {
        seen.answer = action == 1 ? breaker_->force_open(engine_, id, handle, nullptr)
                                  : breaker_->reset(engine_, id, handle, nullptr);
        keep(seen);
    }
    // These calls have no time of their own: the engine reads the clock.
    venue(id).last_ns = std::max(venue(id).last_ns, clock_ns_);
    drive();
}

void Gateway::open_lane(uint32_t id, uint32_t lane) {
    LaneSeen &seen = venue(id).lanes[lane];
    const std::string name = "lane" + std::to_string(++openings_);
    sluice_lane *handle = nullptr;
    const sluice_status status = api_->lane_open(engine_, id, name.data(), name.size(), &handle, nullptr);
    if (status == SLUICE_E_FULL) return;  // its drops are still owed
    if (status != SLUICE_OK) say("lane_open failed: " + std::to_string(status));
    seen = {handle, openings_, false};
    keep(entry(What::lane_open, id, lane));
}

void Gateway::close_lane(uint32_t id, uint32_t lane) {
    LaneSeen &seen = venue(id).lanes[lane];
    if (api_->lane_close(seen.handle, nullptr) != SLUICE_OK) return;
    seen.is_up = false;
    keep(entry(What::lane_close, id, lane));
    drive();
}

void Gateway::lane_event(uint32_t id, uint32_t lane, uint32_t kind) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    if (report(id, lane, event) != SLUICE_OK) return;
    if (kind == SLUICE_EVENT_LANE_UP) venue(id).lanes[lane].is_up = true;
    if (kind == SLUICE_EVENT_LANE_DOWN) venue(id).lanes[lane].is_up = false;
}

void Gateway::reload(uint32_t id, uint32_t limit, const sluice_limit_numbers &numbers) {
    const std::string name = "l" + std::to_string(limit);
    uint32_t limit_id = 0;
    if (limits_->find(engine_, id, name.data(), name.size(), &limit_id, nullptr) != SLUICE_OK) {
        say("limits find: no limit " + name);
        return;
    }
    Entry seen = entry(What::reload, id);
    seen.limit = limit;
    seen.numbers = numbers;
    seen.answer = limits_->reload(engine_, limit_id, &numbers, nullptr);
    keep(seen);
    drive();
}

void Gateway::settle() {
    for (VenueSeen &seen : venues_)
        seen.moods.clear();
    for (uint32_t id = 1; id <= venue_count(); ++id) {
        for (uint32_t lane = 0; lane < kLanes; ++lane) {
            if (!is_driven_) poll(id, 10'000);
            lane_event(id, lane, SLUICE_EVENT_LANE_UP);
        }
    }
    // Long enough for every pause, time-out and window there is, one after another.
    for (int round = 0; round < 400 && fault_.empty(); ++round) {
        answer_all();
        if (!is_driven_) poll(0, 10'000);
        if (is_driven_) drive();
        advance(kMs * (round < 300 ? 3 : 300));
    }
    keep(entry(What::settled, 0));
}

void Gateway::stop() {
    if (engine_ == nullptr || is_stopped_) return;
    keep(entry(What::stop, 0));
    for (int round = 0; round < 100; ++round) {
        is_stopped_ = api_->engine_stop(engine_, SLUICE_STOP_ABANDON, nullptr) == SLUICE_OK;
        if (is_stopped_) break;
        answer_all();
        poll(0, 10'000);
        clock_ns_ += 50 * kMs;
    }
    if (!is_stopped_) say("engine_stop(ABANDON) never finishes");
    keep(entry(What::end, 0));
}

}  // namespace property
