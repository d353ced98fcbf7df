// A pair of sessions and what a test asks about the venue's answers: the grant that a message went out with, and the
// events that came of what the venue sent.
#ifndef SLUICE_TEST_QUICKFIX_ANSWERS_FIXTURE_HPP
#define SLUICE_TEST_QUICKFIX_ANSWERS_FIXTURE_HPP

#include <gtest/gtest.h>

#include "fix_pair.hpp"

namespace sluice_test {

class Answers : public testing::Test {
protected:
    explicit Answers(const std::string &session_keys = "") : Answers(parts_of(session_keys)) {}
    explicit Answers(const GatewayParts &parts) : pair_(parts) {}

    static GatewayParts parts_of(const std::string &session_keys) {
        GatewayParts parts;
        parts.session_keys = session_keys;
        return parts;
    }

    // Sends a message and gives the grant it went out with.
    std::uint64_t send(const FIX::Message &message) {
        EXPECT_EQ(pair_.gateway.submit(message).fate, sluice::quickfix::Fate::kSent);
        return last(SLUICE_EVENT_WRITTEN).grant;
    }
    sluice_event last(std::uint32_t kind) const {
        sluice_event found = SLUICE_EVENT_INIT;
        for (const sluice_event &event : pair_.gateway.plugin.events()) {
            if (event.kind == kind) found = event;
        }
        return found;
    }
    std::size_t count(std::uint32_t kind) const { return pair_.gateway.plugin.count_events(kind); }
    bool comes(std::uint32_t kind, std::uint64_t grant) {
        return eventually([&] { return last(kind).kind == kind && last(kind).grant == grant; });
    }
    // Everything that the venue has sent so far was heard.
    void settle(int answers) {
        ASSERT_TRUE(eventually([&] { return pair_.gateway.own_application.answers.load() >= answers; }));
    }
    std::uint64_t last_order() const { return pair_.gateway.plugin.requests().back().order_id; }

    Pair pair_;
};

}  // namespace sluice_test

#endif
