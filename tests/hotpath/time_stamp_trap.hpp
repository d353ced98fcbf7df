// Makes the processor fault where its time stamp counter is read, notes it while the watch is armed, and gives the
// value all the same. The C library's clock reads that counter too, so no clock read goes unseen. Needs the system call
// trap.
#pragma once

namespace hotpath {

// False where the kernel or the processor cannot do that.
bool install_time_stamp_trap();
void trap_time_stamps(bool is_on);

}  // namespace hotpath
