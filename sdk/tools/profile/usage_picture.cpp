#include "usage_picture.hpp"

#include <algorithm>

#include "number_words.hpp"

namespace sluice::profile_tool {
namespace {

constexpr uint64_t kRows = 6;

std::string right_aligned(const std::string &text, std::size_t width) {
    return std::string(width - std::min(width, text.size()), ' ') + text;
}

}  // namespace

std::vector<std::string> usage_picture(const std::vector<uint64_t> &used, uint64_t limit, uint64_t length_ns) {
    std::vector<std::string> lines;
    const std::string top = grouped(limit);
    // Two signs for a row: a column that ends in the lower half of a row ends with a point.
    for (uint64_t row = kRows; row > 0; --row) {
        std::string line = right_aligned(row == kRows ? top : "", top.size()) + " |";
        for (const uint64_t value : used) {
            const auto halves =
                static_cast<uint64_t>(static_cast<double>(value) * 2 * kRows / static_cast<double>(limit));
            // Little is not nothing: the lowest row shows that there was something.
            const bool is_some = row == 1 && value != 0;
            line += halves >= 2 * row ? '#' : halves >= 2 * row - 1 || is_some ? '.' : ' ';
        }
        lines.push_back(std::move(line));
    }
    lines.push_back(right_aligned("0", top.size()) + " +" + std::string(used.size(), '-'));
    const std::string end = time_text(length_ns / 1'000'000 * 1'000'000);
    std::string axis = std::string(top.size() + 2, ' ') + "0 s";
    // Under the last column, or right behind the beginning where there are few columns.
    axis += right_aligned(end, std::max(used.size(), end.size() + 5) - 3);
    lines.push_back(std::move(axis));
    return lines;
}

}  // namespace sluice::profile_tool
