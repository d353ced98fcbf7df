// Token buckets with their own clock, by one thread and by two at the same bucket.

#include <chrono>

#include "peers/folly_bucket.hpp"
#include "peers/gcra_bucket.hpp"
#include "peers/mutex_bucket.hpp"
#include "sweeps/sweeps.hpp"

namespace sluice_bench {

namespace {

std::uint64_t steady_ns() {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

template <typename Consume>
void add_bucket(const char *name, Consume consume) {
    const auto run = [consume](benchmark::State &state) {
        for (auto _ : state)
            keep(consume());
        state.SetItemsProcessed(state.iterations());
    };
    benchmark::RegisterBenchmark((std::string("bucket/") + name).c_str(), run)->Threads(1)->Threads(2)->UseRealTime();
}

}  // namespace

void add_bucket_sweeps() {
    static FollyBucket folly(1e9, 1e9);
    static GcraBucket gcra(1, 1'000'000'000);
    static MutexBucket mutex(1, 1e9);
    add_bucket("folly_atomic_double", [] { return folly.consume(1); });
    add_bucket("gcra", [] { return gcra.consume(steady_ns()); });
    add_bucket("mutex", [] { return mutex.consume(steady_ns()); });
    add_bucket("clock_alone", [] { return steady_ns() != 0; });
}

}  // namespace sluice_bench
