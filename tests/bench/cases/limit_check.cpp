// What the four-limit check costs alone: one writer, the caller's clock, no table, no lock. The peer is what a gateway
// builds from four lock-free buckets: take one after the other, and give back what was taken when a later one refuses.

#include <array>
#include <stdexcept>
#include <vector>

#include "cases/cases.hpp"
#include "harness/batch_timer.hpp"
#include "limits/limit_plan.hpp"
#include "peers/gcra_bucket.hpp"

namespace sluice_bench {

namespace {

constexpr std::size_t kBatch = 64;
constexpr int kBatches = 2000;
constexpr std::uint64_t kStartNs = 1'000'000'000'000;
constexpr std::uint64_t kGapNs = 50;  // between two messages on the caller's clock
constexpr sluice::LimitPlan::KeyCounts kKeys{4, 16, 256, 16};

using Shapes = std::array<sluice::LimitShape, 4>;

std::vector<sluice::LimitConfig> limits_of(const Shapes &shapes) {
    constexpr std::array<sluice::LimitScope, 4> kScopes{sluice::LimitScope::venue, sluice::LimitScope::account,
        sluice::LimitScope::instrument, sluice::LimitScope::lane};
    std::vector<sluice::LimitConfig> limits(4);
    for (std::size_t i = 0; i < limits.size(); ++i) {
        limits[i].shape = shapes[i];
        limits[i].scope = kScopes[i];
        limits[i].limit = limits[i].refill_amount = 1'000'000;
        limits[i].window_ns = limits[i].refill_interval_ns = 1'000'000;
        limits[i].cost.fill(1);
    }
    return limits;
}

class PlanSide {
public:
    explicit PlanSide(const Shapes &shapes) : plan_(limits_of(shapes), {}, 1, kKeys, nullptr, kStartNs) {}

    double run_ns(int batches) {
        BatchTimer timer;
        std::array<sluice::Charge, kBatch> charges;
        for (int batch = 0; batch < batches; ++batch) {
            for (std::size_t i = 0; i < kBatch; ++i) {
                charges[i] = sluice::Charge();
                charges[i].kind = SLUICE_KIND_NEW;
                charges[i].account = static_cast<std::uint32_t>(i % 7);
                charges[i].instrument = static_cast<std::uint32_t>(i % 61);
            }
            bool all = true;
            timer.time(kBatch, [&] {
                for (std::size_t i = 0; i < kBatch; ++i)
                    all &= plan_.take(charges[i], 0, now_ns_ += kGapNs).is_free;
            });
            if (!all) throw std::runtime_error("a limit that should never bind did");
            for (const sluice::Charge &charge : charges) {
                plan_.confirm(charge, now_ns_);
                plan_.settle(charge, sluice::Answer::accepted, now_ns_, now_ns_);
            }
        }
        return timer.median_ns();
    }

private:
    sluice::LimitPlan plan_;
    std::uint64_t now_ns_ = kStartNs;
};

// The same four scopes, as many counters in each.
class GcraSide {
public:
    double run_ns(int batches) {
        BatchTimer timer;
        for (int batch = 0; batch < batches; ++batch) {
            bool all = true;
            timer.time(kBatch, [&] {
                for (std::size_t i = 0; i < kBatch; ++i)
                    all &= take(i % 7, i % 61, now_ns_ += kGapNs);
            });
            if (!all) throw std::runtime_error("a bucket that should never be empty was");
        }
        return timer.median_ns();
    }

private:
    bool take(std::size_t account, std::size_t instrument, std::uint64_t now_ns) noexcept {
        const std::array<GcraBucket *, 4> plan{&venue_[0], &accounts_[account], &instruments_[instrument], &lanes_[0]};
        for (std::size_t i = 0; i < plan.size(); ++i) {
            if (plan[i]->consume(now_ns)) continue;
            while (i-- > 0)
                plan[i]->refund();
            return false;
        }
        return true;
    }

    std::vector<GcraBucket> venue_ = std::vector<GcraBucket>(1, GcraBucket(1, 1'000'000));
    std::vector<GcraBucket> accounts_ = std::vector<GcraBucket>(kKeys.accounts, GcraBucket(1, 1'000'000));
    std::vector<GcraBucket> instruments_ = std::vector<GcraBucket>(kKeys.instruments, GcraBucket(1, 1'000'000));
    std::vector<GcraBucket> lanes_ = std::vector<GcraBucket>(kKeys.lanes, GcraBucket(1, 1'000'000));
    std::uint64_t now_ns_ = kStartNs;
};

}  // namespace

void limit_check(const RunOptions &options, Figures &figures) {
    using sluice::LimitShape;
    PlanSide buckets(
        {LimitShape::token_bucket, LimitShape::token_bucket, LimitShape::token_bucket, LimitShape::token_bucket});
    PlanSide windows({LimitShape::sliding_window, LimitShape::sliding_window, LimitShape::sliding_window,
        LimitShape::sliding_window});
    PlanSide mixed(
        {LimitShape::token_bucket, LimitShape::sliding_window, LimitShape::sliding_window, LimitShape::token_bucket});
    GcraSide gcra;
    const int batches = options.rounds(kBatches);
    run_interleaved(options.repeats, {
                                         [&] { figures.add("take_four_buckets_ns", buckets.run_ns(batches)); },
                                         [&] { figures.add("four_gcra_cas_ns", gcra.run_ns(batches)); },
                                         [&] { figures.add("take_four_windows_ns", windows.run_ns(batches)); },
                                         [&] { figures.add("take_mixed_ns", mixed.run_ns(batches)); },
                                     });
}

}  // namespace sluice_bench
