#include "platform/zeroed_array.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>

namespace sluice {
namespace {

struct alignas(64) Wide {
    uint64_t value = 0;
};

std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t all_pages = 0, resident_pages = 0;
    statm >> all_pages >> resident_pages;
    return resident_pages * 4096;
}

TEST(ZeroedArray, begins_with_zeroes_whatever_its_size) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}, std::size_t{100'000}}) {
        ZeroedArray<Wide> array(size);
        EXPECT_EQ(array.size(), size);
        for (Wide &item : array)
            ASSERT_EQ(item.value, 0u);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&array[0]) % alignof(Wide), 0u);
        array[size - 1].value = 7;
        EXPECT_EQ(array[size - 1].value, 7u);
    }
}

TEST(ZeroedArray, takes_memory_for_what_is_written) {
    if (SLUICE_IS_SANITIZED) GTEST_SKIP() << "a sanitizer writes notes about every page";
    const std::size_t before = resident_bytes();
    ZeroedArray<Wide> array(16'000'000);  // a gigabyte
    for (std::size_t index = 0; index < array.size(); index += 1'000'000)
        array[index].value = index;
    EXPECT_LT(resident_bytes() - before, std::size_t{16} << 20);
}

TEST(ZeroedArray, moves_what_it_owns) {
    ZeroedArray<uint32_t> first(3);
    first[2] = 9;
    ZeroedArray<uint32_t> second(std::move(first));
    EXPECT_EQ(second[2], 9u);
    EXPECT_TRUE(first.is_empty());
    first = std::move(second);
    EXPECT_EQ(first[2], 9u);
    EXPECT_TRUE(ZeroedArray<uint32_t>(0).is_empty());
}

TEST(ZeroedArray, says_so_when_there_is_no_room) {
    EXPECT_THROW(ZeroedArray<Wide>{SIZE_MAX / 32}, std::bad_alloc);
    EXPECT_THROW(ZeroedArray<Wide>{std::size_t{1} << 50}, std::bad_alloc);
}

}  // namespace
}  // namespace sluice
