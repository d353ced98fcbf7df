// A thread that sleeps as long as this object lives. In a process with one thread the C library takes a mutex without
// an atomic operation; a gateway always has several, so its mutexes, and those of the peers here, cost more.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

namespace sluice_bench {

class SecondThread {
public:
    SecondThread()
        : thread_([this] {
              std::unique_lock<std::mutex> lock(mutex_);
              ended_.wait(lock, [this] { return is_ended_; });
          }) {}
    ~SecondThread() {
        {
            const std::lock_guard<std::mutex> guard(mutex_);
            is_ended_ = true;
        }
        ended_.notify_one();
        thread_.join();
    }
    SecondThread(const SecondThread &) = delete;
    SecondThread &operator=(const SecondThread &) = delete;

private:
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_ended_ = false;
    std::thread thread_;
};

}  // namespace sluice_bench
