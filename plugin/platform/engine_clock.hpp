// The engine's clock: the host's if it brings one, else CLOCK_MONOTONIC. Any thread, after use_host().
#pragma once

#include <cstdint>

#include "platform/clock.hpp"
#include "platform/tsc_clock.hpp"
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace sluice {

class EngineClock {
public:
    // Looks once whether the kernel trusts the time stamp counter.
    EngineClock() noexcept;

    // Before any other thread reads.
    void use_host(uint64_t (*now_ns)(void *context), void *context) noexcept {
        host_now_ns_ = now_ns;
        host_context_ = context;
    }

    uint64_t read() const noexcept {
        if (host_now_ns_ != nullptr) return host_now_ns_(host_context_);
        return has_tsc_ ? tsc_.read() : monotonic_ns();
    }

    // How far a reading may be off; see TscClock. The host's clock is right by definition.
    uint64_t error_max_ns() const noexcept {
        return has_tsc_ && host_now_ns_ == nullptr ? TscClock<Processor>::kErrorMaxNs : 0;
    }

private:
    struct Processor {
#if defined(__x86_64__)
        static uint64_t ticks() noexcept {
            return __rdtsc();
        }
#else
        static uint64_t ticks() noexcept {
            return 0;
        }
#endif
        static uint64_t monotonic_ns() noexcept {
            return sluice::monotonic_ns();
        }
    };

    uint64_t (*host_now_ns_)(void *context) = nullptr;
    void *host_context_ = nullptr;
    const bool has_tsc_;
    mutable TscClock<Processor> tsc_;  // a reading may align it
};

}  // namespace sluice
