#include "admit/breaker.hpp"

#include <algorithm>

namespace sluice {

Breaker::Breaker(const BreakerConfig &config) : config_(config), samples_(std::max(config.window_count, 1u)) {
    reset();
}

void Breaker::reset() noexcept {
    close();
    if (!config_.is_enabled) state_ = SLUICE_BREAKER_DISABLED;
}

void Breaker::close() noexcept {
    state_ = SLUICE_BREAKER_CLOSED;
    isolation_ns_ = 0;
    sample_count_ = failures_ = slow_ = consecutive_failures_ = 0;
    probes_out_ = probes_succeeded_ = 0;
}

void Breaker::force_open() noexcept {
    state_ = SLUICE_BREAKER_FORCED_OPEN;
    last_trip_ = SLUICE_TRIP_HOST;
    ++trips_;
}

void Breaker::trip(uint32_t cause, uint64_t now_ns) noexcept {
    if (state_ == SLUICE_BREAKER_DISABLED || state_ == SLUICE_BREAKER_FORCED_OPEN) return;
    advance(now_ns);
    // A second sign of the same trouble while it is open already is no re-trip.
    if (state_ != SLUICE_BREAKER_OPEN) open(cause, now_ns);
}

void Breaker::open(uint32_t cause, uint64_t now_ns) noexcept {
    isolation_ns_ = isolation_ns_ == 0 ? config_.isolation_ns : std::min(isolation_ns_ * 2, config_.isolation_max_ns);
    state_ = SLUICE_BREAKER_OPEN;
    last_trip_ = cause;
    reopen_ns_ = now_ns + isolation_ns_;
    sample_count_ = failures_ = slow_ = consecutive_failures_ = 0;
    probes_out_ = probes_succeeded_ = 0;
    ++trips_;
}

void Breaker::advance(uint64_t now_ns) noexcept {
    if (state_ == SLUICE_BREAKER_OPEN && now_ns >= reopen_ns_) {
        state_ = SLUICE_BREAKER_HALF_OPEN;
        probes_out_ = probes_succeeded_ = 0;
    } else if (state_ == SLUICE_BREAKER_HALF_OPEN && probes_out_ > 0 && now_ns >= probe_deadline_ns_) {
        probes_out_ = 0;
    }
}

Breaker::Answer Breaker::ask_closely(uint64_t now_ns) noexcept {
    advance(now_ns);
    if (state_ == SLUICE_BREAKER_FORCED_OPEN) return Answer::forced;
    if (state_ == SLUICE_BREAKER_OPEN) return Answer::open;
    return probes_out_ + probes_succeeded_ < config_.probes ? Answer::probe : Answer::probing;
}

void Breaker::take_probe(uint64_t now_ns) noexcept {
    ++probes_out_;
    probe_deadline_ns_ = now_ns + config_.probe_timeout_ns;
}

bool Breaker::hear(Outcome outcome, bool was_probe, uint64_t now_ns) noexcept {
    const uint32_t before = state_;
    advance(now_ns);
    if (state_ == SLUICE_BREAKER_HALF_OPEN) {
        if (was_probe) hear_probe(outcome, now_ns);
    } else if (state_ == SLUICE_BREAKER_CLOSED && outcome != Outcome::unknown) {
        record(outcome, now_ns);
        judge(now_ns);
    }
    return state_ != before;
}

void Breaker::hear_probe(Outcome outcome, uint64_t now_ns) noexcept {
    // A probe that was given back by its deadline may still answer: its word counts, its permit is gone already.
    if (probes_out_ > 0) --probes_out_;
    if (outcome == Outcome::failure || (outcome == Outcome::slow && config_.slow_ratio_percent != 0)) {
        open(SLUICE_TRIP_PROBE, now_ns);
    } else if (outcome != Outcome::unknown && ++probes_succeeded_ >= config_.probes) {
        close();
    }
}

void Breaker::forget_oldest() noexcept {
    const Sample &oldest = samples_[sample_head_];
    if (oldest.outcome == Outcome::failure) --failures_;
    if (oldest.outcome == Outcome::slow) --slow_;
    sample_head_ = sample_head_ + 1 == samples_.size() ? 0 : sample_head_ + 1;
    --sample_count_;
}

void Breaker::record(Outcome outcome, uint64_t now_ns) noexcept {
    while (sample_count_ > 0 && samples_[sample_head_].time_ns + config_.window_ns < now_ns)
        forget_oldest();
    if (sample_count_ == samples_.size()) forget_oldest();
    std::size_t place = std::size_t{sample_head_} + sample_count_;
    if (place >= samples_.size()) place -= samples_.size();
    samples_[place] = {now_ns, outcome};
    ++sample_count_;
    if (outcome == Outcome::failure) {
        ++failures_;
        ++consecutive_failures_;
    } else {
        if (outcome == Outcome::slow) ++slow_;
        consecutive_failures_ = 0;
    }
}

void Breaker::judge(uint64_t now_ns) noexcept {
    const auto reaches = [this](uint32_t count, uint32_t percent) {
        return percent != 0 && sample_count_ >= config_.minimum_count &&
               uint64_t{count} * 100 >= uint64_t{percent} * sample_count_;
    };
    if (config_.consecutive_failures != 0 && consecutive_failures_ >= config_.consecutive_failures) {
        open(SLUICE_TRIP_CONSECUTIVE, now_ns);
    } else if (reaches(failures_, config_.failure_ratio_percent)) {
        open(SLUICE_TRIP_FAILURES, now_ns);
    } else if (reaches(slow_, config_.slow_ratio_percent)) {
        open(SLUICE_TRIP_SLOW, now_ns);
    }
}

bool Breaker::is_open(uint64_t now_ns) noexcept {
    const uint32_t now_state = state(now_ns);
    return now_state == SLUICE_BREAKER_OPEN || now_state == SLUICE_BREAKER_FORCED_OPEN;
}

uint32_t Breaker::state(uint64_t now_ns) noexcept {
    advance(now_ns);
    return state_;
}

}  // namespace sluice
