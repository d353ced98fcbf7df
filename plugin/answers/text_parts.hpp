// Which runs of four characters occur in a text, so that most of the texts of a table are known to be nowhere in it
// without a search: a table has dozens, and a page of a proxy has many kilobytes. Runs share bits (a Bloom filter with
// one hash), so the answer is "nowhere" or "perhaps". One writer, then any readers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice {

class TextParts {
public:
    static constexpr std::size_t kPartBytes = 4;

    // The characters of the text, one after the other.
    void add(int character) noexcept {
        window_ = (window_ << 8) | static_cast<uint32_t>(character & 0xff);
        if (++count_ < kPartBytes) return;
        const uint32_t bit = bit_of(window_);
        bits_[bit / 64] |= uint64_t{1} << (bit % 64);
    }

    // False: the text has no such part. Shorter texts than a run may always be there.
    bool may_contain(std::string_view text) const noexcept {
        uint32_t window = 0;
        for (std::size_t index = 0; index < text.size(); ++index) {
            window = (window << 8) | static_cast<unsigned char>(text[index]);
            if (index + 1 < kPartBytes) continue;
            const uint32_t bit = bit_of(window);
            if ((bits_[bit / 64] >> (bit % 64) & 1) == 0) return false;
        }
        return true;
    }

private:
    // A page of 64 KiB has less than ten thousand different runs: a quarter of the bits.
    static constexpr uint32_t kBitsLog2 = 15;

    // Multiplicative hashing with a prime near 2^32 divided by the golden ratio (Knuth, volume 3, 6.4).
    static uint32_t bit_of(uint32_t window) noexcept { return window * 2'654'435'761u >> (32 - kBitsLog2); }

    std::array<uint64_t, (1u << kBitsLog2) / 64> bits_{};
    uint32_t window_ = 0;
    std::size_t count_ = 0;
};

}  // namespace sluice
