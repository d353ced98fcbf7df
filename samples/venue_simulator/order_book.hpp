// One instrument's limit order book, matched by price, then time. It knows numbers only; who owns an order and what is
// said about it is the order desk's business.
//
// Rules, as at most exchanges:
//   * An incoming order trades with the best opposite prices first, at one price with the oldest order first, and at
//   the
//     price of the order that rests.
//   * An amendment keeps its place when the price stays and the quantity does not grow; any other amendment goes to the
//     end of its (new) price, and trades first if it crosses.
//   * Immediate-or-cancel takes what it can get and rests nothing; fill-or-kill takes all or nothing.
//   * Orders of one owner may trade with each other: the book prevents no self-trades.
//
// One thread at a time. Invariants: the best bid is below the best ask whenever no call is under way; no resting order
// has nothing left.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <unordered_map>
#include <vector>

namespace venue_simulator {

using OrderNumber = std::uint64_t;

enum class Side { kBuy, kSell };
enum class Lifetime { kRests, kImmediateOrCancel, kFillOrKill };

struct Fill {
    OrderNumber resting;
    OrderNumber incoming;
    std::int64_t price_e8;
    std::int64_t quantity_e8;
};

struct Matching {
    std::vector<Fill> fills;     // in the order in which they happened
    std::int64_t rested_e8 = 0;  // what now rests in the book of the incoming order
};

class OrderBook {
public:
    // `number` must be new and `quantity_e8` positive.
    Matching enter(OrderNumber number, Side side, std::int64_t price_e8, std::int64_t quantity_e8, Lifetime lifetime);

    // Takes a resting order out; false when it does not rest here.
    bool cancel(OrderNumber number);

    // Gives a resting order a new price and a new quantity still to trade, which must be positive. Nothing happens when
    // it does not rest here.
    Matching amend(OrderNumber number, std::int64_t price_e8, std::int64_t left_e8);

    // What is still to trade of a resting order; 0 when it does not rest here.
    std::int64_t left_e8(OrderNumber number) const;

    bool has_bid() const { return !bids_.empty(); }
    bool has_ask() const { return !asks_.empty(); }
    std::int64_t best_bid_e8() const { return bids_.begin()->first; }
    std::int64_t best_ask_e8() const { return asks_.begin()->first; }
    std::size_t size() const { return places_.size(); }

private:
    struct Resting {
        OrderNumber number;
        std::int64_t left_e8;
    };
    using Queue = std::list<Resting>;
    struct Place {
        Side side;
        std::int64_t price_e8;
        Queue::iterator at;
    };

    template <typename Levels>
    std::int64_t available_e8(const Levels &levels, std::int64_t price_e8, std::int64_t wanted_e8) const;
    template <typename Levels>
    std::int64_t take(
        Levels &levels, OrderNumber incoming, std::int64_t price_e8, std::int64_t wanted_e8, std::vector<Fill> *fills);
    void rest(OrderNumber number, Side side, std::int64_t price_e8, std::int64_t quantity_e8);
    Queue &queue_at(Side side, std::int64_t price_e8);
    void drop_if_empty(Side side, std::int64_t price_e8);

    // Best price first in both.
    std::map<std::int64_t, Queue, std::greater<std::int64_t>> bids_;
    std::map<std::int64_t, Queue> asks_;
    std::unordered_map<OrderNumber, Place> places_;
};

}  // namespace venue_simulator
