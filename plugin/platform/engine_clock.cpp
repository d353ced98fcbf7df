#include "platform/engine_clock.hpp"

#include <cstdio>
#include <cstring>

namespace sluice {

namespace {

// The kernel compares the counters of all cores and watches them; where it keeps its own time by them, so may we.
bool does_kernel_trust_tsc() noexcept {
#if defined(__x86_64__)
    std::FILE *file = std::fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
    if (file == nullptr) return false;
    char name[16] = {};
    const bool is_read = std::fgets(name, sizeof name, file) != nullptr;
    std::fclose(file);
    return is_read && std::strcmp(name, "tsc\n") == 0;
#else
    return false;
#endif
}

}  // namespace

EngineClock::EngineClock() noexcept : has_tsc_(does_kernel_trust_tsc()) {}

}  // namespace sluice
