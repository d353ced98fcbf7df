// A circuit breaker fed by answers that come later.
//
//   closed --(too many failures or slow answers, or the host says so)--> open --(isolation over)--> half-open
//   half-open --(all probes succeeded)--> closed        half-open --(one failed)--> open, for twice as long
//
// The ratios look at the last `window_count` outcomes that are no older than `window_ns`, and are judged only with
// `minimum_count` of them. In half-open at most `probes` messages are out at a time; a probe whose outcome stays
// unknown is given back when its deadline passes, so the breaker cannot get stuck there. Isolation doubles with each
// re-trip up to a cap and starts again from the first value when the breaker has closed.
//
// Cancels and queries never ask. Written and read under the venue's lock.
#pragma once

#include <cstdint>
#include <vector>

#include "config/config.hpp"
#include "sluice/ext/breaker.h"

namespace sluice {

enum class Outcome : uint8_t { success, slow, failure, unknown };

class Breaker {
public:
    explicit Breaker(const BreakerConfig &config);

    // What a message that opens risk may do now: pass, pass as a probe (then `take_probe`), or not.
    enum class Answer : uint8_t { pass, probe, open, probing, forced };
    Answer ask(uint64_t now_ns) noexcept {
        const bool is_quiet = state_ == SLUICE_BREAKER_CLOSED || state_ == SLUICE_BREAKER_DISABLED;
        return is_quiet ? Answer::pass : ask_closely(now_ns);
    }
    void take_probe(uint64_t now_ns) noexcept;

    // The outcome of a message. Returns true when it changed the state.
    bool hear(Outcome outcome, bool was_probe, uint64_t now_ns) noexcept;

    void trip(uint32_t cause, uint64_t now_ns) noexcept;
    void force_open() noexcept;
    void disable() noexcept { state_ = SLUICE_BREAKER_DISABLED; }
    void reset() noexcept;

    bool is_disabled() const noexcept { return state_ == SLUICE_BREAKER_DISABLED; }

    // How long an answer may take before it counts as slow.
    uint64_t slow_ns() const noexcept { return config_.slow_ns; }

    bool is_open(uint64_t now_ns) noexcept;
    uint32_t state(uint64_t now_ns) noexcept;
    uint32_t last_trip() const noexcept { return last_trip_; }
    uint32_t probes_out() const noexcept { return state_ == SLUICE_BREAKER_HALF_OPEN ? probes_out_ : 0; }
    uint64_t trips() const noexcept { return trips_; }
    uint64_t reopen_ns() const noexcept { return state_ == SLUICE_BREAKER_OPEN ? reopen_ns_ : 0; }

private:
    struct Sample {
        uint64_t time_ns = 0;
        Outcome outcome = Outcome::success;
    };

    Answer ask_closely(uint64_t now_ns) noexcept;
    void open(uint32_t cause, uint64_t now_ns) noexcept;
    void close() noexcept;
    void advance(uint64_t now_ns) noexcept;
    void record(Outcome outcome, uint64_t now_ns) noexcept;
    void forget_oldest() noexcept;
    void hear_probe(Outcome outcome, uint64_t now_ns) noexcept;
    void judge(uint64_t now_ns) noexcept;

    const BreakerConfig config_;
    std::vector<Sample> samples_;  // ring
    uint32_t sample_head_ = 0;
    uint32_t sample_count_ = 0;
    uint32_t failures_ = 0;  // in the ring
    uint32_t slow_ = 0;
    uint32_t consecutive_failures_ = 0;
    uint32_t state_ = SLUICE_BREAKER_CLOSED;
    uint32_t last_trip_ = SLUICE_TRIP_NONE;
    uint32_t probes_out_ = 0;
    uint32_t probes_succeeded_ = 0;
    uint64_t isolation_ns_ = 0;
    uint64_t reopen_ns_ = 0;
    uint64_t probe_deadline_ns_ = 0;  // of the newest probe
    uint64_t trips_ = 0;
};

}  // namespace sluice
