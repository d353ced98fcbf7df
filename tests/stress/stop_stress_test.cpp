// Engines that are stopped while threads still submit cancels: none is lost between "nothing is held" and "stopped".
#include <gtest/gtest.h>

#include "stress_host.hpp"

namespace sluice_test {

TEST(StopStress, loses_no_ticket_whenever_it_comes) {
    for (int round = 0; round < 40; ++round) {
        StressHost host(R"({"version": 1, "venues": [{"name": "A", "held_max": 100, "orders_max": 100,
            "grants_max": 100, "limits": [{"name": "venue", "shape": "sliding_window", "scope": "venue", "limit": 3,
            "window_ms": 1}]}]})",
            1, 200'000);
        std::atomic<bool> is_running{true};
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 2; ++thread) {
            threads.emplace_back([&] {
                while (is_running.load(std::memory_order_relaxed)) {
                    const std::uint64_t ticket = host.take_ticket();
                    if (ticket == 0) return;
                    host.send(1, cancel_of(ticket, ticket));
                }
            });
        }
        host.start_pumps();
        while (host.held_count() == 0)
            std::this_thread::yield();
        const std::uint64_t give_up_ns = monotonic_now_ns() + 10'000'000'000;
        while (host.api.engine_stop(host.engine, SLUICE_STOP_ABANDON, nullptr) == SLUICE_E_BUSY &&
               monotonic_now_ns() < give_up_ns) {
            std::this_thread::yield();
        }
        is_running = false;
        for (std::thread &thread : threads)
            thread.join();
        host.stop_pumps();
        host.stop_engine();
        ASSERT_TRUE(host.broken_tickets().empty()) << "round " << round;
    }
}

}  // namespace sluice_test
