#include "cases/cases.hpp"

namespace sluice_bench {

const std::vector<BenchCase> &all_cases() {
    static const std::vector<BenchCase> cases{
        {"submit", "submit() to SEND against a token bucket with its own clock", submit_cost, true},
        {"tail", "the slowest calls of submit() against the usual one, at a fixed arrival rate", submit_tail, true},
        {"limits", "the check of four limits alone against four lock-free buckets", limit_check, true},
        {"held", "hold and release against a priority queue behind a mutex", held_release, true},
        {"threads", "one thread, two at two venues, two at one venue", two_threads},
        {"size", "submit() with 1,000 venues, 100,000 instruments, 65,536 held requests", size_cost, true},
        {"memory", "memory of one more venue, instrument, held request", memory},
        {"scrape", "the metrics text of 1,000 venues, and submit() meanwhile", scrape},
        {"gateway", "round trips through the FIX gateway with and without the plugin", gateway_cost},
    };
    return cases;
}

void run_interleaved(int repeats, const std::vector<std::function<void()>> &sides) {
    for (int repeat = 0; repeat < repeats; ++repeat) {
        for (std::size_t i = 0; i < sides.size(); ++i)
            sides[(i + static_cast<std::size_t>(repeat)) % sides.size()]();
    }
}

}  // namespace sluice_bench
