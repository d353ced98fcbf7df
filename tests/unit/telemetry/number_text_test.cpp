// Numbers as the library writes them, whatever they are.
#include "telemetry/number_text.hpp"

#include <bit>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "library_text.hpp"

namespace sluice {
namespace {

using test::count_by_library;
using test::value_by_library;

template <typename Value>
std::string value_text(Value value) {
    char text[kNumberBytes];
    return {text, put_value(text, value)};
}

std::string count_text(uint64_t count) {
    char text[kNumberBytes];
    return {text, put_count(text, count)};
}

TEST(NumberText, writes_doubles_as_the_library_does) {
    using Limits = std::numeric_limits<double>;
    for (const double value : {0.0, -0.0, 1.0, 0.1, 0.3, 1.0 / 3, 2.5e-6, 1e-4, 9.99e-5, 1e15, 1e16, 9007199254740993.0,
             Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min(), Limits::infinity(),
             -Limits::infinity(), Limits::quiet_NaN()}) {
        EXPECT_EQ(value_text(value), value_by_library(value));
    }
    std::mt19937_64 random(7);
    for (int round = 0; round < 2'000; ++round) {
        const auto value = std::bit_cast<double>(random());
        EXPECT_EQ(value_text(value), value_by_library(value));
        const uint64_t duration_ns = random() >> (random() % 64);
        EXPECT_EQ(value_text(to_seconds(duration_ns)), value_by_library(static_cast<double>(duration_ns) / 1e9));
    }
}

// To the library a value is a double, also one that was counted.
TEST(NumberText, writes_whole_values_as_the_library_does) {
    constexpr uint64_t kInexact = uint64_t{1} << 53;
    for (const uint64_t value : {uint64_t{0}, uint64_t{7}, kInexact - 1, kInexact, kInexact + 1, UINT64_MAX}) {
        EXPECT_EQ(value_text(value), value_by_library(static_cast<double>(value)));
        EXPECT_EQ(count_text(value), count_by_library(value));
    }
    std::mt19937_64 random(8);
    for (int round = 0; round < 2'000; ++round) {
        const uint64_t value = random() >> (random() % 64);
        EXPECT_EQ(value_text(value), value_by_library(static_cast<double>(value)));
        EXPECT_EQ(count_text(value), count_by_library(value));
    }
}

}  // namespace
}  // namespace sluice
