// Latencies at a fixed arrival rate, without coordinated omission: call i is due at a time that was fixed beforehand,
// and its latency runs from then to its end, so a call that had to wait for a slow one before it shows that wait.
//
// While nothing is due the thread spins. When it finds that the processor was taken from it in that time (an interrupt,
// the hypervisor), the call that became due meanwhile is left out and counted: no code was running that could be
// blamed. Used by one pinned thread.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/figures.hpp"
#include "harness/tsc.hpp"
#include "harness/undisturbed.hpp"

namespace sluice_bench {

class PacedLatency {
public:
    explicit PacedLatency(double calls_per_second)
        : gap_ticks_(static_cast<std::uint64_t>(1e9 / calls_per_second / ns_per_tick())),
          stolen_ticks_(static_cast<std::uint64_t>(kStolenNs / ns_per_tick())) {}

    // `call(i)` is timed; `after(i)` is not, but makes the next call late when it takes longer than the gap.
    template <typename Call, typename After>
    void run(std::size_t calls, Call &&call, After &&after) {
        latencies_ns_.reserve(calls);
        const Undisturbed undisturbed;
        is_undisturbed_ = undisturbed.is_granted();
        std::uint64_t due = ticks_at_begin() + gap_ticks_;
        for (std::size_t i = 0; i < calls; ++i, due += gap_ticks_) {
            const bool was_stolen = wait_until(due);
            call(i);
            const std::uint64_t end = ticks_at_end();
            if (was_stolen) {
                ++stolen_;
            } else {
                latencies_ns_.push_back(ns_of(end - due));
            }
            after(i);
        }
    }

    // Adds <name>_p50_ns, _p99_ns, _p999_ns, _max_ns; _stolen_percent of the calls were left out; _undisturbed: 1 when
    // no ordinary program could take the processor.
    void add_to(Figures &figures, const std::string &name) {
        const auto calls = static_cast<double>(latencies_ns_.size() + stolen_);
        figures.add(name + "_p50_ns", percentile_of(latencies_ns_, 0.5));
        figures.add(name + "_p99_ns", percentile_of(latencies_ns_, 0.99));
        figures.add(name + "_p999_ns", percentile_of(latencies_ns_, 0.999));
        figures.add(name + "_max_ns", percentile_of(latencies_ns_, 1));
        figures.add(name + "_stolen_percent", 100 * static_cast<double>(stolen_) / calls);
        figures.add(name + "_undisturbed", is_undisturbed_ ? 1 : 0);
    }

private:
    // Two readings of the counter one after the other are ten nanoseconds apart.
    static constexpr double kStolenNs = 200;

    // True: the processor was away when it became due. False as well when it was due before the wait began.
    bool wait_until(std::uint64_t due) const noexcept {
        std::uint64_t last = __rdtsc();
        if (last >= due) return false;
        for (std::uint64_t now = __rdtsc();; last = now, now = __rdtsc()) {
            if (now >= due) return now - last > stolen_ticks_;
        }
    }

    const std::uint64_t gap_ticks_;
    const std::uint64_t stolen_ticks_;
    std::vector<double> latencies_ns_;
    std::size_t stolen_ = 0;
    bool is_undisturbed_ = false;
};

}  // namespace sluice_bench
