#include "engine/name_table.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace sluice {
namespace {

TEST(NameTable, gives_dense_ids_in_order_of_first_use) {
    NameTable names(3, false, {});
    uint32_t id = 0;
    EXPECT_EQ(names.intern("a", id), NameTable::Result::found);
    EXPECT_EQ(id, 1u);
    EXPECT_EQ(names.intern("b", id), NameTable::Result::found);
    EXPECT_EQ(id, 2u);
    EXPECT_EQ(names.intern("a", id), NameTable::Result::found);
    EXPECT_EQ(id, 1u);
    EXPECT_EQ(names.count(), 2u);
    EXPECT_EQ(names.name(2), "b");
    EXPECT_EQ(names.name(3), "");
    EXPECT_EQ(names.name(0), "");
}

TEST(NameTable, is_full_at_its_capacity_and_still_knows_its_names) {
    NameTable names(1, false, {"a"});
    uint32_t id = 0;
    EXPECT_EQ(names.intern("b", id), NameTable::Result::full);
    EXPECT_EQ(names.intern("a", id), NameTable::Result::found);
    EXPECT_EQ(id, 1u);
}

TEST(NameTable, learns_nothing_when_closed) {
    NameTable names(5, true, {"a"});
    uint32_t id = 0;
    EXPECT_EQ(names.intern("b", id), NameTable::Result::unknown);
    EXPECT_EQ(names.count(), 1u);
}

TEST(NameTable, tells_all_threads_the_same) {
    NameTable names(100, false, {});
    std::array<std::array<uint32_t, 100>, 2> ids{};
    const auto learn = [&](std::size_t thread) {
        for (uint32_t number = 0; number < 100; ++number)
            names.intern("n" + std::to_string(number), ids[thread][number]);
    };
    std::thread other(learn, 1);
    learn(0);
    other.join();
    EXPECT_EQ(ids[0], ids[1]);
    EXPECT_EQ(names.count(), 100u);
}

}  // namespace
}  // namespace sluice
