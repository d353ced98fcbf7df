// The ready thread that drives poll() for one venue, or for all. A gateway whose send can block gives each venue a pump
// of its own, so that a stalled venue delays no other.
//
// Threads: start() and stop() by one control thread; wake() by any thread, and that is what the host's wake callback
// calls; everything else runs on the pump's own thread. Invariants: a wake-up is never lost; a parked pump neither
// burns the processor nor sleeps past what is due (CLOCK_MONOTONIC, absolute times, timer slack 1 ns); the thread takes
// no signals. The engine's clock must be aligned with CLOCK_MONOTONIC. Needs C++11 and Linux.
#ifndef SLUICE_CPP_PUMP_HPP
#define SLUICE_CPP_PUMP_HPP

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "sluice/api.h"
#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/failure.hpp"

namespace sluice {
inline namespace sdk_v1 {

// What a pump does while nothing is due.
enum class PumpWait {
    kPark,   // sleeps until the next due time or a wake-up; costs a thread switch (tens of microseconds)
    kYield,  // gives the processor away and looks again; for a machine with a core to spare
    kSpin    // never leaves the processor; for a pinned core of its own
};

struct PumpOptions {
    PumpWait wait = PumpWait::kPark;
    // Shown by ps and top; cut to 15 bytes, the most that Linux keeps.
    std::string name = "sluice-pump";
    // Processor to pin the thread to; -1: none.
    int cpu = -1;
    // Units of work for one call of poll(), 1 or more; between calls the pump looks whether it shall stop.
    std::int32_t budget = 64;
    // Called on the pump's thread before every poll, with the time; returns when it wants to be called again at the
    // latest, or SLUICE_NEVER. May be empty. Must not throw.
    std::function<std::uint64_t(std::uint64_t now_ns)> before_poll;
};

class Pump {
public:
    // The engine must outlive the pump. venue_id may be SLUICE_VENUE_ALL.
    Pump(const Engine &engine, std::uint32_t venue_id, PumpOptions options)
        : engine_(engine), venue_id_(venue_id), options_(std::move(options)) {
        if (options_.budget < 1) {
            throw failure(SLUICE_E_ARGUMENT, 0,
                "Sluice pump '" + options_.name + "': budget is " + std::to_string(options_.budget) +
                    ", it must be 1 or more.");
        }
    }
    Pump(const Pump &) = delete;
    Pump &operator=(const Pump &) = delete;
    ~Pump() { stop(); }

    // Starts the thread; throws sluice::failure when it cannot be pinned, std::system_error when there is no thread to
    // be had. Starting a running pump does nothing.
    void start() {
        if (thread_.joinable()) return;
        is_stopping_.store(false);
        // The new thread inherits the mask, so not even its first instruction can be interrupted by a signal.
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        try {
            thread_ = std::thread(&Pump::run, this);
        } catch (...) {
            pthread_sigmask(SIG_SETMASK, &before, nullptr);
            throw;
        }
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        pthread_setname_np(thread_.native_handle(), options_.name.substr(0, kNameBytesMax).c_str());
        if (options_.cpu >= 0) pin();
    }

    // Ends and joins the thread after the poll that it is in. Held requests stay held: stop the engine first to drain.
    // From a callback on the pump's own thread it only asks for the end, and the owner's later stop() joins.
    void stop() noexcept {
        is_stopping_.store(true);
        wake(0);
        if (thread_.joinable() && thread_.get_id() != std::this_thread::get_id()) thread_.join();
    }

    bool is_running() const noexcept { return thread_.joinable(); }

    // Something is due at due_ns (which may be past): polls then. Any thread, also from inside a poll; no lock, and a
    // system call only when the pump sleeps longer than that.
    void wake(std::uint64_t due_ns) noexcept {
        std::uint64_t known = woken_for_ns_.load();
        while (due_ns < known && !woken_for_ns_.compare_exchange_weak(known, due_ns)) {
        }
        // Pairs with park(): the pump stores asleep_until_ns_ and then reads woken_for_ns_, we do it the other way
        // round, both sequentially consistent, so at least one of us sees the other.
        if (due_ns < asleep_until_ns_.load()) {
            sequence_.fetch_add(1);
            syscall(
                SYS_futex, reinterpret_cast<std::uint32_t *>(&sequence_), FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
        }
    }

    // How often the engine was polled; for tests and dashboards. Any thread.
    std::uint64_t polls() const noexcept { return polls_.load(std::memory_order_relaxed); }

private:
    static constexpr std::size_t kNameBytesMax = 15;
    // An engine that says "due now" but then does nothing is asked again at once only so often in a row.
    static constexpr int kFruitlessRoundsMax = 16;
    static constexpr std::uint64_t kFruitlessPauseNs = 1000000;
    // An engine that answers with an error (stopped, destroyed) is asked again after this long.
    static constexpr std::uint64_t kErrorPauseNs = 10000000;

    static std::uint64_t clock_ns() noexcept {
        timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return static_cast<std::uint64_t>(now.tv_sec) * 1000000000u + static_cast<std::uint64_t>(now.tv_nsec);
    }

    void pin() {
        cpu_set_t processors;
        CPU_ZERO(&processors);
        int status = EINVAL;
        if (options_.cpu < CPU_SETSIZE) {
            CPU_SET(options_.cpu, &processors);
            status = pthread_setaffinity_np(thread_.native_handle(), sizeof(processors), &processors);
        }
        if (status == 0) return;
        stop();
        throw failure(SLUICE_E_ARGUMENT, static_cast<std::uint32_t>(status),
            "Sluice pump '" + options_.name + "': cannot be pinned to processor " + std::to_string(options_.cpu) +
                ": name one that this process may use, or -1.");
    }

    void run() noexcept {
        // Without this the kernel may add 50 microseconds to every sleep to save energy.
        prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
        int fruitless_rounds = 0;
        while (!is_stopping_.load()) {
            // Forgotten before the poll: a wake-up that comes during it is for the round after.
            woken_for_ns_.store(SLUICE_NEVER);
            std::uint64_t due_ns = SLUICE_NEVER;
            if (options_.before_poll) due_ns = options_.before_poll(clock_ns());
            const std::int32_t done = engine_.poll(venue_id_, 0, options_.budget);
            polls_.fetch_add(1, std::memory_order_relaxed);
            if (done >= options_.budget) continue;

            if (done < 0) {
                due_ns = earlier(due_ns, clock_ns() + kErrorPauseNs);
            } else {
                std::uint64_t engine_due_ns = engine_.next_due_ns(venue_id_);
                fruitless_rounds = done == 0 ? fruitless_rounds + 1 : 0;
                if (fruitless_rounds > kFruitlessRoundsMax) {
                    const std::uint64_t pause_end_ns = clock_ns() + kFruitlessPauseNs;
                    if (engine_due_ns < pause_end_ns) engine_due_ns = pause_end_ns;
                }
                due_ns = earlier(due_ns, engine_due_ns);
            }
            if (wait_until(due_ns)) fruitless_rounds = 0;
        }
    }

    static std::uint64_t earlier(std::uint64_t left, std::uint64_t right) noexcept {
        return left < right ? left : right;
    }

    // Returns when due_ns or an earlier wake-up is due; true when time has passed in it.
    bool wait_until(std::uint64_t due_ns) noexcept {
        bool has_waited = false;
        while (!is_stopping_.load()) {
            const std::uint64_t until_ns = earlier(due_ns, woken_for_ns_.load());
            if (until_ns != SLUICE_NEVER && until_ns <= clock_ns()) break;
            has_waited = true;
            switch (options_.wait) {
                case PumpWait::kPark:
                    park(until_ns);
                    break;
                case PumpWait::kYield:
                    sched_yield();
                    break;
                case PumpWait::kSpin:
                    relax();
                    break;
            }
        }
        return has_waited;
    }

    void park(std::uint64_t until_ns) noexcept {
        const std::uint32_t sequence = sequence_.load();
        asleep_until_ns_.store(until_ns);
        // See wake(): what was asked for before the store above is seen here, what comes after it moves the sequence.
        if (woken_for_ns_.load() >= until_ns && !is_stopping_.load()) {
            timespec until;
            until.tv_sec = static_cast<time_t>(until_ns / 1000000000u);
            until.tv_nsec = static_cast<long>(until_ns % 1000000000u);
            // FUTEX_WAIT_BITSET takes an absolute time of CLOCK_MONOTONIC; a plain FUTEX_WAIT would take a duration.
            syscall(SYS_futex, reinterpret_cast<std::uint32_t *>(&sequence_), FUTEX_WAIT_BITSET_PRIVATE, sequence,
                until_ns == SLUICE_NEVER ? nullptr : &until, nullptr, FUTEX_BITSET_MATCH_ANY);
        }
        asleep_until_ns_.store(0);
    }

    static void relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        __asm__ __volatile__("yield");
#endif
    }

    static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t), "the kernel waits on the plain word");

    // Constant after construction.
    const Engine &engine_;
    const std::uint32_t venue_id_;
    const PumpOptions options_;
    // Written by any thread.
    std::atomic<std::uint64_t> woken_for_ns_{SLUICE_NEVER};
    std::atomic<std::uint32_t> sequence_{0};
    std::atomic<bool> is_stopping_{false};
    // Written by the pump's thread; 0 while it is awake.
    std::atomic<std::uint64_t> asleep_until_ns_{0};
    std::atomic<std::uint64_t> polls_{0};
    // Control thread only.
    std::thread thread_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
