// Finds the place of an entry in somebody's pool by the hash of its key: one flat table of hashes and places, searched
// from the hash onwards. The entries and their keys stay with the owner, who is asked whether a place is the one.
//
// It takes memory only when it has to grow, and is then at most half full. No lock: the owner has one.
#ifndef SLUICE_QUICKFIX_PLACE_INDEX_HPP
#define SLUICE_QUICKFIX_PLACE_INDEX_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {
namespace quickfix {

class PlaceIndex {
public:
    enum : std::uint32_t { kNone = UINT32_MAX };

    // The place with this hash for which `is_it(place)` is true, or kNone.
    template <class IsIt>
    std::uint32_t find(std::uint32_t hash, IsIt is_it) const {
        if (cells_.empty()) return kNone;
        for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
            const Cell &cell = cells_[at];
            if (cell.place == kNone) return kNone;
            if (cell.hash == hash && is_it(cell.place)) return cell.place;
        }
    }

    // After it `count` places can be added without taking memory. Throws std::bad_alloc and is then as before.
    void make_room(std::size_t count = 1);

    // A place that is not there yet, under a key that is not there yet.
    void add(std::uint32_t hash, std::uint32_t place);

    // A place that is there under this hash.
    void remove(std::uint32_t hash, std::uint32_t place) noexcept;

    std::size_t size() const noexcept { return size_; }

private:
    struct Cell {
        std::uint32_t hash = 0;
        std::uint32_t place = kNone;
    };

    void put(std::uint32_t hash, std::uint32_t place) noexcept;

    std::vector<Cell> cells_;  // a power of two of them, or none; at least one is empty
    std::size_t mask_ = 0;
    std::size_t size_ = 0;
};

}  // namespace quickfix
}  // namespace sluice

#endif
