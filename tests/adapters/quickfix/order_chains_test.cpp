#include "order_chains.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using sluice::quickfix::OrderChains;

class OrderChainsTest : public testing::Test {
protected:
    std::atomic<std::uint64_t> next_key_{1};
    OrderChains chains_{4, next_key_};

    std::uint64_t open(const std::string &id, std::uint64_t wanted_key = 0) { return chains_.open(id, wanted_key).key; }
    std::uint64_t follow(const std::string &id, const std::string &original, std::uint64_t wanted_key = 0) {
        return chains_.follow(id, original, wanted_key).key;
    }
};

TEST_F(OrderChainsTest, one_order_keeps_one_key_from_new_to_cancel) {
    const std::uint64_t key = open("c1");
    EXPECT_EQ(follow("c2", "c1"), key);
    EXPECT_EQ(follow("c3", "c2"), key);
    EXPECT_EQ(follow("x1", "c3"), key);
    EXPECT_NE(open("d1"), key);
    EXPECT_EQ(chains_.close("c2"), key);
    EXPECT_EQ(chains_.find("x1"), 0u);
    EXPECT_EQ(chains_.size(), 1u);
}

TEST_F(OrderChainsTest, an_unknown_order_gets_a_key_so_that_its_cancel_passes) {
    const std::uint64_t key = follow("x1", "from-yesterday");
    EXPECT_NE(key, 0u);
    EXPECT_EQ(follow("x2", "from-yesterday"), key);
    EXPECT_EQ(chains_.name_on_wire("from-yesterday"), "from-yesterday");
}

TEST_F(OrderChainsTest, names_the_order_as_the_venue_knows_it) {
    open("c1");
    chains_.set_on_wire("c1", true);
    follow("c2", "c1");  // folded: never on the wire
    follow("c3", "c2");
    EXPECT_EQ(chains_.name_on_wire("c3"), "c1");
    chains_.set_on_wire("c3", true);
    EXPECT_EQ(chains_.name_on_wire("c3"), "c3");
    EXPECT_EQ(chains_.name_on_wire("c2"), "c1");
    chains_.set_on_wire("c3", false);  // the venue rejected it
    EXPECT_EQ(chains_.name_on_wire("c3"), "c1");
    EXPECT_EQ(chains_.name_on_wire("stranger"), "stranger");
}

TEST_F(OrderChainsTest, an_order_that_is_not_on_the_wire_keeps_the_callers_name) {
    open("c1");
    follow("c2", "c1");
    EXPECT_EQ(chains_.name_on_wire("c2"), "c2");
}

TEST_F(OrderChainsTest, a_circle_of_names_ends) {
    follow("a", "b");
    follow("b", "a");
    follow("c", "d");
    chains_.set_on_wire("d", false);
    follow("d", "c");
    EXPECT_FALSE(chains_.name_on_wire("c").empty());
}

TEST_F(OrderChainsTest, forgets_the_oldest_order_first) {
    for (const char *id : {"a", "b", "c", "d", "e"})
        open(id);
    EXPECT_EQ(chains_.size(), 4u);
    EXPECT_EQ(chains_.find("a"), 0u);
    EXPECT_NE(chains_.find("b"), 0u);
}

TEST_F(OrderChainsTest, stays_bounded_over_endless_amends_and_refusals) {
    const std::uint64_t key = open("c0");
    chains_.set_on_wire("c0", true);
    std::string last = "c0";
    for (int amend = 1; amend < 1000; ++amend) {
        const std::string id = "c" + std::to_string(amend);
        EXPECT_EQ(follow(id, last), key);
        chains_.set_on_wire(id, true);
        last = id;
        // Refused amends leave nothing behind, however many.
        const std::string refused = "r" + std::to_string(amend);
        chains_.remove(chains_.follow(refused, last, 0).link);
        EXPECT_EQ(chains_.find(refused), 0u);
    }
    EXPECT_EQ(chains_.find("c1"), 0u);
    EXPECT_EQ(chains_.name_on_wire(last), last);
    EXPECT_EQ(chains_.close(last), key);
    EXPECT_EQ(chains_.size(), 0u);
}

TEST_F(OrderChainsTest, takes_the_gateways_own_keys) {
    EXPECT_EQ(open("c1", 77), 77u);
    EXPECT_EQ(follow("c2", "c1", 77), 77u);
    EXPECT_EQ(follow("c9", "c8", 78), 78u);
}

TEST_F(OrderChainsTest, an_id_that_is_used_twice_means_the_newer_order) {
    const std::uint64_t first = open("c1");
    const std::uint64_t second = open("c1");
    EXPECT_NE(first, second);
    EXPECT_EQ(chains_.find("c1"), second);
    EXPECT_EQ(chains_.size(), 1u);
}

TEST_F(OrderChainsTest, an_order_is_found_by_either_of_its_names) {
    const std::uint64_t key = open("c1");
    EXPECT_EQ(chains_.find("unknown", "c1"), key);
    EXPECT_EQ(chains_.find("unknown", ""), 0u);
    EXPECT_EQ(chains_.close("unknown", "c1"), key);
    EXPECT_EQ(chains_.close("unknown", "c1"), 0u);
}

TEST_F(OrderChainsTest, a_link_names_one_use_of_an_id_only) {
    const OrderChains::Named first = chains_.open("c1", 0);
    chains_.set_on_wire(first.link, true);
    const OrderChains::Named amend = chains_.follow("c2", "c1", 0);
    EXPECT_EQ(chains_.name_on_wire("c2"), "c1");
    chains_.set_on_wire(amend.link, true);
    EXPECT_EQ(chains_.name_on_wire("c2"), "c2");
    chains_.close(amend.link);
    EXPECT_EQ(chains_.size(), 0u);
    // The same id again: the old links mean nothing to the new order.
    const OrderChains::Named second = chains_.open("c1", 0);
    chains_.close(first.link);
    chains_.remove(amend.link);
    chains_.set_on_wire(OrderChains::Link(), true);
    EXPECT_EQ(chains_.find("c1"), second.key);
}

TEST_F(OrderChainsTest, ids_of_any_length_are_told_apart) {
    const std::string long_id(200, 'x');
    const std::uint64_t first = open(long_id + "1");
    const std::uint64_t second = open(long_id + "2");
    EXPECT_EQ(follow(long_id + "3", long_id + "1"), first);
    EXPECT_EQ(chains_.find(long_id + "2"), second);
    EXPECT_EQ(chains_.name_on_wire(long_id + "3"), long_id + "3");
    EXPECT_EQ(chains_.close(long_id + "3"), first);
    EXPECT_EQ(chains_.find(long_id + "1"), 0u);
}

// What the class says, done with maps and copies.
class PlainChains {
public:
    std::uint64_t open(const std::string &id, std::uint64_t key) {
        if (ids_.count(id)) forget(ids_[id].key);
        order(key);
        add(key, id, "", false);
        return key;
    }
    std::uint64_t follow(const std::string &id, const std::string &original, std::uint64_t key) {
        if (ids_.count(original)) {
            key = ids_[original].key;
        } else {
            order(key);
            add(key, original, "", true);
        }
        if (id != original) add(key, id, original, false);
        return key;
    }
    void set_on_wire(const std::string &id, bool is_on_wire) {
        if (ids_.count(id)) ids_[id].is_on_wire = is_on_wire;
    }
    std::string name_on_wire(const std::string &id) const {
        std::string name = id;
        for (int step = 0; step <= 32; ++step) {
            const auto known = ids_.find(name);
            if (known == ids_.end() || known->second.is_on_wire) return name;
            if (known->second.original.empty()) break;
            name = known->second.original;
        }
        return id;
    }
    std::uint64_t find(const std::string &id) const { return ids_.count(id) ? ids_.at(id).key : 0; }
    std::uint64_t close(const std::string &id) {
        const std::uint64_t key = find(id);
        if (key) forget(key);
        return key;
    }
    std::size_t size() const { return ages_.size(); }

private:
    struct Id {
        std::uint64_t key;
        std::string original;
        bool is_on_wire;
    };
    void order(std::uint64_t key) {
        if (std::count(ages_.begin(), ages_.end(), key)) return;
        if (ages_.size() >= 4) forget(ages_.front());
        ages_.push_back(key);
    }
    void add(std::uint64_t key, const std::string &id, const std::string &original, bool is_on_wire) {
        if (ids_.count(id) && ids_[id].key == key) return;
        if (ids_.count(id)) remove_of(ids_[id].key, id);
        if (of_[key].size() >= 32) {
            ids_.erase(of_[key].front());
            of_[key].erase(of_[key].begin());
        }
        ids_[id] = Id{key, original, is_on_wire};
        of_[key].push_back(id);
    }
    void remove_of(std::uint64_t key, const std::string &id) {
        of_[key].erase(std::find(of_[key].begin(), of_[key].end(), id));
    }
    void forget(std::uint64_t key) {
        for (const std::string &id : of_[key])
            ids_.erase(id);
        of_.erase(key);
        ages_.erase(std::find(ages_.begin(), ages_.end(), key));
    }

    std::map<std::string, Id> ids_;
    std::map<std::uint64_t, std::vector<std::string>> of_;
    std::vector<std::uint64_t> ages_;
};

TEST_F(OrderChainsTest, does_what_maps_would_do) {
    PlainChains plain;
    std::mt19937 random(20240607);
    const auto id = [&] {
        const std::string name = "id" + std::to_string(random() % 12);
        return random() % 2 ? name : name + std::string(60, '-');
    };
    std::uint64_t next_wanted = 1000;
    for (int step = 0; step < 200000; ++step) {
        const std::string first = id();
        const std::string second = id();
        const bool is_on_wire = random() % 2;
        const std::uint64_t wanted = random() % 8 == 0 ? next_wanted : ++next_wanted;
        switch (random() % 6) {
            case 0:
                ASSERT_EQ(open(first, wanted), plain.open(first, wanted)) << step;
                break;
            case 1:
            case 2:
                ASSERT_EQ(follow(first, second, wanted), plain.follow(first, second, wanted)) << step;
                break;
            case 3:
                chains_.set_on_wire(first, is_on_wire);
                plain.set_on_wire(first, is_on_wire);
                break;
            case 4:
                if (random() % 4 == 0) {
                    ASSERT_EQ(chains_.close(first), plain.close(first)) << step;
                }
                break;
            default:
                ASSERT_EQ(chains_.name_on_wire(first), plain.name_on_wire(first)) << step;
                break;
        }
        ASSERT_EQ(chains_.find(second), plain.find(second)) << step;
        ASSERT_EQ(chains_.size(), plain.size()) << step;
    }
}

}  // namespace
