#include "order_book.hpp"

#include <algorithm>
#include <iterator>

namespace venue_simulator {

Matching OrderBook::enter(
    OrderNumber number, Side side, std::int64_t price_e8, std::int64_t quantity_e8, Lifetime lifetime) {
    Matching matching;
    const bool is_buy = side == Side::kBuy;
    if (lifetime == Lifetime::kFillOrKill) {
        const std::int64_t available =
            is_buy ? available_e8(asks_, price_e8, quantity_e8) : available_e8(bids_, price_e8, quantity_e8);
        if (available < quantity_e8) return matching;
    }
    const std::int64_t left = is_buy ? take(asks_, number, price_e8, quantity_e8, &matching.fills)
                                     : take(bids_, number, price_e8, quantity_e8, &matching.fills);
    if (left > 0 && lifetime == Lifetime::kRests) {
        rest(number, side, price_e8, left);
        matching.rested_e8 = left;
    }
    return matching;
}

bool OrderBook::cancel(OrderNumber number) {
    const auto found = places_.find(number);
    if (found == places_.end()) return false;
    const Place place = found->second;
    places_.erase(found);
    queue_at(place.side, place.price_e8).erase(place.at);
    drop_if_empty(place.side, place.price_e8);
    return true;
}

Matching OrderBook::amend(OrderNumber number, std::int64_t price_e8, std::int64_t left_e8) {
    Matching matching;
    const auto found = places_.find(number);
    if (found == places_.end()) return matching;
    const Place place = found->second;
    if (place.price_e8 == price_e8 && left_e8 <= place.at->left_e8) {
        place.at->left_e8 = left_e8;
        matching.rested_e8 = left_e8;
        return matching;
    }
    cancel(number);
    return enter(number, place.side, price_e8, left_e8, Lifetime::kRests);
}

std::int64_t OrderBook::left_e8(OrderNumber number) const {
    const auto found = places_.find(number);
    return found == places_.end() ? 0 : found->second.at->left_e8;
}

// Stops counting once there is enough, so that the sum cannot overflow.
template <typename Levels>
std::int64_t OrderBook::available_e8(const Levels &levels, std::int64_t price_e8, std::int64_t wanted_e8) const {
    std::int64_t available = 0;
    for (const auto &level : levels) {
        // The map's own order says which price is better; a level strictly worse than the limit ends the search.
        if (levels.key_comp()(price_e8, level.first)) break;
        for (const Resting &resting : level.second) {
            if (resting.left_e8 >= wanted_e8 - available) return wanted_e8;
            available += resting.left_e8;
        }
    }
    return available;
}

// Trades up to `wanted_e8` against the levels not worse than `price_e8`; returns what could not be traded.
template <typename Levels>
std::int64_t OrderBook::take(
    Levels &levels, OrderNumber incoming, std::int64_t price_e8, std::int64_t wanted_e8, std::vector<Fill> *fills) {
    while (wanted_e8 > 0 && !levels.empty() && !levels.key_comp()(price_e8, levels.begin()->first)) {
        const auto level = levels.begin();
        Resting &oldest = level->second.front();
        const std::int64_t traded = std::min(wanted_e8, oldest.left_e8);
        fills->push_back(Fill{oldest.number, incoming, level->first, traded});
        wanted_e8 -= traded;
        oldest.left_e8 -= traded;
        if (oldest.left_e8 > 0) break;
        places_.erase(oldest.number);
        level->second.pop_front();
        if (level->second.empty()) levels.erase(level);
    }
    return wanted_e8;
}

void OrderBook::rest(OrderNumber number, Side side, std::int64_t price_e8, std::int64_t quantity_e8) {
    Queue &queue = queue_at(side, price_e8);
    queue.push_back(Resting{number, quantity_e8});
    places_[number] = Place{side, price_e8, std::prev(queue.end())};
}

OrderBook::Queue &OrderBook::queue_at(Side side, std::int64_t price_e8) {
    return side == Side::kBuy ? bids_[price_e8] : asks_[price_e8];
}

void OrderBook::drop_if_empty(Side side, std::int64_t price_e8) {
    if (!queue_at(side, price_e8).empty()) return;
    if (side == Side::kBuy) {
        bids_.erase(price_e8);
    } else {
        asks_.erase(price_e8);
    }
}

}  // namespace venue_simulator
