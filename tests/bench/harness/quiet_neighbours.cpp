#include "harness/quiet_neighbours.hpp"

#include "harness/pinning.hpp"
#include "harness/undisturbed.hpp"
#include "platform/pause.hpp"

namespace sluice_bench {

QuietNeighbours::QuietNeighbours() {
    for (int processor = 1; processor < processor_count(); ++processor) {
        threads_.emplace_back([this, processor] {
            pin_to_processor(processor);
            const Undisturbed undisturbed;
            // A pause leaves nearly all of the core to its other half.
            while (undisturbed.is_granted() && !is_ended_.load(std::memory_order_relaxed))
                sluice::pause();
        });
    }
}

QuietNeighbours::~QuietNeighbours() {
    is_ended_ = true;
    for (std::thread &thread : threads_)
        thread.join();
}

}  // namespace sluice_bench
