#include "place_index.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "id_text.hpp"

namespace {

using sluice::quickfix::hash_of;
using sluice::quickfix::IdText;
using sluice::quickfix::PlaceIndex;
using sluice::quickfix::TextView;

TEST(PlaceIndex, finds_nothing_in_an_empty_one) {
    const PlaceIndex index;
    EXPECT_EQ(index.find(7, [](std::uint32_t) { return true; }), std::uint32_t(PlaceIndex::kNone));
}

// Hashes that collide, also around the end of the table, against a map.
TEST(PlaceIndex, does_what_a_map_would_do) {
    for (const std::uint32_t hashes : {1u, 3u, 50u, 100000u}) {
        std::mt19937 random(hashes);
        PlaceIndex index;
        std::unordered_map<std::string, std::uint32_t> map;
        std::vector<std::string> keys;
        const auto hash = [&](const std::string &key) { return hash_of(key) % hashes - 2; };
        const auto find = [&](const std::string &key) {
            return index.find(hash(key), [&](std::uint32_t place) { return keys[place] == key; });
        };
        for (int step = 0; step < 20000; ++step) {
            const std::string key = std::to_string(random() % (hashes == 1 ? 40 : 400));
            const auto known = map.find(key);
            ASSERT_EQ(find(key), known == map.end() ? std::uint32_t(PlaceIndex::kNone) : known->second);
            if (known == map.end()) {
                const std::uint32_t place = static_cast<std::uint32_t>(keys.size());
                keys.push_back(key);
                map[key] = place;
                index.add(hash(key), place);
            } else if (random() % 2) {
                index.remove(hash(key), known->second);
                map.erase(known);
            }
            ASSERT_EQ(index.size(), map.size());
        }
    }
}

TEST(PlaceIndex, hashes_of_ids_that_differ_in_a_digit_spread) {
    std::vector<int> cells(1024);
    int fullest = 0;
    for (int number = 0; number < 1024; ++number) {
        int &cell = cells[hash_of("GATEWAY-20240607-" + std::to_string(number)) & 1023];
        if (++cell > fullest) fullest = cell;
    }
    EXPECT_LE(fullest, 8) << "a fair hash puts 4 to 6 into the fullest cell";
    EXPECT_NE(hash_of("a", 11), hash_of("a", 41));
    EXPECT_NE(hash_of("a"), hash_of(TextView("a\0", 2)));
}

TEST(IdText, keeps_short_and_long_texts) {
    for (const std::size_t size : {0u, 1u, 39u, 40u, 41u, 500u}) {
        const std::string text(size, 'x');
        IdText kept{TextView(text)};
        EXPECT_EQ(kept.view().str(), text);
        IdText copy(kept);
        kept.assign("other");
        EXPECT_EQ(copy.view().str(), text);
        EXPECT_EQ(kept.view().str(), "other");
        copy = kept;
        EXPECT_EQ(copy.view().str(), "other");
        IdText moved(std::move(kept));
        EXPECT_EQ(moved.view().str(), "other");
        EXPECT_TRUE(kept.empty());
    }
}

}  // namespace
