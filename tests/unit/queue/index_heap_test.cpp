#include "queue/index_heap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace sluice {
namespace {

TEST(IndexHeap, names_the_earliest) {
    IndexHeap heap(4);
    EXPECT_TRUE(heap.is_empty());
    heap.push(2, 30);
    heap.push(0, 10);
    heap.push(3, 20);
    EXPECT_EQ(heap.earliest(), 0u);
    heap.remove(0);
    EXPECT_EQ(heap.earliest_ns(), 20u);
    EXPECT_FALSE(heap.contains(0));
}

TEST(IndexHeap, takes_the_removal_of_an_absent_member) {
    IndexHeap heap(4);
    heap.remove(1);
    heap.push(1, 5);
    EXPECT_EQ(heap.earliest(), 1u);
}

TEST(IndexHeap, agrees_with_a_sorted_map) {
    std::mt19937 random(3);
    IndexHeap heap(64);
    std::map<uint32_t, uint64_t> members;
    for (int step = 0; step < 20'000; ++step) {
        const uint32_t member = static_cast<uint32_t>(random() % 64);
        if (members.erase(member) != 0) {
            heap.remove(member);
        } else {
            const uint64_t time_ns = random() % 50;
            heap.push(member, time_ns);
            members[member] = time_ns;
        }
        ASSERT_EQ(heap.is_empty(), members.empty());
        uint64_t earliest_ns = UINT64_MAX;
        for (const auto &[index, time_ns] : members)
            earliest_ns = std::min(earliest_ns, time_ns);
        if (members.empty()) continue;
        ASSERT_EQ(heap.earliest_ns(), earliest_ns);
        ASSERT_EQ(members.at(heap.earliest()), earliest_ns);
    }
}

}  // namespace
}  // namespace sluice
