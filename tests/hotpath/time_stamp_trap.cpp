#include "time_stamp_trap.hpp"

#include "system_call_trap.hpp"
#include "watch.hpp"

#if defined(__x86_64__)

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <x86intrin.h>

namespace hotpath {

namespace {

// Executes the instruction that faulted in its place. Any other fault is a real one.
void on_fault(int signal, siginfo_t *, void *context) {
    greg_t *registers = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
    const auto *code = reinterpret_cast<const unsigned char *>(registers[REG_RIP]);
    const bool is_rdtsc = code[0] == 0x0f && code[1] == 0x31;
    const bool is_rdtscp = code[0] == 0x0f && code[1] == 0x01 && code[2] == 0xf9;
    if (!is_rdtsc && !is_rdtscp) {
        struct sigaction action = {};
        action.sa_handler = SIG_DFL;
        hotpath_system_call(SYS_rt_sigaction, signal, reinterpret_cast<long>(&action), 0, 8);
        return;
    }
    if (armed.is_on) ++armed.footprint.time_stamps;
    trap_time_stamps(false);
    unsigned processor = 0;
    const std::uint64_t stamp = __rdtscp(&processor);
    trap_time_stamps(true);
    registers[REG_RAX] = static_cast<greg_t>(stamp & 0xffffffffu);
    registers[REG_RDX] = static_cast<greg_t>(stamp >> 32);
    if (is_rdtscp) registers[REG_RCX] = processor;
    registers[REG_RIP] += is_rdtscp ? 3 : 2;
}

}  // namespace

bool install_time_stamp_trap() {
    int mode = 0;
    if (prctl(PR_GET_TSC, &mode) != 0 || prctl(PR_SET_TSC, PR_TSC_SIGSEGV) != 0) return false;
    trap_time_stamps(false);
    struct sigaction action = {};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSEGV, &action, nullptr);
    return true;
}

void trap_time_stamps(bool is_on) {
    hotpath_system_call(SYS_prctl, PR_SET_TSC, is_on ? PR_TSC_SIGSEGV : PR_TSC_ENABLE);
}

}  // namespace hotpath

#else

namespace hotpath {
bool install_time_stamp_trap() {
    return false;
}
void trap_time_stamps(bool) {}
}  // namespace hotpath

#endif
