// What a gateway's own unit tests rely on: the fake answers as it is told, and keeps what the contract promises.
#include "sluice/cpp/fake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sluice/cpp/engine.hpp"

namespace {

using sluice::Engine;
using sluice::FakePlugin;
using sluice::Lane;
using sluice::Plugin;

// A gateway of a few lines.
struct Host {
    static sluice_host callbacks(Host &self) {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = &self;
        host.release = [](void *context, const sluice_release *release) {
            Host &gateway = *static_cast<Host *>(context);
            gateway.releases.push_back(*release);
            return gateway.answer;
        };
        host.wake = [](void *context, uint32_t venue_id, uint64_t due_ns) {
            static_cast<Host *>(context)->wakes.push_back(std::make_pair(venue_id, due_ns));
        };
        return host;
    }

    std::vector<sluice_release> releases;
    std::vector<std::pair<uint32_t, uint64_t>> wakes;
    sluice_status answer = SLUICE_OK;
};

class FakeTest : public testing::Test {
protected:
    FakeTest()
        : fake_({"SIM", "OTHER"}),
          engine_(Plugin::from_table(fake_.table()), Host::callbacks(host_), "{}"),
          lane_(engine_.open_lane(1, "A")) {
        report(SLUICE_EVENT_LANE_UP);
    }

    sluice_verdict submit(uint32_t kind, uint64_t ticket) {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = kind;
        request.ticket = ticket;
        request.order_id = ticket;
        return lane_.submit(request);
    }
    sluice_verdict submit_held(uint64_t ticket) {
        fake_.answer_next(FakePlugin::held());
        return submit(SLUICE_KIND_NEW, ticket);
    }
    void report(uint32_t kind) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = kind;
        EXPECT_EQ(lane_.report(event), SLUICE_OK);
    }
    int32_t poll(uint64_t now_ns = 0, uint32_t venue_id = SLUICE_VENUE_ALL) {
        return engine_.poll(venue_id, now_ns, 100);
    }

    Host host_;
    FakePlugin fake_;
    Engine engine_;
    Lane lane_;
};

TEST_F(FakeTest, sends_what_it_was_not_told_about) {
    const sluice_verdict verdict = submit(SLUICE_KIND_NEW, 1);
    EXPECT_EQ(verdict.action, uint32_t{SLUICE_ACTION_SEND});
    EXPECT_NE(verdict.grant, 0u);
    EXPECT_NE(submit(SLUICE_KIND_NEW, 2).grant, verdict.grant);
}

TEST_F(FakeTest, answers_in_order_then_by_a_look_at_the_request) {
    fake_.answer_next(FakePlugin::refused(SLUICE_REASON_KILLED));
    fake_.answer_next(FakePlugin::held());
    fake_.answer_next(FakePlugin::absorbed(SLUICE_REASON_FOLDED, 2));
    fake_.decide([](const sluice_request &request, sluice_verdict &verdict) {
        if (request.kind == SLUICE_KIND_QUERY) verdict = FakePlugin::refused(SLUICE_REASON_QUEUE_FULL);
    });
    EXPECT_EQ(submit(SLUICE_KIND_NEW, 1).reason, uint32_t{SLUICE_REASON_KILLED});
    EXPECT_EQ(submit(SLUICE_KIND_NEW, 2).action, uint32_t{SLUICE_ACTION_HELD});
    const sluice_verdict folded = submit(SLUICE_KIND_REPLACE, 3);
    EXPECT_EQ(folded.action, uint32_t{SLUICE_ACTION_ABSORBED});
    EXPECT_EQ(folded.other_ticket, 2u);
    EXPECT_EQ(submit(SLUICE_KIND_QUERY, 4).action, uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(submit(SLUICE_KIND_NEW, 5).action, uint32_t{SLUICE_ACTION_SEND});
    EXPECT_THAT(fake_.held_tickets(), testing::ElementsAre(2));
    EXPECT_EQ(fake_.requests().size(), 5u);
}

TEST_F(FakeTest, releases_on_demand_and_only_once) {
    submit_held(7);
    EXPECT_EQ(poll(), 0);
    fake_.release(7);
    fake_.release(7);
    EXPECT_EQ(host_.wakes.size(), 2u);
    EXPECT_EQ(poll(), 1);
    EXPECT_EQ(poll(), 0);
    ASSERT_EQ(host_.releases.size(), 1u);
    EXPECT_EQ(host_.releases[0].ticket, 7u);
    EXPECT_EQ(host_.releases[0].order_id, 7u);
    EXPECT_NE(host_.releases[0].grant, 0u);
    EXPECT_EQ(host_.releases[0].lane, lane_.get());
    EXPECT_TRUE(fake_.held_tickets().empty());
}

TEST_F(FakeTest, releases_when_the_test_lets_time_come) {
    submit_held(1);
    submit_held(2);
    fake_.release_at(5000, 1);
    fake_.release_at(3000, 2, SLUICE_RELEASE_DROPPED, SLUICE_REASON_EXPIRED);
    EXPECT_EQ(engine_.next_due_ns(SLUICE_VENUE_ALL), 3000u);
    EXPECT_EQ(poll(2999), 0);
    EXPECT_EQ(poll(3000), 1);
    EXPECT_EQ(host_.releases[0].reason, uint32_t{SLUICE_REASON_EXPIRED});
    EXPECT_EQ(engine_.next_due_ns(SLUICE_VENUE_ALL), 5000u);
    EXPECT_EQ(poll(), 0) << "the plugin's own clock stands at the beginning";
    fake_.set_clock_ns(5000);
    EXPECT_EQ(poll(), 1);
    EXPECT_EQ(engine_.next_due_ns(SLUICE_VENUE_ALL), uint64_t{SLUICE_NEVER});
}

TEST_F(FakeTest, a_ticket_that_the_gateway_gives_back_stays_held) {
    submit_held(1);
    fake_.release(1);
    host_.answer = SLUICE_E_BUSY;
    EXPECT_EQ(poll(), 1);
    EXPECT_THAT(fake_.held_tickets(), testing::ElementsAre(1));
    EXPECT_THAT(fake_.answers(), testing::ElementsAre(SLUICE_E_BUSY));
    host_.answer = SLUICE_OK;
    fake_.drop(1, SLUICE_REASON_KILLED);
    EXPECT_EQ(poll(), 1);
    EXPECT_EQ(host_.releases.back().reason, uint32_t{SLUICE_REASON_KILLED});
}

TEST_F(FakeTest, an_annihilated_order_is_dropped_by_the_next_poll) {
    submit_held(1);
    fake_.answer_next(FakePlugin::absorbed(SLUICE_REASON_ANNIHILATED, 1));
    submit(SLUICE_KIND_CANCEL, 2);
    EXPECT_EQ(poll(), 1);
    EXPECT_EQ(host_.releases[0].action, uint32_t{SLUICE_RELEASE_DROPPED});
    EXPECT_EQ(host_.releases[0].ticket, 1u);
    EXPECT_EQ(host_.releases[0].other_ticket, 2u);
}

TEST_F(FakeTest, a_lane_that_is_down_keeps_cancels_and_nothing_else) {
    submit_held(1);
    report(SLUICE_EVENT_LANE_DOWN);
    EXPECT_EQ(submit(SLUICE_KIND_NEW, 2).reason, uint32_t{SLUICE_REASON_LANE_DOWN});
    EXPECT_EQ(submit(SLUICE_KIND_CANCEL, 3).action, uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(poll(), 1);
    EXPECT_EQ(host_.releases[0].ticket, 1u);
    EXPECT_EQ(host_.releases[0].reason, uint32_t{SLUICE_REASON_LANE_DOWN});
    report(SLUICE_EVENT_LANE_UP);
    EXPECT_EQ(poll(), 1);
    EXPECT_EQ(host_.releases[1].ticket, 3u);
    EXPECT_EQ(host_.releases[1].action, uint32_t{SLUICE_RELEASE_SEND});
    EXPECT_EQ(fake_.count_events(SLUICE_EVENT_LANE_UP), 2u);
}

TEST_F(FakeTest, a_closed_lane_drops_what_it_held_and_is_refused) {
    submit_held(1);
    sluice_lane *const handle = lane_.get();
    lane_.close();
    EXPECT_EQ(poll(), 1);
    EXPECT_EQ(host_.releases[0].reason, uint32_t{SLUICE_REASON_LANE_CLOSED});
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = SLUICE_KIND_CANCEL;
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    EXPECT_LT(engine_.table().submit(handle, &request, 0, &verdict), 0);
    EXPECT_EQ(verdict.action, uint32_t{SLUICE_ACTION_SEND}) << "no fault may trap a cancel";
}

TEST_F(FakeTest, a_stopping_engine_takes_cancels_only) {
    submit_held(1);
    EXPECT_FALSE(engine_.stop(SLUICE_STOP_DRAIN));
    EXPECT_EQ(submit(SLUICE_KIND_NEW, 2).reason, uint32_t{SLUICE_REASON_STOPPING});
    EXPECT_EQ(submit(SLUICE_KIND_CANCEL, 3).action, uint32_t{SLUICE_ACTION_SEND});
    EXPECT_FALSE(engine_.stop(SLUICE_STOP_ABANDON));
    poll();
    EXPECT_TRUE(engine_.stop(SLUICE_STOP_ABANDON));
}

TEST_F(FakeTest, polls_one_venue_without_the_others) {
    Lane other = engine_.open_lane(engine_.intern(SLUICE_NAME_VENUE, "OTHER"), "B");
    submit_held(1);
    fake_.release(1);
    EXPECT_EQ(host_.wakes.back().first, 1u);
    EXPECT_EQ(poll(0, 2), 0);
    EXPECT_EQ(poll(0, 1), 1);
    EXPECT_THROW(engine_.open_lane(3, "C"), sluice::failure);
}

TEST_F(FakeTest, takes_batches) {
    const sluice_ext_batch *batch = engine_.extension<sluice_ext_batch>();
    ASSERT_NE(batch, nullptr);
    sluice_request requests[] = {SLUICE_REQUEST_INIT, SLUICE_REQUEST_INIT};
    sluice_verdict verdicts[] = {SLUICE_VERDICT_INIT, SLUICE_VERDICT_INIT};
    requests[0].kind = requests[1].kind = SLUICE_KIND_QUOTE;
    requests[0].ticket = 1;
    requests[1].ticket = 2;
    fake_.answer_next(FakePlugin::held());
    EXPECT_EQ(batch->submit_many(lane_.get(), requests, 2, 0, verdicts), SLUICE_OK);
    EXPECT_EQ(verdicts[0].action, uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(verdicts[1].action, uint32_t{SLUICE_ACTION_SEND});
}

}  // namespace
