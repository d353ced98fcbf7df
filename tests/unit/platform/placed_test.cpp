#include "platform/placed.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory_resource>
#include <stdexcept>

#include "platform/zeroed_array.hpp"

namespace sluice {
namespace {

// Knows how much it lent.
class Lender final : public std::pmr::memory_resource {
public:
    std::size_t lent_bytes = 0;
    std::size_t loans = 0;

private:
    void *do_allocate(std::size_t bytes, std::size_t alignment) override {
        lent_bytes += bytes;
        ++loans;
        return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    }
    void do_deallocate(void *memory, std::size_t bytes, std::size_t alignment) override {
        lent_bytes -= bytes;
        std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource &other) const noexcept override { return this == &other; }
};

struct alignas(128) Guest {
    Guest(int first, int &ends_seen) : number(first), ends(ends_seen) {
        if (number < 0) throw std::runtime_error("no guest");
    }
    ~Guest() { ++ends; }
    int number;
    int &ends;
};

TEST(Placed, lives_in_the_memory_that_was_named_and_gives_it_back) {
    Lender lender;
    int ends = 0;
    {
        const Placed<Guest> guest = place<Guest>(&lender, 7, ends);
        EXPECT_EQ(guest->number, 7);
        EXPECT_EQ(lender.lent_bytes, sizeof(Guest));
        EXPECT_EQ(ends, 0);
    }
    EXPECT_EQ(ends, 1);
    EXPECT_EQ(lender.lent_bytes, 0u);
}

TEST(Placed, keeps_nothing_when_the_constructor_throws) {
    Lender lender;
    int ends = 0;
    EXPECT_THROW(place<Guest>(&lender, -1, ends), std::runtime_error);
    EXPECT_EQ(lender.loans, 1u);
    EXPECT_EQ(lender.lent_bytes, 0u);
    EXPECT_EQ(ends, 0);
}

TEST(ZeroedArray, lies_in_the_memory_of_its_owner_when_it_is_small) {
    Lender lender;
    {
        ZeroedArray<int> small(100, &lender);
        EXPECT_EQ(lender.lent_bytes, 100 * sizeof(int));
        const ZeroedArray<int> large(1 << 20, &lender);
        EXPECT_EQ(lender.loans, 1u);
        ZeroedArray<int> taken;
        taken = std::move(small);
        EXPECT_EQ(taken.size(), 100u);
    }
    EXPECT_EQ(lender.lent_bytes, 0u);
}

}  // namespace
}  // namespace sluice
