#include "harness/pinning.hpp"

#include <sched.h>

#include <stdexcept>
#include <vector>

namespace sluice_bench {

namespace {

// As it was when the process began.
const cpu_set_t &allowed() {
    static const cpu_set_t set = [] {
        cpu_set_t found;
        CPU_ZERO(&found);
        if (sched_getaffinity(0, sizeof found, &found) != 0) throw std::runtime_error("cannot read the processors");
        return found;
    }();
    return set;
}

void restrict_to(const cpu_set_t &set) {
    if (sched_setaffinity(0, sizeof set, &set) != 0) throw std::runtime_error("the system refuses to pin a thread");
}

}  // namespace

int processor_count() {
    return CPU_COUNT(&allowed());
}

void pin_to_processor(int index) {
    int left = index % processor_count();
    for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
        if (!CPU_ISSET(processor, &allowed()) || left-- != 0) continue;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(processor, &one);
        restrict_to(one);
        return;
    }
}

void unpin() {
    restrict_to(allowed());
}

}  // namespace sluice_bench
