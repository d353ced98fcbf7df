#include "trial_gateway.hpp"

#include <chrono>
#include <ctime>
#include <thread>

#include "sluice/cpp/loader.hpp"

namespace hostcheck_test {

namespace {

constexpr int kStopRoundsMax = 5'000;

}  // namespace

TrialGateway::TrialGateway(const std::string &hostcheck, Mistake mistake)
    : mistake_(mistake),
      plugin_(sluice::Plugin::load(HOSTCHECK_PATH)),
      engine_(plugin_, callbacks(), R"({"version": 1, "venues": [{"name": "SIM"}], "hostcheck": )" + hostcheck + "}") {
    const std::uint32_t venue = engine_.intern(SLUICE_NAME_VENUE, "SIM");
    for (sluice::Lane &lane : lanes_) {
        lane = engine_.open_lane(venue, &lane == lanes_ ? "one" : "two");
        report(lane.get(), SLUICE_EVENT_LANE_UP, 0);
    }
}

sluice_host TrialGateway::callbacks() {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = this;
    host.release = [](void *context, const sluice_release *release) {
        return static_cast<TrialGateway *>(context)->release(*release);
    };
    host.wake = [](void *context, std::uint32_t, std::uint64_t due_ns) {
        if (sluice::Pump *pump = static_cast<TrialGateway *>(context)->pump_for_wake_.load()) pump->wake(due_ns);
    };
    host.log = [](void *context, std::int32_t, const char *text, std::size_t length) {
        auto *self = static_cast<TrialGateway *>(context);
        const std::lock_guard guard(self->mutex_);
        self->log_.emplace_back(text, length);
    };
    return host;
}

// True for this mistake, once in so many times.
bool TrialGateway::makes(Mistake mistake, int odds) {
    return mistake_ == mistake && ++turns_ % odds == 0;
}

void TrialGateway::report(sluice_lane *lane, std::uint32_t kind, std::uint64_t grant, std::uint64_t time_ns) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.grant = grant;
    event.time_ns = time_ns;
    engine_.table().report(lane, &event, 0);
}

void TrialGateway::sent(sluice_lane *lane, std::uint64_t grant) {
    if (makes(Mistake::forgets_written, 10)) return;
    if (makes(Mistake::reports_on_other_lane, 10)) lane = lane == lanes_[0].get() ? lanes_[1].get() : lanes_[0].get();
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const auto now_ns =
        static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
    report(
        lane, SLUICE_EVENT_WRITTEN, grant, makes(Mistake::reports_future_time, 10) ? now_ns + 1'000'000'000u : now_ns);
    if (makes(Mistake::reports_twice, 10)) report(lane, SLUICE_EVENT_WRITTEN, grant);
    report(lane, SLUICE_EVENT_ACKED, grant);
}

sluice_status TrialGateway::release(const sluice_release &release) {
    const bool is_busy = release.action == SLUICE_RELEASE_SEND && ++turns_ % 17 == 0;
    if (is_busy && mistake_ != Mistake::forgets_grant_of_busy) return SLUICE_E_BUSY;
    {
        const std::lock_guard guard(mutex_);
        if (waiting_.erase(release.ticket) == 0 && !is_busy)
            fault_ = "ticket " + std::to_string(release.ticket) + " was released and is not held";
    }
    ++releases_;
    // A send that takes its time, so that the second thread finds the first one inside.
    if (mistake_ == Mistake::polls_from_two_threads) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (makes(Mistake::controls_in_callback, 3)) engine_.table().engine_stop(engine_.get(), SLUICE_STOP_DRAIN, nullptr);
    if (release.action != SLUICE_RELEASE_SEND) ++drops_;
    if (release.action == SLUICE_RELEASE_SEND || mistake_ == Mistake::sends_what_was_dropped)
        sent(release.lane, release.grant);
    return is_busy ? SLUICE_E_BUSY : SLUICE_OK;
}

void TrialGateway::submit(const sluice::Lane &lane, sluice_request request) {
    request.ticket = next_ticket_++;
    if (makes(Mistake::reuses_ticket, 3)) request.ticket = 1'000'000;
    if (makes(Mistake::names_no_order, 5)) request.order_id = 0;
    if (makes(Mistake::forgets_struct_size, 5)) request.struct_size = 0;
    {
        const std::lock_guard guard(mutex_);
        waiting_[request.ticket] = 1;
    }
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    engine_.table().submit(lane.get(), &request, 0, &verdict);
    const std::uint32_t action = sluice::action_of(verdict, request.kind);
    if (action == SLUICE_ACTION_HELD) return;
    {
        const std::lock_guard guard(mutex_);
        if (waiting_.erase(request.ticket) == 0 && mistake_ == Mistake::none)
            fault_ = "ticket " + std::to_string(request.ticket) + " was released and not HELD";
    }
    if (action == SLUICE_ACTION_SEND) sent(lane.get(), verdict.grant);
}

void TrialGateway::run(int requests) {
    sluice::PumpOptions options;
    options.wait = sluice::PumpWait::kYield;
    sluice::Pump pump(engine_, SLUICE_VENUE_ALL, options);
    pump_for_wake_ = &pump;
    pump.start();
    std::thread second_pump;
    std::atomic<bool> is_over{false};
    if (mistake_ == Mistake::polls_from_two_threads) {
        second_pump = std::thread([&] {
            while (!is_over)
                engine_.poll(1, 0, 8);
        });
    }
    for (int count = 0; count < requests; ++count) {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = count % 5 == 3 ? SLUICE_KIND_REPLACE : count % 5 == 4 ? SLUICE_KIND_CANCEL : SLUICE_KIND_NEW;
        request.order_id = 1 + static_cast<std::uint64_t>(count - (request.kind == SLUICE_KIND_NEW ? 0 : count % 3));
        submit(lanes_[count / 7 % 2], request);
        if (makes(Mistake::polls_without_budget, 20)) engine_.poll(1, 0, 0);
    }
    stop();
    is_over = true;
    if (second_pump.joinable()) second_pump.join();
    pump.stop();
    pump_for_wake_ = nullptr;
    const std::lock_guard guard(mutex_);
    if (mistake_ == Mistake::none && !waiting_.empty())
        fault_ = "ticket " + std::to_string(waiting_.begin()->first) + " was HELD and never released";
}

void TrialGateway::stop() {
    const sluice_api_v1 &table = engine_.table();
    if (mistake_ == Mistake::destroys_before_stop) table.engine_destroy(engine_.get(), nullptr);
    int rounds = 0;
    for (; rounds < kStopRoundsMax && !engine_.stop(SLUICE_STOP_DRAIN); ++rounds)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (rounds == kStopRoundsMax) fault_ = "the engine never stops";
    table.engine_destroy(engine_.get(), nullptr);
}

std::vector<std::string> TrialGateway::summary() const {
    const std::lock_guard guard(mutex_);
    return log_;
}

bool TrialGateway::kept_contract() const {
    return was_told("the host kept the contract");
}

bool TrialGateway::was_told(const std::string &breach) const {
    for (const std::string &line : summary()) {
        if (line.find(breach) != std::string::npos) return true;
    }
    return false;
}

}  // namespace hostcheck_test
