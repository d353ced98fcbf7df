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

constexpr double kSpanNs = 20e6;
constexpr int kTurns = 5;  // of each side in a repeat, because the machine's speed changes within a second
constexpr int kOrdersBetweenLooks = 16;

// As a lock for calls that need none.
struct NoMutex {
    void lock() noexcept {}
    void unlock() noexcept {}
};

struct Place {
    std::size_t venue;
    int processor;
};

struct Work {
    double orders = 0;
    double longest_submit_ns = 0;
    bool is_refused = false;

    void add(const Work &more) {
        orders += more.orders;
        longest_submit_ns = std::max(longest_submit_ns, more.longest_submit_ns);
    }
};

// One trader: orders one after the other for the whole span, beginning with everybody else.
template <typename Mutex>
Work trade(const GatewayEngine &gateway, const Place &place, Mutex &mutex, const std::atomic<bool> &may_begin,
    double span_ns) {
    Work work;
    pin_to_processor(place.processor);
    const auto trader = static_cast<std::uint64_t>(place.processor);
    sluice_request request = plain_order();
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    request.ticket = (trader + 1) << 48;
    sluice_event event = SLUICE_EVENT_INIT;
    std::uint64_t longest_ticks = 0;
    // Asleep, for a spinning thread that nobody may disturb would keep the others from coming so far.
    may_begin.wait(false);
    const Undisturbed undisturbed;
    const std::uint64_t begin = ticks_at_begin();
    const auto span_ticks = static_cast<std::uint64_t>(span_ns / ns_per_tick());
    while (__rdtsc() - begin < span_ticks) {
        for (int i = 0; i < kOrdersBetweenLooks; ++i) {
            request.order_id = ++request.ticket;
            const std::uint64_t key = trader * kOrdersBetweenLooks + static_cast<std::uint64_t>(i);
            request.account_id = gateway.account(key);
            request.instrument_id = gateway.instrument(key);
            request.owner_id = gateway.owner(key);
            const std::uint64_t before = __rdtsc();
            {
                const std::lock_guard<Mutex> guard(mutex);
                gateway.api().submit(gateway.lane(place.venue), &request, 0, &verdict);
            }
            longest_ticks = std::max<std::uint64_t>(longest_ticks, __rdtsc() - before);
            work.is_refused |= verdict.action != SLUICE_ACTION_SEND;
            event.grant = verdict.grant;
            event.order_id = request.order_id;
            for (const std::uint32_t kind : {SLUICE_EVENT_WRITTEN, SLUICE_EVENT_DONE}) {
                event.kind = kind;
                const std::lock_guard<Mutex> guard(mutex);
                gateway.api().report(gateway.lane(place.venue), &event, 0);
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
              EngineShape{.limits = four_open_limits(), .venues = 2, .accounts = 32, .instruments = 32, .owners = 32},
              quiet_host()) {}

    // Two traders, each on a processor of its own.
    template <typename Mutex>
    void run_two(std::array<Work, 2> &sums, const std::array<std::size_t, 2> &venues, Mutex &mutex) {
        const std::vector<Work> works = run({{venues[0], 0}, {venues[1], 1}}, mutex);
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i].add(works[i]);
    }

    // One trader alone, first on one processor, then on the other: they may differ in speed, and two traders use both.
    void run_one(std::array<Work, 2> &sums) {
        NoMutex none;
        for (int processor = 0; processor < 2; ++processor) {
            Work work = run({{0, processor}}, none)[0];
            work.orders /= 2;
            sums[static_cast<std::size_t>(processor)].add(work);
        }
    }

    void note(const std::string &name, const std::array<Work, 2> &sums, int turns) {
        const double orders = sums[0].orders + sums[1].orders;
        figures_.add(name + "_per_second", orders / (span_ns_ * turns) * 1e9);
        figures_.add(name + "_longest_submit_ns", std::max(sums[0].longest_submit_ns, sums[1].longest_submit_ns));
        figures_.add(name + "_slower_thread_percent", 100 * std::min(sums[0].orders, sums[1].orders) / orders);
    }

private:
    // One trader at each place, all at the same time.
    template <typename Mutex>
    std::vector<Work> run(const std::vector<Place> &places, Mutex &mutex) {
        std::vector<Work> works(places.size());
        std::vector<std::thread> threads;
        std::atomic<bool> may_begin{false};
        for (std::size_t i = 0; i < places.size(); ++i) {
            threads.emplace_back([&, i] { works[i] = trade(gateway_, places[i], mutex, may_begin, span_ns_); });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        may_begin = true;
        may_begin.notify_all();
        for (std::thread &thread : threads)
            thread.join();
        for (const Work &work : works) {
            if (work.is_refused) throw std::runtime_error("submit did not say SEND");
        }
        return works;
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
    for (int repeat = 0; repeat < options.repeats; ++repeat) {
        std::array<Work, 2> one_thread, two_venues, one_venue, behind_mutex;
        run_interleaved(kTurns, {
                                    [&] { traders.run_one(one_thread); },
                                    [&] {
                                        traders.run_two(two_venues, {0, 1}, none);
                                    },
                                    [&] {
                                        traders.run_two(one_venue, {0, 0}, none);
                                    },
                                    [&] {
                                        traders.run_two(behind_mutex, {0, 0}, mutex);
                                    },
                                });
        traders.note("one_thread", one_thread, kTurns);
        traders.note("two_venues", two_venues, kTurns);
        traders.note("one_venue", one_venue, kTurns);
        traders.note("one_venue_behind_mutex", behind_mutex, kTurns);
    }
}

}  // namespace sluice_bench
