// A fixed array of things that are born as zeroes, for tables with a place for everything that may ever be named: a
// counter for each instrument of each venue, used or not. Its addresses are reserved at the start; the kernel gives
// memory page by page when something is written, and whole pages of zeroes are never stored. So a table of a hundred
// thousand instruments costs what the traded ones cost.
//
// Small arrays are touched at the start like everything else, so that no request meets a page fault for them. They lie
// in the memory that the owner names.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <new>
#include <type_traits>
#include <utility>

namespace sluice {

template <typename Item>
class ZeroedArray {
    static_assert(std::is_trivially_copyable_v<Item> && std::is_trivially_destructible_v<Item>);
    static_assert(alignof(Item) <= 4096, "pages are aligned no further");

public:
    ZeroedArray() = default;
    // Throws std::bad_alloc. Item{} must be all zeroes. `memory` outlives this object.
    explicit ZeroedArray(std::size_t size, std::pmr::memory_resource *memory = std::pmr::get_default_resource())
        : size_(size), memory_(memory) {
        if (size == 0) return;
        if (size > SIZE_MAX / sizeof(Item)) throw std::bad_alloc();
        items_ = static_cast<Item *>(is_mapped() ? map(bytes()) : memory_->allocate(bytes(), alignof(Item)));
        if (!is_mapped()) std::memset(static_cast<void *>(items_), 0, bytes());
    }
    ~ZeroedArray() {
        if (items_ == nullptr) return;
        if (is_mapped()) {
            munmap(items_, bytes());
        } else {
            memory_->deallocate(items_, bytes(), alignof(Item));
        }
    }
    ZeroedArray(ZeroedArray &&other) noexcept
        : items_(std::exchange(other.items_, nullptr)), size_(std::exchange(other.size_, 0)), memory_(other.memory_) {}
    ZeroedArray &operator=(ZeroedArray &&other) noexcept {
        std::swap(items_, other.items_);
        std::swap(size_, other.size_);
        std::swap(memory_, other.memory_);
        return *this;
    }

    Item &operator[](std::size_t index) noexcept { return items_[index]; }
    const Item &operator[](std::size_t index) const noexcept { return items_[index]; }
    std::size_t size() const noexcept { return size_; }
    bool is_empty() const noexcept { return size_ == 0; }
    Item *begin() noexcept { return items_; }
    Item *end() noexcept { return items_ + size_; }

private:
    static constexpr std::size_t kMappedBytesMin = std::size_t{1} << 20;

    static void *map(std::size_t bytes) {
        constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, kFlags, -1, 0);
        if (memory == MAP_FAILED) throw std::bad_alloc();
        return memory;
    }

    std::size_t bytes() const noexcept { return size_ * sizeof(Item); }
    bool is_mapped() const noexcept { return bytes() >= kMappedBytesMin; }

    Item *items_ = nullptr;
    std::size_t size_ = 0;
    std::pmr::memory_resource *memory_ = nullptr;
};

}  // namespace sluice
