// What it costs to hold a request and to release it later: submit() that says HELD, and the poll() that hands it to the
// host's callback, with classes, fairness between owners and the algebra on orders. The peer is std::priority_queue
// behind a mutex, one push and one pop. Time is the caller's in both.

#include <algorithm>

#include "cases/cases.hpp"
#include "harness/batch_timer.hpp"
#include "harness/held_gateway.hpp"
#include "peers/mutex_queue.hpp"

namespace sluice_bench {

namespace {

constexpr int kCalls = 100'000;  // a repeat

// The same requests: mostly orders, as many as the round is deep.
class QueueSide {
public:
    explicit QueueSide(std::uint32_t depth) : depth_(depth), queue_(depth) {}

    void run(int rounds, BatchTimer &push, BatchTimer &pop) {
        for (int round = 0; round < rounds; ++round) {
            push.time(depth_, [&] {
                for (std::size_t i = 0; i < depth_; ++i) {
                    ++sequence_;
                    queue_.push({sequence_, sequence_, sequence_, SLUICE_CLASS_NORMAL, 0});
                }
            });
            pop.time(depth_, [&] {
                QueuedRequest request;
                while (queue_.pop(request))
                    keep(request.ticket);
            });
        }
    }

private:
    const std::size_t depth_;
    MutexQueue queue_;
    std::uint64_t sequence_ = 0;
};

void measure_depth(const RunOptions &options, std::uint32_t depth, Figures &figures) {
    const std::string end = "_" + std::to_string(depth) + "_ns";
    HeldGateway sluice(options.plugin_path, depth, 8);
    QueueSide queue(depth);
    const int rounds = std::max(options.rounds(kCalls / static_cast<int>(depth)), 3);
    run_interleaved(options.repeats, {
                                         [&] {
                                             BatchTimer hold, release;
                                             for (int round = 0; round < rounds; ++round)
                                                 sluice.run_round(hold, release);
                                             figures.add("submit_held" + end, hold.median_ns());
                                             figures.add("poll_release" + end, release.median_ns());
                                             figures.add(
                                                 "held_and_release" + end, hold.median_ns() + release.median_ns());
                                         },
                                         [&] {
                                             BatchTimer push, pop;
                                             queue.run(rounds, push, pop);
                                             figures.add("mutex_queue" + end, push.median_ns() + pop.median_ns());
                                         },
                                     });
}

}  // namespace

void held_release(const RunOptions &options, Figures &figures) {
    for (const std::uint32_t depth : {64u, 1024u, 4096u}) {
        if (options.is_smoke && depth > 64) break;
        measure_depth(options, depth, figures);
    }
}

}  // namespace sluice_bench
