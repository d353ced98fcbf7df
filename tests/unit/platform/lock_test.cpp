#include "platform/lock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace sluice {
namespace {

TEST(Lock, lets_one_thread_in_at_a_time) {
    Lock lock;
    uint64_t count = 0;  // plain: only the lock keeps it whole
    std::atomic<int> inside{0};
    std::atomic<bool> was_shared{false};
    const auto work = [&] {
        for (int turn = 0; turn < 20'000; ++turn) {
            LockGuard guard(lock);
            if (inside.fetch_add(1) != 0) was_shared = true;
            ++count;
            inside.fetch_sub(1);
        }
    };
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back(work);
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(count, 80'000u);
    EXPECT_FALSE(was_shared);
}

// Many short turns with sleeps in between, so that sleepers and those who free it meet in every order.
TEST(Lock, wakes_every_sleeper_with_and_without_the_kernels_barrier) {
    for (const bool has_barrier : {false, true}) {
        if (has_barrier) register_all_threads_fence();
        Lock lock;
        uint64_t count = 0;
        const auto work = [&] {
            for (int turn = 0; turn < 300; ++turn) {
                LockGuard guard(lock);
                ++count;
                // Longer than anybody spins: the others sleep.
                if (turn % 10 == 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
            }
        };
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back(work);
        for (std::thread &thread : threads)
            thread.join();
        EXPECT_EQ(count, 1200u);
    }
}

TEST(Lock, says_whether_it_had_to_be_waited_for) {
    Lock lock;
    {
        LockGuard guard(lock);
        EXPECT_FALSE(guard.was_contended());
    }
    lock.lock();
    std::atomic<bool> has_begun{false};
    bool was_contended = false;
    std::thread other([&] {
        has_begun = true;
        LockGuard guard(lock);
        was_contended = guard.was_contended();
    });
    while (!has_begun)
        std::this_thread::yield();
    // Long enough to spin out and sleep in the kernel, so that the wake-up is tried as well.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    lock.unlock();
    other.join();
    EXPECT_TRUE(was_contended);
}

}  // namespace
}  // namespace sluice
