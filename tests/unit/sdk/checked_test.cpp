// Each misuse is planted once and told of once, by a line that names the call and the value.
#include "sluice/cpp/checked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/fake.hpp"

namespace {

using sluice::Checked;
using sluice::CheckedOptions;
using sluice::FakePlugin;
using sluice::Misuse;
using sluice::Plugin;
using testing::HasSubstr;

constexpr uint64_t kSecondNs = 1000000000;

// A gateway over a checked fake, by the C table, so that every mistake can be made.
class CheckedTest : public testing::Test {
protected:
    static CheckedOptions options() {
        CheckedOptions options;
        options.poll_patience_ns = 1000000;
        return options;
    }

    CheckedTest()
        : checked_(Plugin::from_table(fake_.table()), options()), plugin_(checked_.plugin()), api_(plugin_.table()) {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = this;
        host.release = [](void *context, const sluice_release *release) {
            CheckedTest &self = *static_cast<CheckedTest *>(context);
            return self.on_release ? self.on_release(*release) : SLUICE_OK;
        };
        host.wake = [](void *context, uint32_t, uint64_t) {
            CheckedTest &self = *static_cast<CheckedTest *>(context);
            if (self.on_wake) self.on_wake();
        };
        host.log = [](void *context, int32_t level, const char *text, size_t length) {
            CheckedTest &self = *static_cast<CheckedTest *>(context);
            const std::lock_guard<std::mutex> lock(self.mutex_);
            if (level == SLUICE_LOG_HOST) self.lines_.push_back(std::string(text, length));
        };
        host.now_ns = [](void *context) { return static_cast<CheckedTest *>(context)->clock_ns_; };
        EXPECT_EQ(api_.engine_create(&host, "{}", 2, &engine_, nullptr), SLUICE_OK);
        EXPECT_EQ(api_.lane_open(engine_, FakePlugin::kVenue, "A", 1, &lane_, nullptr), SLUICE_OK);
        report(SLUICE_EVENT_LANE_UP);
    }
    ~CheckedTest() override {
        on_release = nullptr;
        if (!is_destroyed_) destroy();
    }

    void destroy() {
        while (api_.engine_stop(engine_, SLUICE_STOP_ABANDON, nullptr) == SLUICE_E_BUSY)
            api_.poll(engine_, SLUICE_VENUE_ALL, clock_ns_, 100);
        EXPECT_EQ(api_.engine_destroy(engine_, nullptr), SLUICE_OK);
        is_destroyed_ = true;
    }

    sluice_verdict submit(uint64_t ticket) {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = SLUICE_KIND_NEW;
        request.ticket = request.order_id = ticket;
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        api_.submit(lane_, &request, clock_ns_, &verdict);
        return verdict;
    }
    sluice_verdict submit_held(uint64_t ticket) {
        fake_.answer_next(FakePlugin::held());
        return submit(ticket);
    }
    sluice_status report(uint32_t kind, uint64_t grant = 0, uint64_t order_id = 0) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = kind;
        event.grant = grant;
        event.order_id = order_id;
        return api_.report(lane_, &event, clock_ns_);
    }
    int32_t poll() { return api_.poll(engine_, SLUICE_VENUE_ALL, clock_ns_, 100); }

    // Told of once, and of nothing else.
    void expect_one(Misuse misuse, const std::string &part) {
        EXPECT_EQ(checked_.count(misuse), 1u);
        EXPECT_EQ(checked_.total(), 1u) << checked_.last();
        const std::lock_guard<std::mutex> lock(mutex_);
        ASSERT_EQ(lines_.size(), 1u);
        EXPECT_THAT(lines_[0], HasSubstr(part));
    }

    FakePlugin fake_;
    Checked checked_;
    const Plugin plugin_;
    const sluice_api_v1 &api_;
    sluice_engine *engine_ = nullptr;
    sluice_lane *lane_ = nullptr;
    uint64_t clock_ns_ = 1000 * kSecondNs;
    bool is_destroyed_ = false;
    std::function<sluice_status(const sluice_release &)> on_release;
    std::function<void()> on_wake;
    std::mutex mutex_;
    std::vector<std::string> lines_;
};

TEST_F(CheckedTest, says_nothing_of_correct_use) {
    on_release = [this](const sluice_release &release) {
        if (release.action == SLUICE_RELEASE_SEND) report(SLUICE_EVENT_WRITTEN, release.grant);
        return SLUICE_OK;
    };
    for (uint64_t ticket = 1; ticket <= 100; ++ticket) {
        const sluice_verdict verdict = submit(ticket);
        report(SLUICE_EVENT_WRITTEN, verdict.grant);
        report(SLUICE_EVENT_TIMED_OUT, verdict.grant);
        report(SLUICE_EVENT_ACKED, verdict.grant);
        report(SLUICE_EVENT_DONE, 0, ticket);
        submit_held(1000 + ticket);
        fake_.release(1000 + ticket);
        clock_ns_ += kSecondNs / 10;
        EXPECT_EQ(poll(), 1);
        submit_held(1000 + ticket);
        fake_.drop(1000 + ticket, SLUICE_REASON_EXPIRED);
        EXPECT_EQ(poll(), 1);
    }
    EXPECT_EQ(api_.lane_close(lane_, nullptr), SLUICE_OK);
    destroy();
    EXPECT_EQ(checked_.total(), 0u) << checked_.last();
}

TEST_F(CheckedTest, struct_without_size) {
    const sluice_request request = {};
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    api_.submit(lane_, &request, clock_ns_, &verdict);
    expect_one(Misuse::kStruct, "submit(): request.struct_size is 0, begin with SLUICE_REQUEST_INIT");
}

TEST_F(CheckedTest, error_struct_without_size) {
    sluice_error error = {};
    api_.engine_stop(engine_, SLUICE_STOP_DRAIN, &error);
    expect_one(Misuse::kStruct, "engine_stop(): error.struct_size is 0");
}

TEST_F(CheckedTest, done_without_an_order) {
    report(SLUICE_EVENT_DONE);
    expect_one(Misuse::kStruct, "DONE has order_id 0");
}

TEST_F(CheckedTest, lane_that_was_never_given) {
    lane_ = nullptr;
    EXPECT_EQ(submit(1).action, uint32_t{SLUICE_ACTION_REFUSED});
    expect_one(Misuse::kHandle, "submit() gets a null lane");
}

TEST_F(CheckedTest, lane_after_its_end) {
    EXPECT_EQ(api_.lane_close(lane_, nullptr), SLUICE_OK);
    report(SLUICE_EVENT_TRANSPORT_ERROR);
    expect_one(Misuse::kHandle, "report() gets a lane that is closed");
}

TEST_F(CheckedTest, engine_after_its_end) {
    destroy();
    EXPECT_EQ(poll(), SLUICE_E_ARGUMENT);
    EXPECT_EQ(checked_.count(Misuse::kHandle), 1u);
    EXPECT_THAT(checked_.last(), HasSubstr("poll() gets an engine that is destroyed"));
    EXPECT_TRUE(lines_.empty()) << "the log of a host that has gone is not called";
}

TEST_F(CheckedTest, lane_may_be_closed_after_its_engine) {
    destroy();
    api_.lane_close(lane_, nullptr);
    EXPECT_EQ(checked_.total(), 0u) << checked_.last();
}

TEST_F(CheckedTest, destroyed_before_it_was_stopped) {
    EXPECT_EQ(api_.engine_destroy(engine_, nullptr), SLUICE_E_STATE);
    expect_one(Misuse::kOrder, "engine_destroy() comes before engine_stop() has answered OK");
}

TEST_F(CheckedTest, stopped_for_ever_without_a_poll) {
    submit_held(1);
    for (int attempt = 0; attempt < 3; ++attempt) {
        EXPECT_EQ(api_.engine_stop(engine_, SLUICE_STOP_DRAIN, nullptr), SLUICE_E_BUSY);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    expect_one(Misuse::kOrder, "nobody polls");
}

TEST_F(CheckedTest, control_call_in_a_callback) {
    on_release = [this](const sluice_release &) {
        api_.lane_close(lane_, nullptr);
        return SLUICE_OK;
    };
    submit_held(1);
    fake_.drop(1, SLUICE_REASON_KILLED);
    poll();
    expect_one(Misuse::kCallback, "lane_close() is called from inside release()");
}

TEST_F(CheckedTest, poll_in_wake) {
    submit_held(1);
    on_wake = [this] { poll(); };
    fake_.drop(1, SLUICE_REASON_KILLED);
    expect_one(Misuse::kCallback, "poll() is called from inside wake()");
}

TEST_F(CheckedTest, two_threads_that_poll_one_venue) {
    std::thread other;
    on_release = [&](const sluice_release &) {
        other = std::thread([this] { poll(); });
        other.join();
        return SLUICE_OK;
    };
    submit_held(1);
    fake_.drop(1, SLUICE_REASON_KILLED);
    poll();
    expect_one(Misuse::kPoll, "poll() is called while poll() is still running on another thread");
}

TEST_F(CheckedTest, two_threads_that_poll_two_venues) {
    on_release = [&](const sluice_release &) {
        std::thread([this] { api_.poll(engine_, 2, clock_ns_, 1); }).join();
        return SLUICE_OK;
    };
    submit_held(1);
    fake_.drop(1, SLUICE_REASON_KILLED);
    api_.poll(engine_, 1, clock_ns_, 1);
    EXPECT_EQ(checked_.total(), 0u) << checked_.last();
}

TEST_F(CheckedTest, engine_destroyed_under_a_running_poll) {
    on_release = [&](const sluice_release &) {
        std::thread([this] {
            api_.engine_stop(engine_, SLUICE_STOP_DRAIN, nullptr);
            api_.engine_destroy(engine_, nullptr);
        }).join();
        return SLUICE_OK;
    };
    fake_.on_poll = [this] {
        sluice_release nothing = {};
        on_release(nothing);
        return 0;
    };
    poll();
    is_destroyed_ = true;
    EXPECT_EQ(checked_.count(Misuse::kOrder), 1u);
    EXPECT_THAT(checked_.last(), HasSubstr("engine_destroy() is called while calls of this engine run on 1 other"));
}

TEST_F(CheckedTest, exception_out_of_a_callback) {
    on_release = [](const sluice_release &) -> sluice_status { throw std::runtime_error("gateway"); };
    submit_held(1);
    fake_.release(1);
    EXPECT_EQ(poll(), 1);
    expect_one(Misuse::kCallback, "release() threw an exception");
}

TEST_F(CheckedTest, ticket_again_while_held) {
    submit_held(7);
    submit(7);
    expect_one(Misuse::kTicket, "submit(): ticket 7 is held already");
}

TEST_F(CheckedTest, ticket_again_while_taken_back) {
    submit_held(7);
    fake_.release(7);
    on_release = [](const sluice_release &) { return SLUICE_E_BUSY; };
    poll();
    submit_held(7);
    expect_one(Misuse::kTicket, "ticket 7 is held already");
}

TEST_F(CheckedTest, ticket_again_after_its_release) {
    submit_held(7);
    fake_.drop(7, SLUICE_REASON_EXPIRED);
    poll();
    submit_held(7);
    EXPECT_EQ(checked_.total(), 0u) << checked_.last();
}

TEST_F(CheckedTest, grant_written_twice) {
    const sluice_verdict verdict = submit(1);
    report(SLUICE_EVENT_WRITTEN, verdict.grant);
    report(SLUICE_EVENT_WRITTEN, verdict.grant);
    expect_one(
        Misuse::kGrant, "grant " + std::to_string(verdict.grant) + " is reported written or not written a second");
}

TEST_F(CheckedTest, grant_answered_twice) {
    const sluice_verdict verdict = submit(1);
    report(SLUICE_EVENT_WRITTEN, verdict.grant);
    report(SLUICE_EVENT_ACKED, verdict.grant);
    report(SLUICE_EVENT_REJECTED, verdict.grant);
    expect_one(Misuse::kGrant, "is answered a second time");
}

TEST_F(CheckedTest, grant_answered_that_was_not_written) {
    const sluice_verdict verdict = submit(1);
    report(SLUICE_EVENT_NOT_WRITTEN, verdict.grant);
    report(SLUICE_EVENT_ACKED, verdict.grant);
    expect_one(Misuse::kGrant, "was reported NOT_WRITTEN");
}

TEST_F(CheckedTest, grant_that_never_was) {
    report(SLUICE_EVENT_WRITTEN, 4711);
    expect_one(Misuse::kGrant, "grant 4711 was never given");
}

TEST_F(CheckedTest, write_without_a_grant) {
    report(SLUICE_EVENT_WRITTEN);
    expect_one(Misuse::kGrant, "names no grant");
}

TEST_F(CheckedTest, grant_of_which_nothing_is_heard) {
    submit(1);
    poll();
    EXPECT_EQ(checked_.total(), 0u) << checked_.last();
    clock_ns_ += 2 * kSecondNs;
    poll();
    poll();
    expect_one(Misuse::kGrant, "neither WRITTEN nor NOT_WRITTEN in time");
}

TEST_F(CheckedTest, grant_of_which_nothing_was_heard_at_the_end) {
    submit(1);
    destroy();
    expect_one(Misuse::kGrant, "before the engine was destroyed");
}

TEST_F(CheckedTest, busy_for_what_was_written) {
    on_release = [this](const sluice_release &release) {
        report(SLUICE_EVENT_WRITTEN, release.grant);
        return SLUICE_E_BUSY;
    };
    submit_held(1);
    fake_.release(1);
    poll();
    expect_one(Misuse::kGrant, "release() answers -5 for grant");
}

TEST_F(CheckedTest, time_that_goes_back) {
    clock_ns_ -= kSecondNs / 20;
    poll();
    EXPECT_EQ(checked_.total(), 0u) << "two threads may overtake each other";
    clock_ns_ -= kSecondNs;
    poll();
    expect_one(Misuse::kTime, "poll(): now_ns 998950000000 is 1050000000 ns before");
}

TEST_F(CheckedTest, time_of_another_clock) {
    api_.poll(engine_, SLUICE_VENUE_ALL, 1700000000 * kSecondNs, 1);
    expect_one(Misuse::kTime, "ahead of the engine's clock");
}

TEST_F(CheckedTest, status_that_has_no_other_name) {
    fake_.on_poll = [] { return SLUICE_E_UNKNOWN; };
    EXPECT_EQ(poll(), SLUICE_E_UNKNOWN);
    fake_.on_poll = nullptr;
    expect_one(Misuse::kStatus, "poll() answers -8");
}

TEST_F(CheckedTest, field_that_an_older_plugin_does_not_know) {
    const sluice_verdict verdict = submit(1);
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_WRITTEN;
    event.grant = verdict.grant;
    event.value = 1;
    fake_.event_bytes_known = offsetof(sluice_event, value);
    EXPECT_EQ(api_.report(lane_, &event, clock_ns_), SLUICE_E_UNKNOWN_SET);
    event.value = 0;
    EXPECT_EQ(api_.report(lane_, &event, clock_ns_), SLUICE_OK);
    EXPECT_EQ(checked_.total(), 0u) << "a host asks again without the field: " << checked_.last();
}

// A plugin whose lane_open() makes another control call, on another thread, before it returns.
class TwoControls {
public:
    static sluice_status lane_open(
        sluice_engine *engine, uint32_t, const char *, size_t, sluice_lane **lane, sluice_error *) {
        *lane = nullptr;
        std::thread([engine] { checked().table().engine_stop(engine, SLUICE_STOP_DRAIN, nullptr); }).join();
        return SLUICE_E_FULL;
    }
    static const Plugin &checked(const Plugin *now = nullptr) {
        static const Plugin *plugin = nullptr;
        if (now) plugin = now;
        return *plugin;
    }
};

TEST(CheckedRoles, two_control_calls_at_the_same_time) {
    FakePlugin fake;
    sluice_api_v1 table = fake.table();
    table.lane_open = &TwoControls::lane_open;
    Checked checked(Plugin::from_table(table));
    const Plugin plugin = checked.plugin();
    TwoControls::checked(&plugin);
    sluice_host host = SLUICE_HOST_INIT;
    host.release = [](void *, const sluice_release *) -> sluice_status { return SLUICE_OK; };
    {
        sluice::Engine engine(plugin, host, "{}");
        EXPECT_THROW(engine.open_lane(1, "A"), sluice::failure);
    }
    EXPECT_EQ(checked.count(Misuse::kControl), 1u);
    EXPECT_EQ(checked.total(), 1u);
    EXPECT_THAT(checked.last(), HasSubstr("engine_stop() is called while lane_open() is still running"));
}

TEST(CheckedPlaces, are_four_and_come_back) {
    FakePlugin fake;
    for (int round = 0; round < 3; ++round) {
        const Checked first(Plugin::from_table(fake.table()));
        const Checked second(first.plugin());
        const Checked third(second.plugin());
        EXPECT_THAT(third.plugin().build_id(), HasSubstr("(checked)"));
    }
    const std::unique_ptr<Checked> all[] = {std::unique_ptr<Checked>(new Checked(Plugin::from_table(fake.table()))),
        std::unique_ptr<Checked>(new Checked(Plugin::from_table(fake.table()))),
        std::unique_ptr<Checked>(new Checked(Plugin::from_table(fake.table()))),
        std::unique_ptr<Checked>(new Checked(Plugin::from_table(fake.table())))};
    EXPECT_THROW(Checked(Plugin::from_table(fake.table())), sluice::failure);
}

TEST_F(CheckedTest, tells_only_so_many_times_of_one_kind) {
    for (int attempt = 0; attempt < 500; ++attempt)
        report(SLUICE_EVENT_WRITTEN);
    EXPECT_EQ(checked_.count(Misuse::kGrant), 500u);
    EXPECT_EQ(lines_.size(), CheckedOptions().lines_each_max);
}

// The last one, because what such an engine uses stays behind.
TEST(CheckedLeftovers, an_engine_that_is_never_destroyed_is_told_of) {
    FakePlugin fake;
    std::string last;
    sluice_host host = SLUICE_HOST_INIT;
    host.context = &last;
    host.release = [](void *, const sluice_release *) -> sluice_status { return SLUICE_OK; };
    host.log = [](void *context, int32_t, const char *text, size_t length) {
        static_cast<std::string *>(context)->assign(text, length);
    };
    {
        const Checked checked(Plugin::from_table(fake.table()));
        sluice_engine *engine = nullptr;
        ASSERT_EQ(checked.plugin().table().engine_create(&host, "{}", 2, &engine, nullptr), SLUICE_OK);
    }
    EXPECT_THAT(last, HasSubstr("an engine was never destroyed"));
}

}  // namespace
