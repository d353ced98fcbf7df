#include "platform/huge_pages.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <new>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>
#endif

namespace sluice {

namespace {

constexpr std::size_t kHugePageBytes = std::size_t{1} << 21;
// Blocks grow: an engine with little in it reserves little, and one with much has few seams.
constexpr std::size_t kBlockBytesMax = std::size_t{1} << 26;

#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kGapBytes = 64;
void forbid(const void *memory, std::size_t bytes) noexcept {
    __asan_poison_memory_region(memory, bytes);
}
void allow(const void *memory, std::size_t bytes) noexcept {
    __asan_unpoison_memory_region(memory, bytes);
}
// What only a block points to is no leak.
void begin_block(const void *memory, std::size_t bytes) noexcept {
    __lsan_register_root_region(memory, bytes);
}
void end_block(const void *memory, std::size_t bytes) noexcept {
    __lsan_unregister_root_region(memory, bytes);
    allow(memory, bytes);  // the addresses may serve somebody else
}
#else
constexpr std::size_t kGapBytes = 0;
void forbid(const void *, std::size_t) noexcept {}
void allow(const void *, std::size_t) noexcept {}
void begin_block(const void *, std::size_t) noexcept {}
void end_block(const void *, std::size_t) noexcept {}
#endif

std::size_t round_up(std::size_t bytes, std::size_t unit) noexcept {
    return (bytes + unit - 1) / unit * unit;
}

// Aligned to a huge page: reserved with one more, of which the ends are given back.
std::byte *map_aligned(std::size_t bytes) {
    const std::size_t reserved_bytes = bytes + kHugePageBytes;
    void *reserved = mmap(nullptr, reserved_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (reserved == MAP_FAILED) throw std::bad_alloc();
    auto *begin = static_cast<std::byte *>(reserved);
    const std::size_t before_bytes =
        round_up(reinterpret_cast<std::uintptr_t>(begin), kHugePageBytes) - reinterpret_cast<std::uintptr_t>(begin);
    if (before_bytes != 0) munmap(begin, before_bytes);
    munmap(begin + before_bytes + bytes, kHugePageBytes - before_bytes);
    return begin + before_bytes;
}

}  // namespace

HugePages::~HugePages() {
    while (newest_ != nullptr) {
        Block *const block = newest_;
        newest_ = block->before;
        const std::size_t bytes = block->bytes;
        end_block(block, bytes);
        munmap(block, bytes);
    }
}

void *HugePages::do_allocate(std::size_t bytes, std::size_t alignment) {
    if (bytes > SIZE_MAX / 2 || alignment > kHugePageBytes) throw std::bad_alloc();
    const auto place = [&] { return round_up(reinterpret_cast<std::uintptr_t>(next_), alignment); };
    if (newest_ == nullptr || place() + bytes + kGapBytes > reinterpret_cast<std::uintptr_t>(end_)) {
        add_block(round_up(sizeof(Block), alignment) + bytes + kGapBytes);
    }
    auto *const memory = reinterpret_cast<std::byte *>(place());
    next_ = memory + bytes + kGapBytes;
    allow(memory, bytes);
    return memory;
}

void HugePages::add_block(std::size_t bytes_min) {
    const std::size_t grown = newest_ == nullptr ? kHugePageBytes : std::min(2 * newest_->bytes, kBlockBytesMax);
    const std::size_t bytes = std::max(grown, round_up(bytes_min, kHugePageBytes));
    std::byte *const memory = map_aligned(bytes);
    // Refused where the kernel was built without huge pages: then these are small ones.
    madvise(memory, bytes, MADV_HUGEPAGE);
    newest_ = new (memory) Block{newest_, bytes};
    next_ = memory + sizeof(Block);
    end_ = memory + bytes;
    begin_block(memory, bytes);
    forbid(next_, bytes - sizeof(Block));
}

}  // namespace sluice
