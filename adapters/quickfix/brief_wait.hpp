// Waiting for another thread that is in the middle of something short: a copy, a report. It needs no lock and nothing
// from the waiting thread to come to its end. Any thread.
#ifndef SLUICE_QUICKFIX_BRIEF_WAIT_HPP
#define SLUICE_QUICKFIX_BRIEF_WAIT_HPP

#include <time.h>

#include <thread>

namespace sluice {
namespace quickfix {

// `condition()` must read with acquire what the other thread writes with release.
template <class Condition>
void wait_while(Condition condition) noexcept {
    // The other thread may have lost its processor: then it is let in, also where this one has the higher priority.
    constexpr int kYieldsBeforeSleep = 100;
    constexpr long kSleepNs = 20000;
    for (int look = 0; condition(); ++look) {
        if (look < kYieldsBeforeSleep) {
            std::this_thread::yield();
            continue;
        }
        timespec pause{};
        pause.tv_nsec = kSleepNs;
        nanosleep(&pause, nullptr);
    }
}

}  // namespace quickfix
}  // namespace sluice

#endif
