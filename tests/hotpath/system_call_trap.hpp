// Stops every system call of this process before the kernel acts on it, notes it while the watch is armed, and makes it
// then, so that the program goes on as if nothing were. By seccomp, which needs no privilege and no second process.
#pragma once

#include <string>

namespace hotpath {

// For the rest of the process. False, with the reason, where the kernel or the container does not permit it.
bool install_system_call_trap(std::string &why);

}  // namespace hotpath

// A system call that the trap lets pass.
extern "C" long hotpath_system_call(
    long number, long first = 0, long second = 0, long third = 0, long fourth = 0, long fifth = 0, long sixth = 0);
