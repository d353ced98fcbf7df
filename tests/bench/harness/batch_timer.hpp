// The cost of one call from many timed batches: a batch is long enough for the timer's own cost to vanish and short
// enough for most of them to run without an interrupt. Used by one thread.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/figures.hpp"
#include "harness/tsc.hpp"

namespace sluice_bench {

// A compiler barrier: the value exists, and memory may have changed.
template <typename T>
inline void keep(const T &value) noexcept {
    asm volatile("" : : "r,m"(value) : "memory");
}

class BatchTimer {
public:
    // `work` makes `calls` calls.
    template <typename Work>
    void time(std::size_t calls, Work &&work) {
        const std::uint64_t begin = ticks_at_begin();
        work();
        const std::uint64_t end = ticks_at_end();
        ns_per_call_.push_back(ns_of(end - begin) / static_cast<double>(calls));
    }

    // Of the batches, so that one which an interrupt stretched does not count.
    double median_ns() const { return median_of(ns_per_call_); }

private:
    std::vector<double> ns_per_call_;
};

}  // namespace sluice_bench
