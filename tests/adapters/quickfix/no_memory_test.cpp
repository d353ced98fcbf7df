// There is no memory for the copy of a message that Sluice has just taken: the gateway hears it once, from submit(),
// and the ticket ends without a word when Sluice releases it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "fix_pair.hpp"

namespace {

// Of this size and above nothing is to be had on this thread.
thread_local std::size_t size_too_much = SIZE_MAX;

void *take(std::size_t size) {
    void *memory = size < size_too_much ? std::malloc(size) : nullptr;
    if (!memory) throw std::bad_alloc();
    return memory;
}

void give(void *memory) __attribute__((noinline));  // or g++ sees a free() of what new gave, and warns
void give(void *memory) {
    std::free(memory);
}

}  // namespace

void *operator new(std::size_t size) {
    return take(size);
}
void *operator new[](std::size_t size) {
    return take(size);
}
void operator delete(void *memory) noexcept {
    give(memory);
}
void operator delete[](void *memory) noexcept {
    give(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
    give(memory);
}
void operator delete[](void *memory, std::size_t) noexcept {
    give(memory);
}

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using namespace sluice_test;

constexpr std::size_t kLarge = 100000;

// A message that cannot be copied any more once the plugin has decided.
class NoMemory : public testing::Test {
protected:
    Outcome submit(FIX::Message message, const sluice_verdict &verdict) {
        message.setField(58, std::string(kLarge, 'x'));
        pair_.gateway.plugin.decide([verdict](const sluice_request &, sluice_verdict &decided) {
            decided = verdict;
            size_too_much = kLarge / 2;
        });
        const Outcome outcome = pair_.gateway.submit_own(message);
        size_too_much = SIZE_MAX;
        pair_.gateway.plugin.decide(nullptr);
        return outcome;
    }

    Pair pair_;
};

TEST_F(NoMemory, a_message_that_cannot_be_kept_is_refused_and_its_ticket_ends_once) {
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    verdict.action = SLUICE_ACTION_HELD;
    for (const std::uint32_t action : {SLUICE_RELEASE_SEND, SLUICE_RELEASE_DROPPED}) {
        const std::size_t before = pair_.gateway.plugin.answers().size();
        const Outcome outcome = submit(new_order("c1"), verdict);
        EXPECT_EQ(outcome.fate, Fate::kRefused);
        EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_FAULT));
        ASSERT_NE(outcome.ticket, 0u);
        EXPECT_EQ(pair_.gateway.gate->numbers().orders_now, 0u);
        pair_.gateway.plugin.release(outcome.ticket, action, SLUICE_REASON_EXPIRED);
        ASSERT_TRUE(eventually([&] { return pair_.gateway.plugin.answers().size() == before + 1; }));
        EXPECT_EQ(pair_.gateway.plugin.answers().back(), action == SLUICE_RELEASE_SEND ? SLUICE_E_STATE : SLUICE_OK);
        EXPECT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
    }
    EXPECT_TRUE(pair_.gateway.listener.news().empty()) << "submit() has said it";
    EXPECT_EQ(pair_.venue.count("D"), 0u);
}

TEST_F(NoMemory, an_amend_that_cannot_be_kept_changes_nothing) {
    pair_.gateway.plugin.decide(
        [](const sluice_request &, sluice_verdict &decided) { decided.action = SLUICE_ACTION_HELD; });
    FIX::Message order = new_order("c1", "100", "5");
    const Outcome held = pair_.gateway.submit_own(order);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    verdict.action = SLUICE_ACTION_ABSORBED;
    verdict.reason = SLUICE_REASON_FOLDED;
    verdict.other_ticket = held.ticket;
    const Outcome amend = submit(replace_order("c2", "c1", "101", "7"), verdict);
    EXPECT_EQ(amend.fate, Fate::kRefused);
    pair_.gateway.plugin.release(held.ticket, SLUICE_RELEASE_SEND, 0, amend.ticket);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") == 1; }));
    EXPECT_EQ(field(pair_.venue.received("D")[0].bytes, 44), "100");
    EXPECT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
    EXPECT_EQ(pair_.gateway.listener.news().size(), 1u);
}

}  // namespace
