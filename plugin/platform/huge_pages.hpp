// Memory for what an engine has from its start to its end: large blocks, handed out from front to back and given back
// all at once. Blocks are aligned so that the kernel can back them with huge pages where it is allowed to
// (/sys/kernel/mm/transparent_hugepage/enabled is `madvise` or `always`).
//
// A venue's tables are read at random places. With pages of 4 KiB nearly every such read also misses the processor's
// address cache, which costs more than the read; and what a message touches of a venue is on few pages when it is
// allocated together. Where there are no huge pages all works the same, slower.
//
// AddressSanitizer sees what lies between two pieces as out of bounds, as it does with the C library's allocator.
//
// One thread at a time may allocate. Memory that nobody touched is not resident; a touched part may be as long as a
// huge page.
#pragma once

#include <cstddef>
#include <memory_resource>

namespace sluice {

class HugePages final : public std::pmr::memory_resource {
public:
    HugePages() = default;
    ~HugePages() override;
    HugePages(const HugePages &) = delete;
    HugePages &operator=(const HugePages &) = delete;

private:
    // At the beginning of each block.
    struct Block {
        Block *before = nullptr;
        std::size_t bytes = 0;
    };

    // Throws std::bad_alloc.
    void *do_allocate(std::size_t bytes, std::size_t alignment) override;
    // All memory stays until the end.
    void do_deallocate(void *, std::size_t, std::size_t) override {}
    bool do_is_equal(const std::pmr::memory_resource &other) const noexcept override { return this == &other; }

    void add_block(std::size_t bytes);

    Block *newest_ = nullptr;
    std::byte *next_ = nullptr;  // free from here
    std::byte *end_ = nullptr;   // to here
};

}  // namespace sluice
