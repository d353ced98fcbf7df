#include "platform/tsc_clock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "platform/clock.hpp"
#include "platform/engine_clock.hpp"

namespace sluice {
namespace {

// A counter and a clock that a test turns by hand.
struct Machine {
    uint64_t ticks = 1'000'000'000;
    double time_ns = 5e9;
    double ns_per_tick = 0.4;
    uint64_t reading_ticks = 60;  // what one reading of the real clock takes
    uint64_t late_ticks = 0;      // ... and what it takes to come back with it
    uint32_t readings = 0;
    std::function<void()> during_reading;  // what another thread does between the reading and its use; once

    void run(double ns) {
        time_ns += ns;
        ticks += static_cast<uint64_t>(ns / ns_per_tick);
    }
};

struct Turned {
    Machine *machine;

    uint64_t ticks() const { return machine->ticks; }
    uint64_t monotonic_ns() const {
        ++machine->readings;
        machine->run(static_cast<double>(machine->reading_ticks) * machine->ns_per_tick);
        const auto time_ns = static_cast<uint64_t>(machine->time_ns);
        machine->run(static_cast<double>(machine->late_ticks) * machine->ns_per_tick);
        if (machine->during_reading) std::exchange(machine->during_reading, nullptr)();
        return time_ns;
    }
};

class TscClockTest : public testing::Test {
protected:
    double error_ns() { return static_cast<double>(clock.read()) - machine.time_ns; }
    void warm_up() {
        for (int reading = 0; reading < 100; ++reading) {
            clock.read();
            machine.run(1e6);
        }
    }

    Machine machine;
    TscClock<Turned> clock{Turned{&machine}};
};

TEST_F(TscClockTest, is_the_real_clock_until_it_knows_the_rate) {
    for (int reading = 0; reading < 5; ++reading) {
        EXPECT_NEAR(error_ns(), 0, 50);
        machine.run(1000);
    }
    EXPECT_EQ(machine.readings, 5u);
}

TEST_F(TscClockTest, asks_the_real_clock_once_for_each_stretch) {
    warm_up();
    machine.readings = 0;
    for (int reading = 0; reading < 100'000; ++reading) {
        ASSERT_NEAR(error_ns(), 0, 100);
        machine.run(1000);
    }
    EXPECT_NEAR(machine.readings, 25, 1) << "in a tenth of a second";
}

TEST_F(TscClockTest, follows_a_clock_that_is_slewed_and_never_steps_back) {
    warm_up();
    std::mt19937 random(7);
    uint64_t last = clock.read();
    double worst = 0;
    for (int reading = 0; reading < 300'000; ++reading) {
        // Up to 500 ppm either way, changed every now and then.
        if (random() % 20'000 == 0) machine.ns_per_tick = 0.4 * (1 + (double(random() % 1001) - 500) / 1e6);
        machine.run(double(random() % 2000));
        const uint64_t now = clock.read();
        ASSERT_GE(now, last);
        last = now;
        worst = std::max(worst, std::abs(double(now) - machine.time_ns));
    }
    EXPECT_LT(worst, 5'000);
    EXPECT_GT(worst, 0);
}

// An interrupt may come before or after the moment at which the real clock is read. One of them at the wrong side of a
// good reading makes the line jump, and a window shorter by as much.
TEST_F(TscClockTest, is_never_wrong_by_more_than_it_says_when_its_readings_are_disturbed) {
    warm_up();
    std::mt19937 random(11);
    double worst = 0;
    for (int reading = 0; reading < 300'000; ++reading) {
        if (random() % 20'000 == 0) machine.ns_per_tick = 0.4 * (1 + (double(random() % 501) - 250) / 1e6);
        machine.reading_ticks = random() % 3 == 0 ? random() % 2'000 : 60;
        machine.late_ticks = random() % 3 == 0 ? random() % 2'000 : 0;
        machine.run(double(random() % 2000));
        const double began_ns = machine.time_ns;
        const double told_ns = double(clock.read());
        // A reading that asks the real clock takes its time: any moment within is right.
        worst = std::max({worst, began_ns - told_ns, told_ns - machine.time_ns});
    }
    EXPECT_LT(worst, double(TscClock<Turned>::kErrorMaxNs));
    EXPECT_GT(worst, 100) << "the disturbance does nothing";
}

TEST_F(TscClockTest, believes_the_real_clock_after_a_pause_and_a_suspend) {
    warm_up();
    machine.run(3600e9);
    EXPECT_NEAR(error_ns(), 0, 100) << "an hour without a reading";
    warm_up();
    machine.ticks += uint64_t{1} << 44;  // the counter went on, the clock did not
    EXPECT_NEAR(error_ns(), 0, 100);
    warm_up();
    EXPECT_NEAR(error_ns(), 0, 100);
    machine.ticks = 77;  // the counter began anew
    EXPECT_NEAR(error_ns(), 0, 100);
    warm_up();
    EXPECT_NEAR(error_ns(), 0, 100);
}

TEST_F(TscClockTest, two_threads_that_align_at_the_same_moment_gain_no_time) {
    warm_up();
    for (int round = 0; round < 20; ++round) {
        machine.run(20e6);  // longer than a stretch: both find it over
        machine.during_reading = [&] { clock.read(); };
        ASSERT_NEAR(error_ns(), 0, 200);
        machine.run(1e6);
        ASSERT_NEAR(error_ns(), 0, 200);
    }
}

TEST_F(TscClockTest, lays_no_line_through_a_reading_that_was_interrupted) {
    warm_up();
    machine.reading_ticks = 1 << 20;
    for (int reading = 0; reading < 100; ++reading) {
        machine.run(1e6);
        ASSERT_NEAR(error_ns(), 0, 2e6 * machine.ns_per_tick);
    }
    machine.reading_ticks = 60;
    warm_up();
    EXPECT_NEAR(error_ns(), 0, 100);
}

TEST_F(TscClockTest, a_counter_that_stands_still_is_not_used) {
    machine.ns_per_tick = 1e12;
    machine.reading_ticks = 0;
    for (int reading = 0; reading < 100; ++reading) {
        machine.run(1e6);
        ASSERT_EQ(error_ns(), 0);
    }
    EXPECT_EQ(machine.readings, 100u);
}

TEST(EngineClock, agrees_with_the_kernels_clock_on_every_thread) {
    const EngineClock clock;
    std::atomic<uint64_t> worst_ns{0};
    const auto work = [&] {
        uint64_t last = 0;
        // Long enough for some stretches, at whose ends the threads meet.
        for (const uint64_t end_ns = monotonic_ns() + 300'000'000; monotonic_ns() < end_ns;) {
            const uint64_t before = monotonic_ns();
            const uint64_t now = clock.read();
            const uint64_t after = monotonic_ns();
            ASSERT_GE(now + 1'000'000, last);
            last = now;
            // Within a microsecond on a quiet machine; a thread may sleep between the readings.
            const uint64_t off_ns = now < before ? before - now : now > after ? now - after : 0;
            if (off_ns > worst_ns) worst_ns = off_ns;
        }
    };
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back(work);
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_LT(worst_ns.load(), 1'000'000u);
}

TEST(EngineClock, is_the_hosts_if_it_brings_one) {
    EngineClock clock;
    uint64_t time_ns = 42;
    clock.use_host([](void *context) { return *static_cast<uint64_t *>(context); }, &time_ns);
    EXPECT_EQ(clock.read(), 42u);
}

}  // namespace
}  // namespace sluice
