// Sees what a stretch of code asks of the C library and of the kernel. Three detectors, none of which the code can get
// around without the others noticing:
//   interposed functions   this program's own malloc, free, clock_gettime, pthread_mutex_lock and their like stand
//                          before those of the C library, for the library that it loads as well
//   system calls           a seccomp filter stops each one on its way into the kernel
//   time stamp counter     an instruction that reads it faults, so a clock read is seen however it is made
//
// The filter cannot be taken away again, so a watch belongs in a child process that ends after it. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace hotpath {

struct SystemCall {
    long number = 0;
    std::uintptr_t address = 0;  // of the instruction after it
};

// What was seen. Plain data, so that it can be handed over through shared memory.
struct Footprint {
    static constexpr std::size_t kListed = 8;

    std::uint64_t allocations = 0;  // malloc and its like
    std::uint64_t frees = 0;
    std::uint64_t locks = 0;  // of pthread, taken without a system call
    std::uint64_t clock_reads = 0;
    std::uint64_t time_stamps = 0;  // read from the processor, by the C library's clock too
    std::uint64_t system_calls = 0;
    SystemCall listed[kListed] = {};  // the first of them

    std::string text() const;
};

// What the detectors write into while it is armed; defined in watch.cpp.
struct Armed {
    bool is_on = false;
    Footprint footprint;
};
extern Armed armed;

// Whether this machine has what the detectors need; fills `why` when not. Installs them for good.
bool install_watch(std::string &why);
// False where the processor cannot be told to fault; the other detectors still see every call of a clock.
bool sees_time_stamps();

void arm();
// Ends the stretch and says what was seen in it.
Footprint disarm();

}  // namespace hotpath
