#include "cases/cases.hpp"

namespace sluice_bench {

const std::vector<BenchCase> &all_cases() {
    static const std::vector<BenchCase> cases{
        {"submit", "submit() to SEND against a token bucket with its own clock", submit_cost},
        {"limits", "the check of four limits alone against four lock-free buckets", limit_check},
        {"held", "hold and release against a priority queue behind a mutex", held_release},
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
