#include "sluice/cpp/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

#include "sluice/cpp/fake.hpp"

namespace {

using sluice::Engine;
using sluice::FakePlugin;
using sluice::Lane;
using sluice::Plugin;

static_assert(!std::is_copy_constructible<Engine>::value && std::is_nothrow_move_constructible<Engine>::value, "");
static_assert(!std::is_copy_constructible<Lane>::value && std::is_nothrow_move_constructible<Lane>::value, "");

sluice_host quiet_host() {
    sluice_host host = SLUICE_HOST_INIT;
    host.release = [](void *context, const sluice_release *) -> sluice_status {
        ++*static_cast<int *>(context);
        return SLUICE_OK;
    };
    host.wake = [](void *, uint32_t, uint64_t) {};
    return host;
}

class EngineTest : public testing::Test {
protected:
    EngineTest() : plugin_(Plugin::from_table(fake_.table())), host_(quiet_host()) { host_.context = &releases_; }

    sluice_request request(uint32_t kind, uint64_t ticket) const {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = kind;
        request.ticket = ticket;
        return request;
    }

    FakePlugin fake_;
    Plugin plugin_;
    sluice_host host_;
    int releases_ = 0;
};

TEST_F(EngineTest, throws_the_text_of_the_plugin_and_leaves_nothing_behind) {
    fake_.create_status = SLUICE_E_CONFIG;
    try {
        Engine engine(plugin_, host_, "{}");
        FAIL() << "created";
    } catch (const sluice::failure &fault) {
        EXPECT_EQ(fault.status(), SLUICE_E_CONFIG);
        EXPECT_THAT(fault.what(), testing::HasSubstr("scripted refusal"));
    }
    EXPECT_FALSE(fake_.has_engine());
}

TEST_F(EngineTest, names_the_unknown_name) {
    const Engine engine(plugin_, host_, "{}");
    EXPECT_EQ(engine.intern(SLUICE_NAME_VENUE, "SIM"), FakePlugin::kVenue);
    try {
        engine.intern(SLUICE_NAME_VENUE, "MARS");
        FAIL() << "interned";
    } catch (const sluice::failure &fault) {
        EXPECT_EQ(fault.status(), SLUICE_E_UNKNOWN);
        EXPECT_THAT(fault.what(), testing::HasSubstr("'MARS'"));
    }
}

TEST_F(EngineTest, destructor_drains_what_is_held) {
    {
        Engine engine(plugin_, host_, "{}");
        const Lane lane = engine.open_lane(FakePlugin::kVenue, "A");
        fake_.ignores_lane_state = true;
        fake_.decide([](const sluice_request &, sluice_verdict &verdict) { verdict.action = SLUICE_ACTION_HELD; });
        for (uint64_t ticket = 1; ticket <= 100; ++ticket)
            lane.submit(request(SLUICE_KIND_NEW, ticket));
        EXPECT_EQ(fake_.held_tickets().size(), 100u);
    }
    EXPECT_EQ(releases_, 100);
    EXPECT_FALSE(fake_.has_engine());
}

TEST_F(EngineTest, moving_leaves_one_owner) {
    Engine first(plugin_, host_, "{}");
    Engine second(std::move(first));
    EXPECT_EQ(first.get(), nullptr);
    Lane lane = second.open_lane(FakePlugin::kVenue, "A");
    Lane other(std::move(lane));
    EXPECT_FALSE(lane);
    EXPECT_TRUE(other);
}

TEST_F(EngineTest, a_failed_submit_refuses_orders_and_sends_cancels) {
    sluice_api_v1 table = fake_.table();
    table.submit = [](sluice_lane *, const sluice_request *, uint64_t, sluice_verdict *) -> sluice_status {
        return SLUICE_E_INTERNAL;
    };
    const Engine engine(Plugin::from_table(table), host_, "{}");
    const Lane lane = engine.open_lane(FakePlugin::kVenue, "A");
    EXPECT_EQ(lane.submit(request(SLUICE_KIND_NEW, 1)).action, uint32_t(SLUICE_ACTION_REFUSED));
    EXPECT_EQ(lane.submit(request(SLUICE_KIND_NEW, 1)).reason, uint32_t(SLUICE_REASON_FAULT));
    EXPECT_EQ(lane.submit(request(SLUICE_KIND_CANCEL, 1)).action, uint32_t(SLUICE_ACTION_SEND));
    EXPECT_EQ(lane.submit(request(SLUICE_KIND_MASS_CANCEL, 1)).action, uint32_t(SLUICE_ACTION_SEND));
}

TEST_F(EngineTest, an_action_from_the_future_refuses_orders_and_sends_cancels) {
    fake_.ignores_lane_state = true;
    fake_.decide([](const sluice_request &, sluice_verdict &verdict) { verdict.action = 77; });
    const Engine engine(plugin_, host_, "{}");
    const Lane lane = engine.open_lane(FakePlugin::kVenue, "A");
    EXPECT_EQ(lane.submit(request(SLUICE_KIND_REPLACE, 1)).action, uint32_t(SLUICE_ACTION_REFUSED));
    EXPECT_EQ(lane.submit(request(SLUICE_KIND_CANCEL, 1)).action, uint32_t(SLUICE_ACTION_SEND));
}

TEST_F(EngineTest, gives_an_extension_whole_or_not_at_all) {
    static sluice_ext_kill kill;
    sluice_api_v1 table = fake_.table();
    table.extension = [](sluice_engine *, const char *id) -> const void * {
        return std::string(id) == SLUICE_EXT_KILL ? &kill : nullptr;
    };
    const Engine engine(Plugin::from_table(table), host_, "{}");
    kill.struct_size = sizeof(kill);
    EXPECT_EQ(engine.extension<sluice_ext_kill>(), &kill);
    EXPECT_EQ(engine.extension<sluice_ext_metrics>(), nullptr);
    kill.struct_size = sizeof(kill) - sizeof(void *);
    EXPECT_EQ(engine.extension<sluice_ext_kill>(), nullptr);
}

}  // namespace
