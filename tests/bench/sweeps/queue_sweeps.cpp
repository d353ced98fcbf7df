// Queues that a gateway might take instead: so many pushes, then as many pops, by one thread. All but
// std::priority_queue and oneTBB's are plain queues, without classes; none has fairness, expiry, or algebra on orders.

#include <atomic_queue/atomic_queue.h>
#include <concurrentqueue/concurrentqueue.h>
#include <oneapi/tbb/concurrent_priority_queue.h>

#include <boost/lockfree/queue.hpp>
#include <memory>

#include "peers/mutex_queue.hpp"
#include "sweeps/sweeps.hpp"

namespace sluice_bench {

namespace {

constexpr std::size_t kDepthMax = 65'536;

class BoostQueue {
public:
    explicit BoostQueue(std::size_t capacity) : queue_(capacity) {}
    void push(const QueuedRequest &request) { queue_.push(request); }
    bool pop(QueuedRequest &request) { return queue_.pop(request); }

private:
    boost::lockfree::queue<QueuedRequest> queue_;
};

class MoodycamelQueue {
public:
    explicit MoodycamelQueue(std::size_t capacity) : queue_(capacity) {}
    void push(const QueuedRequest &request) { queue_.enqueue(request); }
    bool pop(QueuedRequest &request) { return queue_.try_dequeue(request); }

private:
    moodycamel::ConcurrentQueue<QueuedRequest> queue_;
};

class AtomicQueue {
public:
    explicit AtomicQueue(std::size_t) : queue_(std::make_unique<Queue>()) {}
    void push(const QueuedRequest &request) { queue_->push(request); }
    bool pop(QueuedRequest &request) { return queue_->try_pop(request); }

private:
    using Queue = atomic_queue::AtomicQueue2<QueuedRequest, kDepthMax>;
    std::unique_ptr<Queue> queue_;
};

class TbbPriorityQueue {
public:
    explicit TbbPriorityQueue(std::size_t capacity) : queue_(capacity) {}
    void push(const QueuedRequest &request) { queue_.push(request); }
    bool pop(QueuedRequest &request) { return queue_.try_pop(request); }

private:
    tbb::concurrent_priority_queue<QueuedRequest> queue_;
};

template <typename Queue>
void push_and_pop(benchmark::State &state) {
    const auto depth = static_cast<std::size_t>(state.range(0));
    Queue queue(depth);
    std::uint64_t sequence = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < depth; ++i) {
            ++sequence;
            queue.push({sequence, sequence, sequence, static_cast<std::uint32_t>(sequence % 3), 0});
        }
        QueuedRequest request;
        for (std::size_t i = 0; i < depth; ++i) {
            queue.pop(request);
            keep(request.ticket);
        }
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

template <typename Queue>
void add_queue(const char *name) {
    benchmark::RegisterBenchmark((std::string("queue/") + name).c_str(), push_and_pop<Queue>)
        ->Arg(64)
        ->Arg(1024)
        ->Arg(16'384)
        ->Arg(kDepthMax);
}

}  // namespace

void add_queue_sweeps() {
    add_queue<MutexQueue>("std_priority_queue_mutex");
    add_queue<TbbPriorityQueue>("tbb_concurrent_priority_queue");
    add_queue<BoostQueue>("boost_lockfree");
    add_queue<MoodycamelQueue>("moodycamel");
    add_queue<AtomicQueue>("atomic_queue");
}

}  // namespace sluice_bench
