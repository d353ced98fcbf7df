// A counter with one writer at a time and any number of readers. The writer holds the venue's lock (or is otherwise
// alone), so an increment is a relaxed load and a relaxed store: no locked instruction, and a scrape on another thread
// reads a whole value without the lock. `SharedCounter` is for the few places where writers meet without a lock; it
// costs a locked instruction, so it counts nothing that happens on every call.
#pragma once

#include <atomic>
#include <cstdint>

namespace sluice {

class Counter {
public:
    void add(uint64_t amount = 1) noexcept {
        value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }

    [[nodiscard]] uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<uint64_t> value_{0};
};

class SharedCounter {
public:
    void add(uint64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }

    [[nodiscard]] uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<uint64_t> value_{0};
};

}  // namespace sluice
