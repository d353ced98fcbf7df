// What a second thread adds: orders a second (submit, WRITTEN, DONE) of one thread, of two at venues of their own, and
// of two at the same venue. The last is held against the same engine behind a std::mutex, which every call takes: what
// a gateway would do with a library that is not safe for threads. Each thread also notes its longest call of submit().

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "cases/cases.hpp"
#include "harness/gateway_engine.hpp"
#include "harness/pinning.hpp"
#include "harness/tsc.hpp"
#include "harness/undisturbed.hpp"

namespace sluice_bench {

namespace {

constexpr double kSpanNs = 100e6;  // a repeat
constexpr int kOrdersBetweenLooks = 16;

// As a lock for calls that need none.
struct NoMutex {
    void lock() noexcept {}
    void unlock() noexcept {}
};

struct Work {
    double orders = 0;
    double longest_submit_ns = 0;
    bool is_refused = false;
};

// One trader: orders one after the other for the whole span, beginning with everybody else.
template <typename Mutex>
Work trade(const GatewayEngine &gateway, std::size_t venue, std::uint64_t trader, Mutex &mutex,
    const std::atomic<bool> &may_begin, double span_ns) {
    Work work;
    pin_to_processor(static_cast<int>(trader));
    const Undisturbed undisturbed;
    sluice_request request = plain_order();
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    request.account_id = gateway.account(trader);
    request.instrument_id = gateway.instrument(trader);
    request.owner_id = gateway.owner(trader);
    request.ticket = (trader + 1) << 48;
    sluice_event event = SLUICE_EVENT_INIT;
    std::uint64_t longest_ticks = 0;
    while (!may_begin.load(std::memory_order_acquire)) {
    }
    const std::uint64_t begin = ticks_at_begin();
    const auto span_ticks = static_cast<std::uint64_t>(span_ns / ns_per_tick());
    while (__rdtsc() - begin < span_ticks) {
        for (int i = 0; i < kOrdersBetweenLooks; ++i) {
            request.order_id = ++request.ticket;
            const std::uint64_t before = __rdtsc();
            {
                const std::lock_guard<Mutex> guard(mutex);
                gateway.api().submit(gateway.lane(venue), &request, 0, &verdict);
            }
            longest_ticks = std::max<std::uint64_t>(longest_ticks, __rdtsc() - before);
            work.is_refused |= verdict.action != SLUICE_ACTION_SEND;
            event.grant = verdict.grant;
            event.order_id = request.order_id;
            for (const std::uint32_t kind : {SLUICE_EVENT_WRITTEN, SLUICE_EVENT_DONE}) {
                event.kind = kind;
                const std::lock_guard<Mutex> guard(mutex);
                gateway.api().report(gateway.lane(venue), &event, 0);
            }
        }
        work.orders += kOrdersBetweenLooks;
    }
    work.longest_submit_ns = ns_of(longest_ticks);
    return work;
}

class Traders {
public:
    Traders(const RunOptions &options, Figures &figures)
        : figures_(figures),
          span_ns_(options.is_smoke ? kSpanNs / 100 : kSpanNs),
          gateway_(options.plugin_path,
              EngineShape{.limits = four_open_limits(), .venues = 2, .accounts = 4, .instruments = 4, .owners = 4},
              quiet_host()) {}

    // One trader for each venue named, each on a processor of its own.
    template <typename Mutex>
    void run(const std::string &name, const std::vector<std::size_t> &venues, Mutex &mutex) {
        std::vector<Work> works(venues.size());
        std::vector<std::thread> threads;
        std::atomic<bool> may_begin{false};
        for (std::size_t trader = 0; trader < venues.size(); ++trader) {
            threads.emplace_back(
                [&, trader] { works[trader] = trade(gateway_, venues[trader], trader, mutex, may_begin, span_ns_); });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        may_begin.store(true, std::memory_order_release);
        for (std::thread &thread : threads)
            thread.join();
        note(name, works);
    }

private:
    void note(const std::string &name, const std::vector<Work> &works) {
        Work sum;
        double slowest = works[0].orders;
        for (const Work &work : works) {
            if (work.is_refused) throw std::runtime_error("submit did not say SEND");
            sum.orders += work.orders;
            sum.longest_submit_ns = std::max(sum.longest_submit_ns, work.longest_submit_ns);
            slowest = std::min(slowest, work.orders);
        }
        figures_.add(name + "_per_second", sum.orders / span_ns_ * 1e9);
        figures_.add(name + "_longest_submit_ns", sum.longest_submit_ns);
        if (works.size() == 1) return;
        figures_.add(name + "_slower_thread_percent", 100 * slowest / sum.orders);
    }

    Figures &figures_;
    const double span_ns_;
    GatewayEngine gateway_;
};

}  // namespace

void two_threads(const RunOptions &options, Figures &figures) {
    if (processor_count() < 2) throw std::runtime_error("two threads need two processors");
    Traders traders(options, figures);
    NoMutex none;
    std::mutex mutex;
    run_interleaved(options.repeats, {
                                         [&] { traders.run("one_thread", {0}, none); },
                                         [&] {
                                             traders.run("two_venues", {0, 1}, none);
                                         },
                                         [&] {
                                             traders.run("one_venue", {0, 0}, none);
                                         },
                                         [&] {
                                             traders.run("one_venue_behind_mutex", {0, 0}, mutex);
                                         },
                                     });
}

}  // namespace sluice_bench
