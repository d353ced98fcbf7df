// The checks around the real plugin: a gateway with a pump that does all as it should is told of nothing, and what only
// the real plugin calls is judged too.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "sluice/cpp/checked.hpp"
#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/pump.hpp"

namespace {

using sluice::Checked;
using sluice::Engine;
using sluice::Lane;
using sluice::Misuse;
using sluice::Plugin;
using sluice::Pump;
using sluice::PumpOptions;

const char *const kConfig = R"({"version": 1, "venues": [{"name": "SIM", "limits": [{"name": "messages",
    "shape": "sliding_window", "scope": "venue", "limit": 20, "window_ms": 10}]}]})";

// A machine that is busy may stop a thread for a second between a grant and the report of its write.
sluice::CheckedOptions patient() {
    sluice::CheckedOptions options;
    options.grant_patience_ns = options.poll_patience_ns = 60000000000;
    return options;
}

class Gateway {
public:
    Gateway(const Plugin &plugin, std::atomic<int> &released)
        : released_(released),
          engine_(plugin, callbacks(*this), kConfig),
          pump_(new Pump(engine_, SLUICE_VENUE_ALL, PumpOptions())),
          lane_(engine_.open_lane(engine_.intern(SLUICE_NAME_VENUE, "SIM"), "A")) {
        pump_->start();
        report(SLUICE_EVENT_LANE_UP, 0);
    }
    ~Gateway() {
        while (!engine_.stop(SLUICE_STOP_DRAIN))
            std::this_thread::yield();
        pump_->stop();
    }

    void send(uint64_t ticket, uint32_t kind) {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = kind;
        request.ticket = ticket;
        request.order_id = ticket;
        const sluice_verdict verdict = lane_.submit(request);
        if (verdict.action == SLUICE_ACTION_SEND) written(verdict.grant);
    }
    void send_batch(uint64_t first_ticket) {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = SLUICE_KIND_QUERY;
        std::vector<sluice_request> requests(4, request);
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        std::vector<sluice_verdict> verdicts(requests.size(), verdict);
        for (sluice_request &each : requests)
            each.ticket = first_ticket++;
        const sluice_ext_batch *batch = engine_.extension<sluice_ext_batch>();
        ASSERT_NE(batch, nullptr);
        batch->submit_many(lane_.get(), requests.data(), 4, 0, verdicts.data());
        for (const sluice_verdict &each : verdicts) {
            if (each.action == SLUICE_ACTION_SEND) written(each.grant);
        }
    }

private:
    static sluice_host callbacks(Gateway &self) {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = &self;
        host.release = [](void *context, const sluice_release *release) -> sluice_status {
            Gateway &gateway = *static_cast<Gateway *>(context);
            ++gateway.released_;
            if (release->action == SLUICE_RELEASE_SEND) gateway.written(release->grant);
            return SLUICE_OK;
        };
        host.log = [](void *, int32_t, const char *text, size_t) { ADD_FAILURE() << text; };
        host.wake = [](void *context, uint32_t, uint64_t due_ns) {
            static_cast<Gateway *>(context)->pump_->wake(due_ns);
        };
        return host;
    }
    void written(uint64_t grant) {
        report(SLUICE_EVENT_WRITTEN, grant);
        report(SLUICE_EVENT_ACKED, grant);
    }
    void report(uint32_t kind, uint64_t grant) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = kind;
        event.grant = grant;
        EXPECT_EQ(lane_.report(event), SLUICE_OK);
    }

    std::atomic<int> &released_;
    Engine engine_;
    std::unique_ptr<Pump> pump_;
    Lane lane_;  // gone before the pump: closing it wakes
};

}  // namespace

TEST(CheckedGateway, with_a_pump_and_two_threads_is_told_of_nothing) {
    Checked checked(Plugin::load(SLUICE_PLUGIN_PATH), patient());
    std::atomic<int> released{0};
    {
        Gateway gateway(checked.plugin(), released);
        std::thread other([&gateway] {
            for (uint64_t ticket = 1; ticket <= 200; ++ticket)
                gateway.send(ticket, SLUICE_KIND_NEW);
        });
        for (uint64_t ticket = 1001; ticket <= 1200; ++ticket)
            gateway.send(ticket, SLUICE_KIND_QUERY);
        for (uint64_t ticket = 2000; ticket < 2100; ticket += 4)
            gateway.send_batch(ticket);
        other.join();
    }
    EXPECT_EQ(checked.total(), 0u) << checked.last();
    EXPECT_GT(released.load(), 0) << "nothing was held, so nothing was shown";
}

TEST(CheckedGateway, call_of_the_plugin_by_the_clock) {
    Checked checked(Plugin::load(SLUICE_PLUGIN_PATH), patient());
    const Plugin plugin = checked.plugin();
    std::function<void()> on_clock;
    sluice_host host = SLUICE_HOST_INIT;
    host.context = &on_clock;
    host.release = [](void *, const sluice_release *) -> sluice_status { return SLUICE_OK; };
    host.now_ns = [](void *context) -> uint64_t {
        std::function<void()> call;
        call.swap(*static_cast<std::function<void()> *>(context));
        if (call) call();
        return 1000000000000;
    };
    {
        Engine engine(plugin, host, kConfig);
        // Any function is too much, because the clock may be read under the plugin's lock.
        on_clock = [&engine] { engine.intern(SLUICE_NAME_OWNER, "desk"); };
        engine.intern(SLUICE_NAME_OWNER, "other");
        engine.poll(SLUICE_VENUE_ALL, 0, 1);
    }
    EXPECT_EQ(checked.count(Misuse::kCallback), 1u);
    EXPECT_EQ(checked.total(), 1u) << checked.last();
    EXPECT_NE(checked.last().find("intern() is called from inside now_ns()"), std::string::npos) << checked.last();
}

TEST(CheckedGateway, control_calls_of_extensions_in_a_callback) {
    Checked checked(Plugin::load(SLUICE_PLUGIN_PATH), patient());
    const Plugin plugin = checked.plugin();
    std::function<void()> on_release;
    sluice_host host = SLUICE_HOST_INIT;
    host.context = &on_release;
    host.release = [](void *context, const sluice_release *) -> sluice_status {
        (*static_cast<std::function<void()> *>(context))();
        return SLUICE_OK;
    };
    {
        Engine engine(plugin, host, kConfig);
        const sluice_ext_kill *kill = engine.extension<sluice_ext_kill>();
        const sluice_ext_breaker *breaker = engine.extension<sluice_ext_breaker>();
        const sluice_ext_limits *limits = engine.extension<sluice_ext_limits>();
        ASSERT_TRUE(kill && breaker && limits);
        sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
        sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
        EXPECT_EQ(kill->engage(engine.get(), &scope, nullptr), SLUICE_OK);
        EXPECT_EQ(kill->clear(engine.get(), &scope, nullptr), SLUICE_OK);
        EXPECT_EQ(checked.total(), 0u) << checked.last();

        on_release = [&] {
            EXPECT_EQ(kill->clear(engine.get(), &scope, nullptr), SLUICE_E_STATE);
            EXPECT_EQ(breaker->reset(engine.get(), 1, nullptr, nullptr), SLUICE_E_STATE);
            EXPECT_EQ(breaker->disable(engine.get(), 1, nullptr, nullptr), SLUICE_E_STATE);
            EXPECT_EQ(limits->reload(engine.get(), 1, &numbers, nullptr), SLUICE_E_STATE);
            EXPECT_EQ(breaker->trip(engine.get(), 1, nullptr, nullptr), SLUICE_OK);
        };
        // A cancel is held while the lane is down, and dropped when that is closed.
        Lane lane = engine.open_lane(1, "A");
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = SLUICE_KIND_CANCEL;
        request.ticket = request.order_id = 1;
        EXPECT_EQ(lane.submit(request).action, uint32_t{SLUICE_ACTION_HELD});
        lane.close();
        EXPECT_EQ(engine.poll(SLUICE_VENUE_ALL, 0, 10), 1);
    }
    EXPECT_EQ(checked.count(Misuse::kCallback), 4u);
    EXPECT_EQ(checked.total(), 4u) << checked.last();
}
