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
        all_ns_.reserve(calls);
        const Undisturbed undisturbed;
        is_undisturbed_ = undisturbed.is_granted();
        bool was_stolen = false;
        std::uint64_t due = ticks_at_begin() + gap_ticks_;
        for (std::size_t i = 0; i < calls; ++i, due += gap_ticks_) {
            was_stolen = wait_until(due, was_stolen);
            call(i);
            const std::uint64_t end = ticks_at_end();
            all_ns_.push_back(ns_of(end - due));
            if (!was_stolen) latencies_ns_.push_back(all_ns_.back());
            after(i);
        }
    }

    // Adds <name>_p50_ns, _p99_ns, _p999_ns, _max_ns; _all_p999_ns of all calls; _stolen_percent of the calls were left
    // out of the others; _undisturbed: 1 when no ordinary program could take the processor.
    void add_to(Figures &figures, const std::string &name) {
        const auto calls = static_cast<double>(all_ns_.size());
        const auto stolen = calls - static_cast<double>(latencies_ns_.size());
        figures.add(name + "_p50_ns", percentile_of(latencies_ns_, 0.5));
        figures.add(name + "_p99_ns", percentile_of(latencies_ns_, 0.99));
        figures.add(name + "_p999_ns", percentile_of(latencies_ns_, 0.999));
        figures.add(name + "_max_ns", percentile_of(latencies_ns_, 1));
        figures.add(name + "_all_p999_ns", percentile_of(all_ns_, 0.999));
        figures.add(name + "_stolen_percent", 100 * stolen / calls);
        figures.add(name + "_undisturbed", is_undisturbed_ ? 1 : 0);
    }

private:
    // Two readings of the counter one after the other are ten nanoseconds apart.
    static constexpr double kStolenNs = 200;

    // True: the processor was away meanwhile. A call that is late already is so for the same reason as the one before.
    bool wait_until(std::uint64_t due, bool was_last_stolen) const noexcept {
        std::uint64_t last = __rdtsc();
        if (last >= due) return was_last_stolen;
        bool was_stolen = false;
        for (std::uint64_t now = last; last < due; last = now) {
            now = __rdtsc();
            was_stolen |= now - last > stolen_ticks_;
        }
        return was_stolen;
    }

    const std::uint64_t gap_ticks_;
    const std::uint64_t stolen_ticks_;
    std::vector<double> all_ns_;
    std::vector<double> latencies_ns_;
    bool is_undisturbed_ = false;
};

}  // namespace sluice_bench
