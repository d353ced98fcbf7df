// The same promises while several threads call at once: two that submit at one venue, a pump for each venue, and an
// operator. The clock is moved by the operator's thread, so that a run takes as long as the machine needs.
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <mutex>
#include <thread>

#include "validate/host.hpp"
#include "validate/window_judge.hpp"

namespace sluice::validate {

namespace {

constexpr uint64_t kLimit = 20;
constexpr uint64_t kWindowNs = 10 * kMs;
constexpr std::chrono::seconds kTimeMax{8};

// On a busy machine a thread may lose the processor between a grant and its write while the clock goes on, so nothing
// is given up here.
const char *const kConfig =
    R"({"version": 1, "venues": [
        {"name": "SIM", "held_max": 256, "grant_timeout_ms": 86400000, "answer_timeout_ms": 86400000,
            "limits": [{"name": "messages", "shape": "sliding_window", "scope": "venue",
            "limit": 20, "window_ms": 10, "cancel_reserve": 5}]},
        {"name": "CALM"}]})";

class ThreadRig {
public:
    ThreadRig(Judge &judge, const Plugin &plugin) : host(judge, plugin, kConfig) {
        host.is_recording = false;
        host.on_release = [this](const sluice_release &release) {
            ++releases;
            if (release.action == SLUICE_RELEASE_SEND) write(release.lane, release.grant);
            return sluice_status{SLUICE_OK};
        };
    }

    // The message leaves, and then the host says so: the time that it names is no earlier.
    void write(sluice_lane *lane, uint64_t grant) {
        {
            const std::lock_guard guard(mutex_);
            window_.left(host.now(), 1);
        }
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_WRITTEN;
        event.grant = grant;
        host.api.report(lane, &event, 0);
        event.kind = SLUICE_EVENT_ACKED;
        host.api.report(lane, &event, 0);
    }

    // True when the engine took it.
    bool submit(sluice_lane *lane, const sluice_request &request) {
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        host.book.offered(request);
        const sluice_status status = host.api.submit(lane, &request, 0, &verdict);
        if (status == SLUICE_OK) {
            host.book.decided(request, verdict);
            if (verdict.action == SLUICE_ACTION_SEND) write(lane, verdict.grant);
            return verdict.action != SLUICE_ACTION_REFUSED;
        }
        host.book.forget(request.ticket);
        host.judge.expect(status == SLUICE_E_STATE && is_stopping, "submit gave status %d", status);
        host.judge.expect(verdict.action == (is_cancel(request.kind) ? SLUICE_ACTION_SEND : SLUICE_ACTION_REFUSED),
            "submit to a stopped engine: kind %u, action %u", request.kind, verdict.action);
        return false;
    }

    // Orders, and cancels of some that were taken, tickets from `first` on; now and then of one that nobody knows.
    void offer(sluice_lane *lane, uint64_t first) {
        for (uint64_t ticket = first; !has_ended; ticket += 2) {
            const bool is_taken = submit(lane, new_order(ticket));
            if (ticket % 16'384 == 1 || (is_taken && ticket % 3 == 0)) submit(lane, cancel_of(ticket, ticket + 1));
            std::this_thread::yield();
        }
    }

    void pump(uint32_t venue_id) {
        while (!has_ended) {
            host.api.poll(host.engine, venue_id, 0, 16);
            std::this_thread::yield();
        }
    }

    void judge_window() {
        const std::lock_guard guard(mutex_);
        window_.judge(host.judge, "under two threads");
    }

    Host host;
    std::atomic<uint64_t> releases{0};
    std::atomic<bool> has_ended{false};
    std::atomic<bool> is_stopping{false};

private:
    std::mutex mutex_;
    WindowJudge window_{kLimit, kWindowNs};
};

void offer_calm(ThreadRig &rig, sluice_lane *lane) {
    for (uint64_t ticket = uint64_t{1} << 40; !rig.has_ended; ++ticket) {
        const sluice_request request = new_order(ticket);
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        rig.host.api.submit(lane, &request, 0, &verdict);
        if (!rig.host.judge.expect(verdict.action == SLUICE_ACTION_SEND,
                "trouble at another venue reached a calm one: action %u, reason %u", verdict.action, verdict.reason))
            return;
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_DONE;
        event.grant = verdict.grant;
        event.order_id = ticket;
        rig.host.api.report(lane, &event, 0);
        std::this_thread::yield();
    }
}

// Kill switch on and off, breaker trips, scrapes, a session that comes and goes; and it moves the clock.
void operate(ThreadRig &rig, uint32_t venue_id, sluice_lane *lane, int rounds) {
    Host &host = rig.host;
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    scope.venue_id = venue_id;
    std::string text(1 << 20, ' ');
    // On a busy machine the other threads get their turns too, before it is over.
    const auto begin = std::chrono::steady_clock::now();
    const auto is_tried = [&] {
        return rig.releases >= static_cast<uint64_t>(rounds / 10) ||
               std::chrono::steady_clock::now() - begin > kTimeMax;
    };
    for (int round = 0; round < rounds || !is_tried(); ++round) {
        host.advance(100'000);
        std::this_thread::yield();
        std::size_t length = 0;
        switch (round % 64) {
            case 7:
                host.kill().engage(host.engine, &scope, nullptr);
                break;
            case 9:
                host.kill().clear(host.engine, &scope, nullptr);
                break;
            case 21:
                host.breaker().trip(host.engine, venue_id, nullptr, nullptr);
                break;
            case 23:
                host.breaker().reset(host.engine, venue_id, nullptr, nullptr);
                break;
            case 33:
                host.report(lane, SLUICE_EVENT_LANE_DOWN);
                break;
            case 35:
                host.report(lane, SLUICE_EVENT_LANE_UP);
                host.breaker().reset(host.engine, venue_id, lane, nullptr);
                break;
            case 50:
                host.metrics().write_text(host.engine, text.data(), text.size(), &length, nullptr);
                break;
            default:
                break;
        }
    }
}

struct Threads {
    template <typename... Work>
    explicit Threads(Work... work) {
        (threads.emplace_back(std::move(work)), ...);
    }
    void join() {
        for (std::thread &thread : threads)
            thread.join();
        threads.clear();
    }
    std::vector<std::thread> threads;
};

void traffic(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ThreadRig rig(judge, plugin);
    const uint32_t venue = rig.host.venue("SIM");
    const uint32_t calm_venue = rig.host.venue("CALM");
    sluice_lane *one = rig.host.lane_up("SIM", "one");
    sluice_lane *two = rig.host.lane_up("SIM", "two");
    sluice_lane *calm = rig.host.lane_up("CALM", "calm");
    Threads threads([&] { rig.offer(one, 1); }, [&] { rig.offer(two, uint64_t{1} << 32); },
        [&] { offer_calm(rig, calm); }, [&] { rig.pump(venue); }, [&] { rig.pump(calm_venue); });
    operate(rig, venue, one, 4'000);
    rig.has_ended = true;
    threads.join();
    const sluice_kill_scope none = SLUICE_KILL_SCOPE_INIT;
    rig.host.kill().clear(rig.host.engine, &none, nullptr);
    rig.host.run_until(rig.host.now() + 60 * kSecondNs);
    rig.host.book.expect_none_held("all threads have ended and a minute has passed");
    rig.judge_window();
    judge.expect(
        rig.releases >= 400, "two submitters led to %" PRIu64 " releases: nothing was tried", rig.releases.load());
}

// One control thread stops while the others go on: whatever was HELD is released before OK, and nothing after it.
void stop_under_traffic(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    for (int run = 0; run < 6; ++run) {
        ThreadRig rig(judge, plugin);
        const uint32_t venue = rig.host.venue("SIM");
        sluice_lane *one = rig.host.lane_up("SIM", "one");
        sluice_lane *two = rig.host.lane_up("SIM", "two");
        Threads threads(
            [&] { rig.offer(one, 1); }, [&] { rig.offer(two, uint64_t{1} << 32); }, [&] { rig.pump(venue); });
        operate(rig, venue, one, 200);
        rig.is_stopping = true;
        const uint32_t mode = run % 2 == 0 ? SLUICE_STOP_DRAIN : SLUICE_STOP_ABANDON;
        const auto begin = std::chrono::steady_clock::now();
        bool is_stopped = false;
        while (!is_stopped && std::chrono::steady_clock::now() - begin < kTimeMax) {
            is_stopped = rig.host.stop(mode) == SLUICE_OK;
            rig.host.advance(100'000);
            usleep(50);
        }
        judge.expect(is_stopped, "engine_stop stays BUSY under traffic");
        // The books say so if a release comes from here on.
        rig.host.book.close();
        usleep(2'000);
        rig.has_ended = true;
        threads.join();
        rig.host.book.expect_none_held("engine_stop returned OK under traffic");
        rig.judge_window();
    }
}

}  // namespace

void add_thread_cases(CaseList &list) {
    list.push_back({"threads.traffic", "all invariants with two submitters, two pumps and an operator", traffic});
    list.push_back({"threads.stop_under_traffic", "a stop under traffic loses nothing", stop_under_traffic});
}

}  // namespace sluice::validate
