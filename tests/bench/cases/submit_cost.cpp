// What submit() costs when the answer is SEND: through the plugin's table, clock read by the plugin, four limits at
// four scopes. Peers: a token bucket alone, with its own clock. What a gateway reports afterwards (WRITTEN, DONE) is
// timed beside it, not in it.

#include <array>
#include <stdexcept>

#include "cases/cases.hpp"
#include "harness/batch_timer.hpp"
#include "harness/gateway_engine.hpp"
#include "peers/folly_bucket.hpp"
#include "peers/gcra_bucket.hpp"
#include "peers/mutex_bucket.hpp"

namespace sluice_bench {

namespace {

// Messages on their way at the same time: the round trip of a busy gateway.
constexpr std::size_t kBatch = 64;
constexpr int kBatches = 2000;

std::uint64_t steady_ns() {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

class SubmitSide {
public:
    SubmitSide(const std::string &plugin_path, bool has_windows)
        : gateway_(plugin_path,
              EngineShape{.limits = four_open_limits(has_windows), .accounts = 16, .instruments = 256, .owners = 16},
              quiet_host()) {}

    void run(int batches, const std::string &name, Figures &figures) {
        BatchTimer submit, written, done;
        const sluice_api_v1 &api = gateway_.api();
        sluice_lane *lane = gateway_.lane();
        for (int batch = 0; batch < batches; ++batch) {
            prepare();
            submit.time(kBatch, [&] {
                for (std::size_t i = 0; i < kBatch; ++i)
                    api.submit(lane, &requests_[i], 0, &verdicts_[i]);
            });
            for (std::size_t i = 0; i < kBatch; ++i) {
                if (verdicts_[i].action != SLUICE_ACTION_SEND) throw std::runtime_error("submit did not say SEND");
            }
            written.time(kBatch, [&] { report_all(SLUICE_EVENT_WRITTEN); });
            done.time(kBatch, [&] { report_all(SLUICE_EVENT_DONE); });
        }
        figures.add("submit_send" + name + "_ns", submit.median_ns());
        figures.add("report_written" + name + "_ns", written.median_ns());
        figures.add("report_done" + name + "_ns", done.median_ns());
    }

private:
    void prepare() {
        for (std::size_t i = 0; i < kBatch; ++i) {
            requests_[i] = plain_order();
            requests_[i].ticket = requests_[i].order_id = ++ticket_;
            requests_[i].account_id = gateway_.account(ticket_ % 7);
            requests_[i].instrument_id = gateway_.instrument(ticket_ % 61);
            requests_[i].owner_id = gateway_.owner(ticket_ % 5);
            verdicts_[i] = SLUICE_VERDICT_INIT;
        }
    }

    void report_all(std::uint32_t kind) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = kind;
        for (std::size_t i = 0; i < kBatch; ++i) {
            event.grant = verdicts_[i].grant;
            event.order_id = requests_[i].order_id;
            gateway_.api().report(gateway_.lane(), &event, 0);
        }
    }

    GatewayEngine gateway_;
    std::array<sluice_request, kBatch> requests_{};
    std::array<sluice_verdict, kBatch> verdicts_{};
    std::uint64_t ticket_ = 0;
};

template <typename Consume>
double bucket_ns(int batches, Consume &&consume) {
    BatchTimer timer;
    for (int batch = 0; batch < batches; ++batch) {
        bool all = true;
        timer.time(kBatch, [&] {
            for (std::size_t i = 0; i < kBatch; ++i) {
                const bool taken = consume();
                keep(taken);
                all &= taken;
            }
        });
        if (!all) throw std::runtime_error("a bucket that should never be empty was");
    }
    return timer.median_ns();
}

}  // namespace

void submit_cost(const RunOptions &options, Figures &figures) {
    SubmitSide buckets(options.plugin_path, false);
    SubmitSide windows(options.plugin_path, true);
    FollyBucket folly(1e9, 1e9);
    GcraBucket gcra(1, 1'000'000'000);
    MutexBucket mutex(1, 1e9);
    const int batches = options.rounds(kBatches);
    run_interleaved(options.repeats,
        {
            [&] { buckets.run(batches, "", figures); },
            [&] { windows.run(batches, "_windows", figures); },
            [&] { figures.add("folly_bucket_own_clock_ns", bucket_ns(batches, [&] { return folly.consume(1); })); },
            [&] {
                figures.add("gcra_bucket_own_clock_ns", bucket_ns(batches, [&] { return gcra.consume(steady_ns()); }));
            },
            [&] {
                figures.add(
                    "mutex_bucket_own_clock_ns", bucket_ns(batches, [&] { return mutex.consume(steady_ns()); }));
            },
            [&] { figures.add("clock_read_ns", bucket_ns(batches, [] { return steady_ns() != 0; })); },
        });
}

}  // namespace sluice_bench
