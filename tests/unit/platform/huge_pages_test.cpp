#include "platform/huge_pages.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <new>
#include <random>
#include <vector>

namespace sluice {
namespace {

struct Piece {
    unsigned char *memory;
    std::size_t bytes;
    unsigned char mark;
};

TEST(HugePages, give_out_aligned_pieces_of_zeroes_that_do_not_overlap) {
    std::mt19937_64 random(5);
    HugePages pages;
    std::vector<Piece> pieces;
    for (int count = 0; count < 2'000; ++count) {
        const std::size_t alignment = std::size_t{1} << random() % 13;
        const std::size_t bytes = count % 500 == 499 ? 3'000'000 : 1 + random() % 40'000;
        auto *const memory = static_cast<unsigned char *>(pages.allocate(bytes, alignment));
        ASSERT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignment, 0u);
        ASSERT_EQ(memory[0], 0);
        ASSERT_EQ(memory[bytes - 1], 0);
        const auto mark = static_cast<unsigned char>(1 + count % 255);
        std::memset(memory, mark, bytes);
        pieces.push_back({memory, bytes, mark});
    }
    for (const Piece &piece : pieces) {
        ASSERT_EQ(piece.memory[0], piece.mark);
        ASSERT_EQ(piece.memory[piece.bytes / 2], piece.mark);
        ASSERT_EQ(piece.memory[piece.bytes - 1], piece.mark);
    }
}

#if defined(__SANITIZE_ADDRESS__)
TEST(HugePages, let_the_sanitizer_see_who_reads_behind_a_piece) {
    HugePages pages;
    auto *const first = static_cast<volatile unsigned char *>(pages.allocate(64, 64));
    static_cast<void>(pages.allocate(64, 64));
    EXPECT_DEATH(static_cast<void>(first[64]), "use-after-poison");
}
#else
TEST(HugePages, put_small_things_next_to_each_other) {
    HugePages pages;
    auto *const first = static_cast<unsigned char *>(pages.allocate(64, 64));
    auto *const second = static_cast<unsigned char *>(pages.allocate(64, 64));
    EXPECT_EQ(second, first + 64);
}
#endif

TEST(HugePages, have_room_for_a_piece_that_is_larger_than_any_block) {
    HugePages pages;
    constexpr std::size_t kBytes = std::size_t{200} << 20;
    auto *const large = static_cast<unsigned char *>(pages.allocate(kBytes, 4096));
    large[0] = large[kBytes - 1] = 1;
    auto *const behind = static_cast<unsigned char *>(pages.allocate(1, 1));
    *behind = 2;
    EXPECT_EQ(large[0] + large[kBytes - 1] + *behind, 4);
}

TEST(HugePages, say_so_when_there_is_no_room) {
    HugePages pages;
    const volatile std::size_t most = SIZE_MAX;  // the compiler refuses to compile what it knows to be too much
    EXPECT_THROW(static_cast<void>(pages.allocate(most, 8)), std::bad_alloc);
    EXPECT_THROW(static_cast<void>(pages.allocate(std::size_t{1} << 50, 8)), std::bad_alloc);
    EXPECT_THROW(static_cast<void>(pages.allocate(8, std::size_t{1} << 22)), std::bad_alloc);
    auto *const later = static_cast<unsigned char *>(pages.allocate(8, 8));
    *later = 1;
    EXPECT_EQ(*later, 1);
}

}  // namespace
}  // namespace sluice
