// What a plan of four limits costs for one message: the check and the charge (take), its write (confirm) and its answer
// (settle), on the caller's clock and on one thread.
//
// Four token buckets are the reference; the mixed plan has four window shapes that a venue on the other side would
// need. Both have four scopes. A message is free to go, or `blocked`: it has to wait.

#include "limits/limit_plan.hpp"
#include "sweeps/sweeps.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr LimitPlan::KeyCounts kKeys{4, 16, 256, 16};
constexpr uint64_t kStartNs = 1'000'000 * kMs;

LimitConfig limit_of(LimitShape shape, LimitScope scope, uint64_t limit, uint64_t window_ns) {
    LimitConfig config;
    config.shape = shape;
    config.scope = scope;
    config.limit = limit;
    config.window_ns = window_ns;
    config.refill_amount = limit;
    config.refill_interval_ns = window_ns;
    config.guard_ns = kMs;
    config.cost.fill(1);
    return config;
}

// The same numbers in every shape, so that only the shape differs.
std::vector<LimitConfig> plan_of(std::array<LimitShape, 4> shapes) {
    return {limit_of(shapes[0], LimitScope::venue, 6'000, 1'000 * kMs),
        limit_of(shapes[1], LimitScope::account, 3'000, 500 * kMs),
        limit_of(shapes[2], LimitScope::lane, 3'000, 500 * kMs),
        limit_of(shapes[3], LimitScope::instrument, 3'000, 500 * kMs)};
}

constexpr std::array<LimitShape, 4> kBuckets{
    LimitShape::token_bucket, LimitShape::token_bucket, LimitShape::token_bucket, LimitShape::token_bucket};
constexpr std::array<LimitShape, 4> kMixed{LimitShape::aligned_window, LimitShape::sliding_window,
    LimitShape::first_message_window, LimitShape::decaying_counter};
constexpr std::array<LimitShape, 4> kWindows{LimitShape::aligned_window, LimitShape::sliding_window,
    LimitShape::first_message_window, LimitShape::sliding_window};

// A clock of the venue that is known, as after a few answers.
VenueOffset known_clock() {
    VenueOffset clock;
    clock.hear(kStartNs - 2 * kMs, kStartNs - kMs, 1'700'000'000'000 * kMs, kMs);
    return clock;
}

Charge new_order() {
    Charge charge;
    charge.kind = SLUICE_KIND_NEW;
    charge.account = 3;
    charge.instrument = 77;
    return charge;
}

void free_message(benchmark::State &state, const std::array<LimitShape, 4> &shapes) {
    const VenueOffset clock = known_clock();
    LimitPlan plan(plan_of(shapes), {}, 1, kKeys, &clock, kStartNs);
    const Charge charge = new_order();
    uint64_t now_ns = kStartNs;
    uint64_t refused = 0;
    for (auto _ : state) {
        now_ns += kMs / 4;  // 4,000 a second, below every limit
        if (!plan.take(charge, 0, now_ns).is_free) {
            ++refused;
            continue;
        }
        plan.confirm(charge, now_ns);
        benchmark::DoNotOptimize(plan.settle(charge, Answer::accepted, now_ns, now_ns));
    }
    if (refused != 0) state.SkipWithError("a message had to wait: the figure would be of something else");
}

void blocked_message(benchmark::State &state, const std::array<LimitShape, 4> &shapes) {
    const VenueOffset clock = known_clock();
    LimitPlan plan(plan_of(shapes), {}, 1, kKeys, &clock, kStartNs);
    const Charge charge = new_order();
    uint64_t now_ns = kStartNs;
    while (plan.take(charge, 0, ++now_ns).is_free)
        plan.confirm(charge, now_ns);
    for (auto _ : state)
        benchmark::DoNotOptimize(plan.look(charge, 0, now_ns));
}

}  // namespace

}  // namespace sluice

namespace sluice_bench {

namespace {

using Shapes = std::array<sluice::LimitShape, 4>;

void add_plan(const char *name, void (*measure)(benchmark::State &, const Shapes &), const Shapes &shapes) {
    benchmark::RegisterBenchmark((std::string("limits/") + name).c_str(), [measure, shapes](benchmark::State &state) {
        measure(state, shapes);
        state.SetItemsProcessed(state.iterations());
    });
}

}  // namespace

void add_limit_sweeps() {
    add_plan("free/four_token_buckets", sluice::free_message, sluice::kBuckets);
    add_plan("free/four_mixed_shapes", sluice::free_message, sluice::kMixed);
    add_plan("free/four_windows", sluice::free_message, sluice::kWindows);
    add_plan("blocked/four_token_buckets", sluice::blocked_message, sluice::kBuckets);
    add_plan("blocked/four_mixed_shapes", sluice::blocked_message, sluice::kMixed);
    add_plan("blocked/four_windows", sluice::blocked_message, sluice::kWindows);
}

}  // namespace sluice_bench
