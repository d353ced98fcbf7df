#include "gates/fifo_gate.hpp"

#include <algorithm>
#include <chrono>

#include "clock.hpp"
#include "gates/send_to_venue.hpp"

namespace fix_gateway {

std::uint64_t TokenBucket::available_ns(std::uint64_t now_ns) const {
    const std::uint64_t room_ns = window_ns_ - cost_ns_;
    return full_ns_ > now_ns + room_ns ? full_ns_ - room_ns : now_ns;
}

void TokenBucket::take(std::uint64_t now_ns) {
    full_ns_ = std::max(full_ns_, now_ns) + cost_ns_;
}

FifoGate::FifoGate(const FifoConfig &config, const VenueSessions &sessions, GateListener &listener)
    : sessions_(sessions), listener_(listener) {
    const TokenBucket full(config.limit, config.window_ms * kMillisecondNs);
    for (std::size_t index = 0; index < sessions.size(); ++index)
        lanes_.emplace_back(full);
}

FifoGate::~FifoGate() {
    stop(0);
}

GateVerdict FifoGate::offer(OutboundItem item) {
    GateVerdict verdict;
    std::unique_lock<std::mutex> lock(mutex_);
    Lane &lane = lanes_[item.venue_session];
    const std::uint64_t now_ns = monotonic_ns();
    if (is_stopping_ || lane.queue.size() >= kQueueMax) {
        verdict.action = GateAction::kRefused;
        verdict.text = is_stopping_ ? "Gateway: the gateway is stopping" : "Gateway: the queue is full";
        return verdict;
    }
    if (lane.is_sending || !lane.queue.empty() || lane.bucket.available_ns(now_ns) > now_ns) {
        lane.queue.push_back(std::move(item));
        changed_.notify_one();
        verdict.action = GateAction::kHeld;
        return verdict;
    }
    lane.bucket.take(now_ns);
    lane.is_sending = true;
    lock.unlock();
    verdict.text = send_to_venue(item.message, sessions_, item.venue_session);
    verdict.action = verdict.text.empty() ? GateAction::kSent : GateAction::kRefused;
    lock.lock();
    lane.is_sending = false;
    if (!lane.queue.empty()) changed_.notify_one();
    return verdict;
}

void FifoGate::start() {
    thread_ = std::thread(&FifoGate::run, this);
}

void FifoGate::run() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!is_stopping_) {
        const std::uint64_t due_ns = send_due(lock);
        if (is_stopping_) break;
        if (due_ns == UINT64_MAX) {
            changed_.wait(lock);
        } else {
            const std::uint64_t now_ns = monotonic_ns();
            if (due_ns > now_ns) changed_.wait_for(lock, std::chrono::nanoseconds(due_ns - now_ns));
        }
    }
}

std::uint64_t FifoGate::send_due(std::unique_lock<std::mutex> &lock) {
    std::uint64_t next_ns = UINT64_MAX;
    for (Lane &lane : lanes_) {
        while (!lane.queue.empty() && !lane.is_sending && !is_stopping_) {
            const std::uint64_t now_ns = monotonic_ns();
            const std::uint64_t available_ns = lane.bucket.available_ns(now_ns);
            if (available_ns > now_ns) {
                next_ns = std::min(next_ns, available_ns);
                break;
            }
            OutboundItem item = std::move(lane.queue.front());
            lane.queue.pop_front();
            lane.bucket.take(now_ns);
            lane.is_sending = true;
            lock.unlock();
            GateDrop drop;
            drop.request_id = item.request_id;
            drop.text = send_to_venue(item.message, sessions_, item.venue_session);
            if (!drop.text.empty()) listener_.on_dropped(drop);
            lock.lock();
            lane.is_sending = false;
        }
    }
    return next_ns;
}

bool FifoGate::is_empty() const {
    return std::all_of(
        lanes_.begin(), lanes_.end(), [](const Lane &lane) { return lane.queue.empty() && !lane.is_sending; });
}

std::size_t FifoGate::held_count() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::size_t count = 0;
    for (const Lane &lane : lanes_)
        count += lane.queue.size();
    return count;
}

void FifoGate::stop(std::uint64_t until_ns) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (thread_.joinable() && !is_empty() && monotonic_ns() < until_ns) {
        lock.unlock();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        lock.lock();
    }
    is_stopping_ = true;
    changed_.notify_all();
    lock.unlock();
    if (thread_.joinable()) thread_.join();
    for (Lane &lane : lanes_) {
        for (; !lane.queue.empty(); lane.queue.pop_front()) {
            GateDrop drop;
            drop.request_id = lane.queue.front().request_id;
            drop.text = "Gateway: the gateway is stopping";
            listener_.on_dropped(drop);
        }
    }
}

}  // namespace fix_gateway
