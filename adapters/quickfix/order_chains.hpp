// Follows orders through their ClOrdIDs: each amend and cancel gives a new ClOrdID(11) and names an earlier one in
// OrigClOrdID(41), and all of them are one order to Sluice, under one 64-bit key. Also knows which ClOrdIDs the venue
// has seen: an amend that was folded, superseded or rejected never became the order's name there, and a cancel that
// names it must go out under the name before it.
//
// One for each session. Threads: any; one lock, held for the look-up only. Bounded: the oldest order is forgotten when
// a new one would exceed the capacity, and an order keeps its newest ids only. Orders and ids lie in two pools, linked
// by their places: memory is taken only while there are more of them than ever before.
#ifndef SLUICE_QUICKFIX_ORDER_CHAINS_HPP
#define SLUICE_QUICKFIX_ORDER_CHAINS_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "id_text.hpp"
#include "place_index.hpp"

namespace sluice {
namespace quickfix {

class OrderChains {
public:
    // One id of one order, for those who come back to it: finds it without a search. When the id is forgotten or means
    // another order by now, it names nothing.
    struct Link {
        std::uint32_t place = PlaceIndex::kNone;
        std::uint32_t use = 0;
    };
    struct Named {
        std::uint64_t key;
        Link link;
    };

    // Keys come from `next_key`, which all sessions share: a key is one order in the whole engine.
    OrderChains(std::size_t orders_max, std::atomic<std::uint64_t> &next_key)
        : orders_max_(orders_max < 1 ? 1 : orders_max), next_key_(next_key) {}

    // A new order; its key and its id. A chain that used the id before is forgotten. wanted_key 0: makes one.
    Named open(TextView id, std::uint64_t wanted_key);

    // An amend or cancel under `id` of the order that is known as `original`; the order's key. An order that is not
    // known (it is older than this process, or was forgotten) gets a key now, so that its cancel can always pass.
    Named follow(TextView id, TextView original, std::uint64_t wanted_key);

    // An amend or cancel came to nothing before anybody else could name it.
    void remove(Link link);

    // The venue has, or has not, this id as a name of the order.
    void set_on_wire(Link link, bool is_on_wire);
    void set_on_wire(TextView id, bool is_on_wire);

    // The name that the venue knows the order by, for somebody who calls it `id`; `id` itself when nothing better is
    // known.
    std::string name_on_wire(TextView id) const;

    // The key of an order by the first of the two names that is known, or 0.
    std::uint64_t find(TextView id, TextView original = TextView()) const;

    // The order reached its end: all its ids are forgotten. Its key, or 0 when neither name was known.
    std::uint64_t close(TextView id, TextView original = TextView());
    void close(Link link);

    std::size_t size() const;

private:
    struct Id {
        IdText text;
        IdText original;  // empty: the order's first id
        std::uint32_t hash = 0;
        std::uint32_t use = 0;                    // how often this place was taken
        std::uint32_t order = PlaceIndex::kNone;  // kNone: the place is free
        std::uint32_t newer = PlaceIndex::kNone;  // of the same order; of a free place: the next free one
        std::uint32_t older = PlaceIndex::kNone;
        bool is_on_wire = false;
    };
    struct Order {
        std::uint64_t key = 0;
        std::uint32_t oldest_id = PlaceIndex::kNone;
        std::uint32_t newest_id = PlaceIndex::kNone;
        std::uint32_t ids = 0;
        std::uint32_t newer = PlaceIndex::kNone;  // of all orders; of a free place: the next free one
        std::uint32_t older = PlaceIndex::kNone;
    };

    // A text with its hash, which is made once for a call.
    struct Name {
        explicit Name(TextView id) : text(id), hash(hash_of(id)) {}

        const TextView text;
        const std::uint32_t hash;
    };

    // More amends than that of one order in flight at once are not seen in practice.
    static constexpr std::uint32_t kIdsMax = 32;

    // All of these under mutex_.
    std::uint32_t find_id(const Name &name) const;
    std::uint32_t find_id(Link link) const;
    std::uint32_t find_order(std::uint64_t key) const;
    std::uint32_t add_order(std::uint64_t wanted_key);
    std::uint32_t add_id(std::uint32_t order, const Name &name, TextView original, bool is_on_wire);
    void forget_order(std::uint32_t order);
    void forget_id(std::uint32_t id);
    void unlink_id(std::uint32_t id);
    void link_id(std::uint32_t order, std::uint32_t id);
    Link link_to(std::uint32_t id) const;

    mutable std::mutex mutex_;
    // Protected by mutex_.
    std::vector<Id> ids_;
    std::vector<Order> orders_;
    PlaceIndex ids_by_text_;
    PlaceIndex orders_by_key_;
    std::uint32_t free_id_ = PlaceIndex::kNone;
    std::uint32_t free_order_ = PlaceIndex::kNone;
    std::uint32_t oldest_order_ = PlaceIndex::kNone;
    std::uint32_t newest_order_ = PlaceIndex::kNone;
    // Constant after construction.
    const std::size_t orders_max_;
    std::atomic<std::uint64_t> &next_key_;
};

}  // namespace quickfix
}  // namespace sluice

#endif
