// What a gateway writes first when it needs a smoothing queue: std::priority_queue behind a std::mutex, most urgent
// class first, oldest first within it. No fairness, no algebra, no expiry. Any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <queue>
#include <vector>

namespace sluice_bench {

struct QueuedRequest {
    std::uint64_t ticket = 0;
    std::uint64_t order_id = 0;
    std::uint64_t sequence = 0;
    std::uint32_t request_class = 0;
    std::uint32_t owner = 0;

    friend bool operator<(const QueuedRequest &left, const QueuedRequest &right) noexcept {
        if (left.request_class != right.request_class) return left.request_class > right.request_class;
        return left.sequence > right.sequence;
    }
};

class MutexQueue {
public:
    explicit MutexQueue(std::size_t capacity) {
        std::vector<QueuedRequest> room;
        room.reserve(capacity);
        queue_ = std::priority_queue<QueuedRequest>(std::less<QueuedRequest>(), std::move(room));
    }

    void push(const QueuedRequest &request) {
        const std::lock_guard<std::mutex> guard(mutex_);
        queue_.push(request);
    }

    bool pop(QueuedRequest &request) {
        const std::lock_guard<std::mutex> guard(mutex_);
        if (queue_.empty()) return false;
        request = queue_.top();
        queue_.pop();
        return true;
    }

private:
    std::mutex mutex_;
    std::priority_queue<QueuedRequest> queue_;
};

}  // namespace sluice_bench
