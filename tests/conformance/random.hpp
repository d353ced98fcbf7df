// A small repeatable source of randomness for the world of a run: the same seed gives the same run on every machine,
// which the distributions of the standard library do not promise. SplitMix64 (Steele, Lea, Flood 2014). One thread.
#pragma once

#include <cmath>
#include <cstdint>

namespace conformance {

class Random {
public:
    explicit Random(uint64_t seed) : state_(seed) {}

    uint64_t next() {
        state_ += 0x9e3779b97f4a7c15u;
        uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
        return mixed ^ (mixed >> 31);
    }

    // 0 to most, both included.
    uint64_t up_to(uint64_t most) { return most == UINT64_MAX ? next() : next() % (most + 1); }
    uint64_t between(uint64_t least, uint64_t most) { return least + up_to(most - least); }
    bool one_in(uint64_t times) { return times != 0 && up_to(times - 1) == 0; }
    bool per_mille(uint64_t share) { return up_to(999) < share; }

    // Exponential with this mean, at most twenty times it.
    uint64_t around(uint64_t mean) {
        const double uniform = static_cast<double>(next() >> 11) * 0x1.0p-53;
        const double drawn = -std::log(1.0 - uniform) * static_cast<double>(mean);
        const double most = 20.0 * static_cast<double>(mean);
        return static_cast<uint64_t>(drawn < most ? drawn : most);
    }

private:
    uint64_t state_;
};

}  // namespace conformance
