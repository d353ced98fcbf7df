// Keeps the other processors from running anything while one thread is measured. Two processors of a machine often
// share one core, its caches and its decoders, and what a busy neighbour takes from a long path it does not take from a
// short one: ratios then say more about the neighbour than about the paths. Made and destroyed by the thread that
// measures; without the right to run before ordinary programs (CAP_SYS_NICE) it does nothing.
#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace sluice_bench {

class QuietNeighbours {
public:
    // Processor 0, as pin_to_processor() counts, is left alone.
    QuietNeighbours();
    ~QuietNeighbours();
    QuietNeighbours(const QuietNeighbours &) = delete;
    QuietNeighbours &operator=(const QuietNeighbours &) = delete;

private:
    std::atomic<bool> is_ended_{false};
    std::vector<std::thread> threads_;
};

}  // namespace sluice_bench
