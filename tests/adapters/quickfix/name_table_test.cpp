#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "name_cache.hpp"

namespace {

using sluice::quickfix::NameTable;

TEST(NameTable, remembers_what_it_was_told_first) {
    NameTable table;
    std::uint32_t id = 0;
    EXPECT_FALSE(table.find("BTC-USD", id));
    table.add("BTC-USD", 7);
    table.add("BTC-USD", 8);
    EXPECT_TRUE(table.find("BTC-USD", id));
    EXPECT_EQ(id, 7u);
    EXPECT_FALSE(table.find("BTC-EUR", id));
}

TEST(NameTable, is_read_while_it_grows) {
    constexpr std::uint32_t kNames = 20000;
    NameTable table;
    std::atomic<std::uint32_t> known{0};
    std::thread reader([&] {
        for (std::uint32_t upto = 0; upto < kNames; upto = known.load()) {
            std::uint32_t id = 0;
            if (upto != 0) {
                EXPECT_TRUE(table.find(std::to_string(upto), id));
                EXPECT_EQ(id, upto);
            }
            EXPECT_FALSE(table.find("stranger", id));
        }
    });
    for (std::uint32_t name = 1; name <= kNames; ++name) {
        table.add(std::to_string(name), name);
        known.store(name);
    }
    reader.join();
    std::uint32_t id = 0;
    for (std::uint32_t name = 1; name <= kNames; ++name) {
        ASSERT_TRUE(table.find(std::to_string(name), id));
        ASSERT_EQ(id, name);
    }
}

}  // namespace
