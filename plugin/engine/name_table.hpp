// Names of one kind (accounts, instruments, owners, venues) and their dense ids, 1 upwards in order of first use. A
// closed table knows only the names that it was made with. Any thread; `count` is read on the hot path without the
// lock.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice {

class NameTable {
public:
    NameTable(uint32_t capacity, bool is_closed, const std::vector<std::string> &names);

    enum class Result : uint8_t { found, unknown, full };
    Result intern(std::string_view name, uint32_t &id);

    // Ids are 1 to count().
    uint32_t count() const noexcept { return count_.load(std::memory_order_acquire); }
    uint32_t capacity() const noexcept { return capacity_; }
    // The name of an id; empty for one that was never given.
    std::string name(uint32_t id) const;

private:
    const uint32_t capacity_;
    const bool is_closed_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, uint32_t> ids_;
    std::vector<std::string> names_;
    std::atomic<uint32_t> count_{0};
};

}  // namespace sluice
