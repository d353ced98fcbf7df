#include "harness/tsc.hpp"

#include <time.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace sluice_bench {

namespace {

struct Reading {
    std::uint64_t ticks;
    double clock_ns;
};

// The tightest of several pairs of readings: nothing came between its two.
Reading read_both() {
    Reading best{};
    std::uint64_t best_gap = UINT64_MAX;
    for (int attempt = 0; attempt < 50; ++attempt) {
        const std::uint64_t before = ticks_at_begin();
        timespec now{};
        clock_gettime(CLOCK_MONOTONIC, &now);
        const std::uint64_t after = ticks_at_end();
        if (after - before >= best_gap) continue;
        best_gap = after - before;
        best = {before + best_gap / 2, static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec)};
    }
    return best;
}

double calibrate() {
    constexpr int kSpans = 5;
    std::vector<double> rates;
    Reading last = read_both();
    for (int span = 0; span < kSpans; ++span) {
        const timespec pause{0, 10'000'000};
        nanosleep(&pause, nullptr);
        const Reading now = read_both();
        rates.push_back((now.clock_ns - last.clock_ns) / static_cast<double>(now.ticks - last.ticks));
        last = now;
    }
    std::sort(rates.begin(), rates.end());
    constexpr double kUnsteady = 1.001;
    if (rates.back() > rates.front() * kUnsteady) {
        throw std::runtime_error(
            "the time-stamp counter is not steady on this machine: its figures would mean nothing");
    }
    return rates[kSpans / 2];
}

}  // namespace

double ns_per_tick() {
    static const double rate = calibrate();
    return rate;
}

}  // namespace sluice_bench
