#include "id_text.hpp"

namespace sluice {
namespace quickfix {

namespace {

// Odd numbers with about as many ones as zeros: a product by them spreads each bit over the upper half.
constexpr std::uint64_t kWordFactor = 0x9e3779b97f4a7c15;
constexpr std::uint64_t kEndFactor = 0xd6e8feb86659fd93;

std::uint64_t mixed(std::uint64_t state, std::uint64_t word) noexcept {
    state = (state ^ word) * kWordFactor;
    return state ^ (state >> 32);
}

}  // namespace

std::uint32_t hash_of(TextView text, std::uint32_t space) noexcept {
    std::uint64_t state = (std::uint64_t(space) << 32) ^ text.size();
    const char *at = text.data();
    std::size_t left = text.size();
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t), at += sizeof(std::uint64_t)) {
        std::uint64_t word;
        std::memcpy(&word, at, sizeof word);
        state = mixed(state, word);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, at, left);
    state = mixed(state, word) * kEndFactor;
    return static_cast<std::uint32_t>(state >> 32);
}

}  // namespace quickfix
}  // namespace sluice
