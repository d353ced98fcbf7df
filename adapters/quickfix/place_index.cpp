#include "place_index.hpp"

#include <utility>

namespace sluice {
namespace quickfix {

namespace {

constexpr std::size_t kCellsMin = 64;

}  // namespace

void PlaceIndex::make_room(std::size_t count) {
    std::size_t cells = cells_.empty() ? kCellsMin : cells_.size();
    while ((size_ + count) * 2 > cells)
        cells *= 2;
    if (cells == cells_.size()) return;
    std::vector<Cell> before(cells);
    before.swap(cells_);
    mask_ = cells - 1;
    for (const Cell &cell : before) {
        if (cell.place != kNone) put(cell.hash, cell.place);
    }
}

void PlaceIndex::put(std::uint32_t hash, std::uint32_t place) noexcept {
    std::size_t at = hash & mask_;
    while (cells_[at].place != kNone)
        at = (at + 1) & mask_;
    cells_[at].hash = hash;
    cells_[at].place = place;
}

void PlaceIndex::add(std::uint32_t hash, std::uint32_t place) {
    make_room();
    put(hash, place);
    ++size_;
}

void PlaceIndex::remove(std::uint32_t hash, std::uint32_t place) noexcept {
    std::size_t hole = hash & mask_;
    while (cells_[hole].place != place)
        hole = (hole + 1) & mask_;
    // What was pushed past the hole moves up, or a search would end at the hole before it comes there.
    for (std::size_t at = (hole + 1) & mask_; cells_[at].place != kNone; at = (at + 1) & mask_) {
        const std::size_t wanted = cells_[at].hash & mask_;
        const std::size_t steps_to_hole = (hole - wanted) & mask_;
        const std::size_t steps_to_here = (at - wanted) & mask_;
        if (steps_to_hole > steps_to_here) continue;
        cells_[hole] = cells_[at];
        hole = at;
    }
    cells_[hole].place = kNone;
    --size_;
}

}  // namespace quickfix
}  // namespace sluice
