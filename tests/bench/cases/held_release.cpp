// What it costs to hold a request and to release it later: submit() that says HELD, and the poll() that hands it to the
// host's callback, with classes, fairness between owners and the algebra on orders. The peer is std::priority_queue
// behind a mutex, one push and one pop. Time is the caller's in both.

#include <stdexcept>
#include <vector>

#include "cases/cases.hpp"
#include "harness/batch_timer.hpp"
#include "harness/gateway_engine.hpp"
#include "peers/mutex_queue.hpp"

namespace sluice_bench {

namespace {

constexpr std::uint64_t kWindowNs = 1'000'000;
constexpr int kCalls = 100'000;  // a repeat

struct Released {
    std::uint64_t grant;
    std::uint64_t order_id;
};

// The window takes `depth` messages: each round finds it full, holds `depth`, and sends them in the next window.
class HeldSide {
public:
    HeldSide(const std::string &plugin_path, std::uint32_t depth, std::uint32_t owners)
        : depth_(depth), requests_(depth), verdicts_(depth) {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = this;
        host.release = on_release;
        host.now_ns = [](void *context) { return static_cast<HeldSide *>(context)->now_ns_; };
        EngineShape shape;
        shape.limits = R"([{"name":"messages","shape":"sliding_window","scope":"venue","window_ms":1,"limit":)" +
                       std::to_string(depth) + "}]";
        shape.accounts = 4;
        shape.instruments = 64;
        shape.owners = owners;
        shape.held_max = std::max(depth, 64u);
        shape.orders_max = shape.grants_max = std::max(4 * depth, 1024u);
        gateway_ = std::make_unique<GatewayEngine>(plugin_path, shape, host);
        released_.reserve(depth);
        fill_window();
    }

    void run(int rounds, BatchTimer &hold, BatchTimer &release) {
        const sluice_api_v1 &api = gateway_->api();
        for (int round = 0; round < rounds; ++round) {
            prepare();
            now_ns_ += kWindowNs / 4;
            hold.time(depth_, [&] { submit_all(); });
            for (const sluice_verdict &verdict : verdicts_) {
                if (verdict.action != SLUICE_ACTION_HELD) throw std::runtime_error("submit did not say HELD");
            }
            now_ns_ += kWindowNs;
            int32_t done = 0;
            release.time(depth_, [&] {
                done = api.poll(gateway_->engine(), gateway_->venue_id(), now_ns_, static_cast<int32_t>(depth_));
            });
            if (done != static_cast<int32_t>(depth_) || released_.size() != depth_) {
                throw std::runtime_error("poll released " + std::to_string(released_.size()));
            }
            finish_released();
        }
    }

private:
    static sluice_status on_release(void *context, const sluice_release *release) {
        static_cast<HeldSide *>(context)->released_.push_back({release->grant, release->order_id});
        return SLUICE_OK;
    }

    void prepare() {
        for (std::size_t i = 0; i < depth_; ++i) {
            sluice_request &request = requests_[i] = plain_order();
            request.ticket = request.order_id = ++ticket_;
            request.account_id = gateway_->account(ticket_ % 4);
            request.instrument_id = gateway_->instrument(ticket_ % 61);
            request.owner_id = gateway_->owner(ticket_);
            verdicts_[i] = SLUICE_VERDICT_INIT;
        }
    }

    void submit_all() {
        const sluice_api_v1 &api = gateway_->api();
        for (std::size_t i = 0; i < depth_; ++i)
            api.submit(gateway_->lane(), &requests_[i], now_ns_, &verdicts_[i]);
    }

    void fill_window() {
        prepare();
        submit_all();
        for (std::size_t i = 0; i < depth_; ++i) {
            if (verdicts_[i].action != SLUICE_ACTION_SEND) throw std::runtime_error("submit did not say SEND");
            gateway_->finish_order(0, verdicts_[i].grant, requests_[i].order_id, now_ns_);
        }
    }

    void finish_released() {
        for (const Released &released : released_)
            gateway_->finish_order(0, released.grant, released.order_id, now_ns_);
        released_.clear();
    }

    const std::size_t depth_;
    std::uint64_t now_ns_ = 1'000'000'000'000;
    std::unique_ptr<GatewayEngine> gateway_;
    std::vector<sluice_request> requests_;
    std::vector<sluice_verdict> verdicts_;
    std::vector<Released> released_;
    std::uint64_t ticket_ = 0;
};

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
    HeldSide sluice(options.plugin_path, depth, 8);
    QueueSide queue(depth);
    const int rounds = std::max(options.rounds(kCalls / static_cast<int>(depth)), 3);
    run_interleaved(options.repeats, {
                                         [&] {
                                             BatchTimer hold, release;
                                             sluice.run(rounds, hold, release);
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
    for (const std::uint32_t depth : {64u, 1024u, 16384u}) {
        if (options.is_smoke && depth > 64) break;
        measure_depth(options, depth, figures);
    }
}

}  // namespace sluice_bench
