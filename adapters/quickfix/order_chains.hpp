// Follows orders through their ClOrdIDs: each amend and cancel gives a new ClOrdID(11) and names an earlier one in
// OrigClOrdID(41), and all of them are one order to Sluice, under one 64-bit key. Also knows which ClOrdIDs the venue
// has seen: an amend that was folded, superseded or rejected never became the order's name there, and a cancel that
// names it must go out under the name before it.
//
// One for each session. Threads: any; one lock, held for the look-up only. Bounded: the oldest order is forgotten when
// a new one would exceed the capacity, and an order keeps its newest ids only.
#ifndef SLUICE_QUICKFIX_ORDER_CHAINS_HPP
#define SLUICE_QUICKFIX_ORDER_CHAINS_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice {
namespace quickfix {

class OrderChains {
public:
    // Keys come from `next_key`, which all sessions share: a key is one order in the whole engine.
    OrderChains(std::size_t orders_max, std::atomic<std::uint64_t> &next_key)
        : orders_max_(orders_max < 1 ? 1 : orders_max), next_key_(next_key) {}

    // A new order; its key. A chain that used the id before is forgotten. wanted_key 0: makes one.
    std::uint64_t open(const std::string &id, std::uint64_t wanted_key);

    // An amend or cancel under `id` of the order that is known as `original`; the order's key. An order that is not
    // known (it is older than this process, or was forgotten) gets a key now, so that its cancel can always pass.
    std::uint64_t follow(const std::string &id, const std::string &original, std::uint64_t wanted_key);

    // An amend or cancel came to nothing before anybody else could name it.
    void remove(const std::string &id);

    // The venue has, or has not, this id as a name of the order.
    void set_on_wire(const std::string &id, bool is_on_wire);

    // The name that the venue knows the order by, for somebody who calls it `id`; `id` itself when nothing better is
    // known.
    std::string name_on_wire(const std::string &id) const;

    // The key of an order, or 0.
    std::uint64_t find(const std::string &id) const;

    // The order reached its end: all its ids are forgotten. Its key, or 0 when it was not known.
    std::uint64_t close(const std::string &id);

    std::size_t size() const;

private:
    struct Link {
        std::uint64_t key;
        std::string original;
        bool is_on_wire;
    };
    struct Order {
        std::vector<std::string> ids;  // oldest first
        std::list<std::uint64_t>::iterator age;
    };

    // More amends than that of one order in flight at once are not seen in practice.
    static constexpr std::size_t kIdsMax = 32;

    std::uint64_t add_order(std::uint64_t wanted_key);
    void add_link(std::uint64_t key, const std::string &id, const std::string &original, bool is_on_wire);
    void forget(std::uint64_t key);

    mutable std::mutex mutex_;
    // Protected by mutex_.
    std::unordered_map<std::string, Link> links_;
    std::unordered_map<std::uint64_t, Order> orders_;
    std::list<std::uint64_t> ages_;  // oldest first
    // Constant after construction.
    const std::size_t orders_max_;
    std::atomic<std::uint64_t> &next_key_;
};

}  // namespace quickfix
}  // namespace sluice

#endif
