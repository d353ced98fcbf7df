#include "sluice/cpp/pump.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>
#include <sstream>

#include "sluice/cpp/fake.hpp"

namespace {

using sluice::Engine;
using sluice::FakePlugin;
using sluice::Plugin;
using sluice::Pump;
using sluice::PumpOptions;
using sluice::PumpWait;

uint64_t clock_ns() {
    return static_cast<uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count());
}

sluice_host empty_host() {
    sluice_host host = SLUICE_HOST_INIT;
    host.release = [](void *, const sluice_release *) -> sluice_status { return SLUICE_OK; };
    host.wake = [](void *, uint32_t, uint64_t) {};
    return host;
}

class PumpTest : public testing::Test {
protected:
    PumpTest() : engine_(Plugin::from_table(fake_.table()), empty_host(), "{}") {
        fake_.on_poll = [this] {
            std::lock_guard<std::mutex> lock(mutex_);
            poll_times_.push_back(clock_ns());
            polled_.notify_all();
            return 0;
        };
    }

    // Waits until the engine was polled so often; the time of that poll, or 0 after two seconds.
    uint64_t wait_for_poll(std::size_t count) {
        std::unique_lock<std::mutex> lock(mutex_);
        const bool is_there =
            polled_.wait_for(lock, std::chrono::seconds(2), [&] { return poll_times_.size() >= count; });
        return is_there ? poll_times_[count - 1] : 0;
    }
    std::size_t polls() {
        std::lock_guard<std::mutex> lock(mutex_);
        return poll_times_.size();
    }

    FakePlugin fake_;
    Engine engine_;
    std::mutex mutex_;
    std::condition_variable polled_;
    std::vector<uint64_t> poll_times_;
};

TEST_F(PumpTest, parked_pump_sleeps_until_it_is_woken) {
    Pump pump(engine_, FakePlugin::kVenue, PumpOptions());
    pump.start();
    ASSERT_NE(wait_for_poll(1), 0u);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(polls(), 1u) << "nothing was due";
    const uint64_t woken_ns = clock_ns();
    pump.wake(0);
    EXPECT_GE(wait_for_poll(2), woken_ns);
}

TEST_F(PumpTest, parked_pump_polls_when_due_and_not_before) {
    Pump pump(engine_, FakePlugin::kVenue, PumpOptions());
    pump.start();
    ASSERT_NE(wait_for_poll(1), 0u);
    const uint64_t due_ns = clock_ns() + 30000000;
    pump.wake(due_ns);
    const uint64_t polled_ns = wait_for_poll(2);
    EXPECT_GE(polled_ns, due_ns);
    // Other processes may run on this machine; a pump that forgets its time oversleeps by far more.
    EXPECT_LT(polled_ns, due_ns + 500000000);
}

TEST_F(PumpTest, a_later_wake_does_not_put_off_an_earlier_one) {
    Pump pump(engine_, FakePlugin::kVenue, PumpOptions());
    pump.start();
    ASSERT_NE(wait_for_poll(1), 0u);
    const uint64_t due_ns = clock_ns() + 20000000;
    pump.wake(due_ns);
    pump.wake(due_ns + 10000000000);
    EXPECT_GE(wait_for_poll(2), due_ns);
}

// Every round wakes the pump at a moment that falls anywhere between its poll and its sleep. One lost wake-up would
// hang the round for two seconds and fail it.
TEST_F(PumpTest, loses_no_wake_up_of_many) {
    Pump pump(engine_, FakePlugin::kVenue, PumpOptions());
    pump.start();
    std::size_t seen = 1;
    ASSERT_NE(wait_for_poll(seen), 0u);
    for (int round = 0; round < 5000; ++round) {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            seen = poll_times_.size();
        }
        for (volatile int spin = 0; spin < (round * 7) % 600; spin = spin + 1) {
        }
        pump.wake(0);
        ASSERT_NE(wait_for_poll(seen + 1), 0u) << "round " << round;
    }
}

TEST_F(PumpTest, does_not_burn_the_processor_when_the_engine_claims_to_be_due_for_ever) {
    fake_.on_next_due = [] { return uint64_t(0); };
    Pump pump(engine_, FakePlugin::kVenue, PumpOptions());
    const uint64_t begin_ns = clock_ns();
    pump.start();
    EXPECT_NE(wait_for_poll(1000), 0u);
    pump.stop();
    // 17 polls in a row at most, then a pause of a millisecond; held against the time that it really had.
    const uint64_t elapsed_ms = (clock_ns() - begin_ns) / 1000000;
    EXPECT_LT(polls(), 20 * (elapsed_ms + 2));
}

TEST_F(PumpTest, polls_again_at_once_while_the_budget_is_used_up) {
    const std::shared_ptr<std::atomic<int>> left = std::make_shared<std::atomic<int>>(50);
    fake_.on_poll = [this, left] {
        std::lock_guard<std::mutex> lock(mutex_);
        poll_times_.push_back(clock_ns());
        polled_.notify_all();
        return left->fetch_sub(1) > 1 ? 8 : 0;
    };
    PumpOptions options;
    options.budget = 8;
    Pump pump(engine_, FakePlugin::kVenue, options);
    pump.start();
    EXPECT_NE(wait_for_poll(50), 0u);
    pump.stop();
    EXPECT_EQ(polls(), 50u);
}

TEST_F(PumpTest, calls_before_poll_and_keeps_its_time) {
    std::atomic<uint64_t> due_ns{clock_ns() + 20000000};
    PumpOptions options;
    options.before_poll = [&due_ns](uint64_t now_ns) {
        return now_ns < due_ns.load() ? due_ns.load() : uint64_t(SLUICE_NEVER);
    };
    Pump pump(engine_, FakePlugin::kVenue, options);
    pump.start();
    EXPECT_GE(wait_for_poll(2), due_ns.load());
    pump.stop();
    EXPECT_EQ(polls(), 2u);
}

TEST_F(PumpTest, thread_is_named_and_takes_no_signals) {
    std::atomic<int> thread_id{0};
    PumpOptions options;
    options.name = "sluice-a-very-long-venue-name";
    options.before_poll = [&thread_id](uint64_t) {
        thread_id.store(static_cast<int>(syscall(SYS_gettid)));
        return uint64_t(SLUICE_NEVER);
    };
    Pump pump(engine_, FakePlugin::kVenue, options);
    pump.start();
    ASSERT_NE(wait_for_poll(1), 0u);
    const std::string task = "/proc/self/task/" + std::to_string(thread_id.load());
    std::string name;
    for (int attempt = 0; attempt < 100 && name != "sluice-a-very-l"; ++attempt) {
        std::getline(std::ifstream(task + "/comm"), name);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(name, "sluice-a-very-l");
    std::stringstream status;
    status << std::ifstream(task + "/status").rdbuf();
    const std::string::size_type at = status.str().find("SigBlk:");
    ASSERT_NE(at, std::string::npos);
    const uint64_t blocked = std::stoull(status.str().substr(at + 7), nullptr, 16);
    for (const int signal : {SIGTERM, SIGINT, SIGPIPE, SIGUSR1}) {
        EXPECT_TRUE(blocked & (uint64_t(1) << (signal - 1))) << signal;
    }
}

TEST_F(PumpTest, starts_and_stops_again_in_every_wait_policy) {
    for (const PumpWait wait : {PumpWait::kPark, PumpWait::kYield, PumpWait::kSpin}) {
        PumpOptions options;
        options.wait = wait;
        Pump pump(engine_, SLUICE_VENUE_ALL, options);
        for (int round = 0; round < 3; ++round) {
            const std::size_t before = polls();
            pump.start();
            EXPECT_NE(wait_for_poll(before + 1), 0u);
            pump.wake(0);
            EXPECT_NE(wait_for_poll(before + 2), 0u);
            pump.stop();
            EXPECT_FALSE(pump.is_running());
        }
    }
}

TEST_F(PumpTest, says_what_is_wrong_with_its_options) {
    PumpOptions options;
    options.budget = 0;
    EXPECT_THROW(Pump(engine_, 0, options), sluice::failure);
    options.budget = 1;
    options.cpu = 1000;
    Pump pump(engine_, 0, options);
    EXPECT_THROW(pump.start(), sluice::failure);
    EXPECT_FALSE(pump.is_running());
}

}  // namespace
