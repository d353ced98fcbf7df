// The book against a model that is a plain list of orders, searched from end to end for the next one to trade.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

#include "order_book.hpp"

namespace venue_simulator {
namespace {

constexpr std::size_t kActions = 150;

struct Action {
    int kind;  // 0 to 2: enter with that lifetime; 3: cancel; 4: amend
    bool is_buy;
    std::int64_t price;
    std::int64_t quantity;
    OrderNumber age;  // which order to cancel or amend, counted from the newest
};

class SlowBook {
public:
    std::vector<Fill> enter(
        OrderNumber number, Side side, std::int64_t price, std::int64_t quantity, Lifetime lifetime) {
        std::vector<Fill> fills;
        const std::vector<Order> before = orders_;
        std::int64_t left = quantity;
        for (auto best = best_against(side, price); left > 0 && best != orders_.end();
             best = best_against(side, price)) {
            const std::int64_t traded = std::min(left, best->left);
            fills.push_back(Fill{best->number, number, best->price, traded});
            left -= traded;
            best->left -= traded;
            if (best->left == 0) orders_.erase(best);
        }
        if (lifetime == Lifetime::kFillOrKill && left > 0) {
            orders_ = before;
            return {};
        }
        if (lifetime == Lifetime::kRests && left > 0) orders_.push_back(Order{number, side, price, left});
        return fills;
    }

    bool cancel(OrderNumber number) {
        const auto found = find(number);
        if (found == orders_.end()) return false;
        orders_.erase(found);
        return true;
    }

    std::vector<Fill> amend(OrderNumber number, std::int64_t price, std::int64_t quantity) {
        const auto found = find(number);
        if (found == orders_.end()) return {};
        if (found->price == price && quantity <= found->left) {
            found->left = quantity;
            return {};
        }
        const Side side = found->side;
        orders_.erase(found);
        return enter(number, side, price, quantity, Lifetime::kRests);
    }

    std::int64_t left(OrderNumber number) {
        const auto found = find(number);
        return found == orders_.end() ? 0 : found->left;
    }

    std::size_t size() const { return orders_.size(); }

private:
    struct Order {
        OrderNumber number;
        Side side;
        std::int64_t price;
        std::int64_t left;
    };

    std::vector<Order>::iterator find(OrderNumber number) {
        return std::find_if(
            orders_.begin(), orders_.end(), [number](const Order &order) { return order.number == number; });
    }

    // Orders stand in the order of their time, so the first of equal prices wins.
    std::vector<Order>::iterator best_against(Side side, std::int64_t limit) {
        auto best = orders_.end();
        for (auto order = orders_.begin(); order != orders_.end(); ++order) {
            if (order->side == side) continue;
            const bool is_buy = side == Side::kBuy;
            if (is_buy ? order->price > limit : order->price < limit) continue;
            if (best == orders_.end() || (is_buy ? order->price < best->price : order->price > best->price))
                best = order;
        }
        return best;
    }

    std::vector<Order> orders_;
};

bool is_same(const std::vector<Fill> &one, const std::vector<Fill> &other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const Fill &left, const Fill &right) {
        return left.resting == right.resting && left.incoming == right.incoming && left.price_e8 == right.price_e8 &&
               left.quantity_e8 == right.quantity_e8;
    });
}

rc::Gen<Action> any_action() {
    return rc::gen::build<Action>(
        rc::gen::set(&Action::kind, rc::gen::weightedElement<int>({{6, 0}, {1, 1}, {1, 2}, {2, 3}, {3, 4}})),
        rc::gen::set(&Action::is_buy), rc::gen::set(&Action::price, rc::gen::inRange<std::int64_t>(98, 103)),
        rc::gen::set(&Action::quantity, rc::gen::inRange<std::int64_t>(1, 10)),
        rc::gen::set(&Action::age, rc::gen::inRange<OrderNumber>(0, 12)));
}

TEST(VenueOrderBookProperty, matches_as_the_slow_model_does) {
    EXPECT_TRUE(rc::check("the book trades as a searched list does", [] {
        OrderBook book;
        SlowBook model;
        OrderNumber last = 0;
        // Long, because a wrong place in a queue shows only when a later order trades with that queue.
        for (const Action &action : *rc::gen::container<std::vector<Action>>(kActions, any_action())) {
            const OrderNumber target = last > action.age ? last - action.age : 1;
            const Side side = action.is_buy ? Side::kBuy : Side::kSell;
            if (action.kind <= 2) {
                const Lifetime lifetime = static_cast<Lifetime>(action.kind);
                ++last;
                const auto expected = model.enter(last, side, action.price, action.quantity, lifetime);
                RC_ASSERT(is_same(book.enter(last, side, action.price, action.quantity, lifetime).fills, expected));
            } else if (action.kind == 3) {
                RC_ASSERT(book.cancel(target) == model.cancel(target));
            } else {
                const auto expected = model.amend(target, action.price, action.quantity);
                RC_ASSERT(is_same(book.amend(target, action.price, action.quantity).fills, expected));
            }
            for (OrderNumber number = 1; number <= last; ++number)
                RC_ASSERT(book.left_e8(number) == model.left(number));
            RC_ASSERT(book.size() == model.size());
            if (book.has_bid() && book.has_ask()) RC_ASSERT(book.best_bid_e8() < book.best_ask_e8());
        }
    }));
}

}  // namespace
}  // namespace venue_simulator
