#include "system_call_trap.hpp"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "watch.hpp"

#if defined(__x86_64__)

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

// The filter knows this one by the address behind its instruction.
asm(R"(
    .text
    .globl hotpath_system_call
    .type hotpath_system_call, @function
hotpath_system_call:
    movq %rdi, %rax
    movq %rsi, %rdi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movq %r8, %r10
    movq %r9, %r8
    movq 8(%rsp), %r9
    syscall
    .globl hotpath_system_call_end
hotpath_system_call_end:
    ret
    .size hotpath_system_call, . - hotpath_system_call
)");
extern "C" const char hotpath_system_call_end[];

namespace hotpath {

namespace {

void on_system_call(int, siginfo_t *info, void *context) {
    const int saved_errno = errno;
    greg_t *registers = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
    if (armed.is_on) {
        Footprint &seen = armed.footprint;
        if (seen.system_calls < Footprint::kListed) {
            seen.listed[seen.system_calls].number = info->si_syscall;
            seen.listed[seen.system_calls].address = reinterpret_cast<std::uintptr_t>(info->si_call_addr);
        }
        ++seen.system_calls;
    }
    registers[REG_RAX] = hotpath_system_call(info->si_syscall, registers[REG_RDI], registers[REG_RSI],
        registers[REG_RDX], registers[REG_R10], registers[REG_R8], registers[REG_R9]);
    errno = saved_errno;
}

}  // namespace

bool install_system_call_trap(std::string &why) {
    struct sigaction action = {};
    action.sa_sigaction = on_system_call;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSYS, &action, nullptr);

    const auto end = reinterpret_cast<std::uintptr_t>(hotpath_system_call_end);
    constexpr std::uint32_t kPointer = offsetof(seccomp_data, instruction_pointer);
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        // The way back from the handler.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 4, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kPointer),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(end), 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kPointer + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(end >> 32), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    };
    const sock_fprog filter = {sizeof program / sizeof *program, program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) != 0) {
        why = std::string("the kernel or the container permits no seccomp filter: ") + strerror(errno);
        return false;
    }
    return true;
}

}  // namespace hotpath

#else

extern "C" long hotpath_system_call(long, long, long, long, long, long, long) {
    return -ENOSYS;
}

namespace hotpath {

bool install_system_call_trap(std::string &why) {
    why = "the system call trap is written for x86-64 only";
    return false;
}

}  // namespace hotpath

#endif
