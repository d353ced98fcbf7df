#include "watch.hpp"

#include <dlfcn.h>

#include <cstdio>

#include "system_call_trap.hpp"
#include "time_stamp_trap.hpp"

namespace hotpath {

Armed armed;

namespace {
bool has_time_stamp_trap = false;
}

bool install_watch(std::string &why) {
    if (!install_system_call_trap(why)) return false;
    has_time_stamp_trap = install_time_stamp_trap();
    return true;
}

bool sees_time_stamps() {
    return has_time_stamp_trap;
}

void arm() {
    armed.footprint = Footprint();
    if (has_time_stamp_trap) trap_time_stamps(true);
    armed.is_on = true;
}

Footprint disarm() {
    armed.is_on = false;
    if (has_time_stamp_trap) trap_time_stamps(false);
    return armed.footprint;
}

std::string Footprint::text() const {
    char line[256];
    std::snprintf(line, sizeof line,
        "%llu allocations, %llu frees, %llu locks, %llu clock reads, %llu time stamps, %llu system calls",
        static_cast<unsigned long long>(allocations), static_cast<unsigned long long>(frees),
        static_cast<unsigned long long>(locks), static_cast<unsigned long long>(clock_reads),
        static_cast<unsigned long long>(time_stamps), static_cast<unsigned long long>(system_calls));
    std::string all = line;
    for (std::size_t index = 0; index < kListed && index < system_calls; ++index) {
        Dl_info where = {};
        dladdr(reinterpret_cast<void *>(listed[index].address), &where);
        std::snprintf(line, sizeof line, "\n  system call %ld from %s (%s)", listed[index].number,
            where.dli_sname != nullptr ? where.dli_sname : "an unnamed function",
            where.dli_fname != nullptr ? where.dli_fname : "no file");
        all += line;
    }
    return all;
}

}  // namespace hotpath
