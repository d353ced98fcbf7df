// Releases that come the moment Sluice has taken a message, before its copy is made: none sees half a message, each
// ticket ends once, and nobody waits for ever. Made for ThreadSanitizer, and true without it.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using namespace sluice_test;

constexpr std::size_t kThreads = 3;
constexpr std::size_t kOrders = 400;  // of each thread
constexpr int kFields = 60;           // so that a copy takes its time

FIX::Message large_order(const std::string &id) {
    FIX::Message order = new_order(id);
    for (int tag = 0; tag < kFields; ++tag)
        order.setField(6000 + tag, id);
    return order;
}

TEST(EarlyRelease, sees_whole_messages_and_ends_each_ticket_once) {
    Pair pair;
    std::mutex mutex;
    std::vector<std::uint64_t> held;  // protected by mutex
    pair.gateway.plugin.decide([&](const sluice_request &request, sluice_verdict &verdict) {
        verdict.action = SLUICE_ACTION_HELD;
        const std::lock_guard<std::mutex> lock(mutex);
        held.push_back(request.ticket);
    });
    // It waits inside the fake plugin for the submit to end, and then has the pump release the ticket.
    std::thread releaser([&] {
        std::size_t released = 0;
        while (released < kThreads * kOrders) {
            std::vector<std::uint64_t> tickets;
            {
                const std::lock_guard<std::mutex> lock(mutex);
                tickets.swap(held);
            }
            for (const std::uint64_t ticket : tickets) {
                const bool is_sent = ++released % 4 != 0;
                pair.gateway.plugin.release(
                    ticket, is_sent ? SLUICE_RELEASE_SEND : SLUICE_RELEASE_DROPPED, SLUICE_REASON_EXPIRED);
            }
            std::this_thread::yield();
        }
    });
    std::vector<std::thread> submitters;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
        submitters.emplace_back([&, thread] {
            for (std::size_t number = 0; number < kOrders; ++number) {
                FIX::Message order = large_order(std::to_string(thread) + "-" + std::to_string(number));
                EXPECT_EQ(pair.gateway.submit_own(order).fate, Fate::kHeld);
            }
        });
    }
    for (std::thread &submitter : submitters)
        submitter.join();
    releaser.join();
    const auto news = [&] { return pair.gateway.listener.news(); };
    ASSERT_TRUE(eventually([&] { return news().size() == kThreads * kOrders; }));
    std::set<std::uint64_t> tickets;
    std::size_t sent = 0;
    for (const SeenNews &each : news()) {
        EXPECT_TRUE(tickets.insert(each.ticket).second) << "two ends of one ticket";
        sent += each.is_sent;
        const std::string id = field(each.bytes, 11);
        EXPECT_FALSE(id.empty());
        for (int tag = 0; tag < kFields; ++tag)
            ASSERT_EQ(field(each.bytes, 6000 + tag), id);
    }
    EXPECT_EQ(sent, kThreads * kOrders * 3 / 4);
    EXPECT_TRUE(eventually([&] { return pair.gateway.gate->numbers().held_now == 0; }));
    EXPECT_TRUE(eventually([&] { return pair.venue.count("D") == sent; }));
    pair.gateway.plugin.decide(nullptr);
}

// Each amend takes the place of the one before it, which may still be on its way into the store.
TEST(EarlyRelease, an_amend_may_be_superseded_before_it_has_arrived) {
    constexpr std::size_t kRounds = 150;
    Pair pair;
    for (std::size_t round = 0; round < kRounds; ++round) {
        const std::string id = "c" + std::to_string(round);
        pair.gateway.plugin.decide(
            [](const sluice_request &, sluice_verdict &verdict) { verdict.action = SLUICE_ACTION_HELD; });
        FIX::Message order = large_order(id);
        const std::uint64_t ticket = pair.gateway.submit_own(order).ticket;
        std::atomic<std::uint64_t> last{0};
        // Called under the lock of the fake plugin: one amend after the other.
        pair.gateway.plugin.decide([&](const sluice_request &request, sluice_verdict &verdict) {
            verdict.action = SLUICE_ACTION_ABSORBED;
            verdict.reason = SLUICE_REASON_FOLDED;
            verdict.other_ticket = ticket;
            verdict.superseded_ticket = last.load();
            last.store(request.ticket);
        });
        std::vector<std::thread> amenders;
        for (std::size_t thread = 0; thread < kThreads; ++thread) {
            amenders.emplace_back([&, thread] {
                FIX::Message amend = replace_order(id + "-" + std::to_string(thread), id, "101", "7");
                for (int tag = 0; tag < kFields; ++tag)
                    amend.setField(6000 + tag, id);
                EXPECT_EQ(pair.gateway.submit_own(amend).fate, Fate::kAbsorbed);
            });
        }
        for (std::thread &amender : amenders)
            amender.join();
        pair.gateway.plugin.release(ticket, SLUICE_RELEASE_SEND, 0, last.load());
        ASSERT_TRUE(eventually([&] { return pair.gateway.gate->numbers().held_now == 0; }));
        pair.gateway.plugin.decide(nullptr);
    }
    EXPECT_TRUE(eventually([&] { return pair.venue.count("D") == kRounds; }));
    for (const Venue::Received &order : pair.venue.received("D"))
        EXPECT_EQ(field(order.bytes, 44), "101");
}

}  // namespace
