#include "platform/futex.hpp"

#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace sluice {

static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t), "the kernel looks at the bare word");

void futex_wait(std::atomic<uint32_t> &word, uint32_t expected, uint64_t longest_ns) noexcept {
    constexpr uint64_t kSecondNs = 1'000'000'000;
    const timespec longest{static_cast<time_t>(longest_ns / kSecondNs), static_cast<long>(longest_ns % kSecondNs)};
    syscall(SYS_futex, reinterpret_cast<uint32_t *>(&word), FUTEX_WAIT_PRIVATE, expected,
        longest_ns == 0 ? nullptr : &longest, nullptr, 0);
}

void futex_wake_one(std::atomic<uint32_t> &word) noexcept {
    syscall(SYS_futex, reinterpret_cast<uint32_t *>(&word), FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

bool all_threads_fence() noexcept {
    return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

void register_all_threads_fence() noexcept {
    syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
}

}  // namespace sluice
