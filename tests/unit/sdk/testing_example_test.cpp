// The code of sdk/TESTING.md, compiled and run; tests/readme.py keeps the two the same.
#include <gtest/gtest.h>

// [gateway]
#include <map>
#include <string>

#include "sluice/cpp/checked.hpp"
#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/fake.hpp"

// As small as a gateway can be: what it has sent, and what it keeps until it is released.
class Gateway {
public:
    explicit Gateway(const sluice::Plugin &plugin)
        : engine(plugin, callbacks(*this), "{}"), lane(engine.open_lane(engine.intern(SLUICE_NAME_VENUE, "SIM"), "A")) {
        report(SLUICE_EVENT_LANE_UP, 0);
    }

    void place(uint64_t order, const std::string &message) {
        kept[order] = message;  // before submit(), because the release may come before it returns
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = SLUICE_KIND_NEW;
        request.ticket = request.order_id = order;
        const sluice_verdict verdict = lane.submit(request);
        if (verdict.action == SLUICE_ACTION_SEND) send(order, verdict.grant);
        if (verdict.action == SLUICE_ACTION_REFUSED) kept.erase(order);
    }

    std::map<uint64_t, std::string> kept;
    std::string wire;
    sluice::Engine engine;
    sluice::Lane lane;

private:
    static sluice_host callbacks(Gateway &self) {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = &self;
        host.release = [](void *context, const sluice_release *release) -> sluice_status {
            Gateway &gateway = *static_cast<Gateway *>(context);
            if (release->action == SLUICE_RELEASE_SEND) gateway.send(release->ticket, release->grant);
            gateway.kept.erase(release->ticket);
            return SLUICE_OK;
        };
        return host;
    }
    void send(uint64_t order, uint64_t grant) {
        wire += kept[order];
        kept.erase(order);
        report(SLUICE_EVENT_WRITTEN, grant);
    }
    void report(uint32_t kind, uint64_t grant) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = kind;
        event.grant = grant;
        lane.report(event);
    }
};
// [gateway]

// [fake]
TEST(Gateway, keeps_a_held_message_until_its_release) {
    sluice::FakePlugin fake;
    Gateway gateway(sluice::Plugin::from_table(fake.table()));

    fake.answer_next(sluice::FakePlugin::held());
    gateway.place(1, "first ");
    gateway.place(2, "second ");
    EXPECT_EQ(gateway.wire, "second ");

    fake.release(1);
    gateway.engine.poll(SLUICE_VENUE_ALL, 0, 10);
    EXPECT_EQ(gateway.wire, "second first ");
    EXPECT_EQ(fake.count_events(SLUICE_EVENT_WRITTEN), 2u);
}
// [fake]

// [checked]
TEST(Gateway, uses_the_plugin_as_it_should) {
    sluice::FakePlugin fake;  // or sluice::Plugin::load(path)
    sluice::Checked checked(sluice::Plugin::from_table(fake.table()));
    {
        Gateway gateway(checked.plugin());
        gateway.place(1, "first ");
    }
    EXPECT_EQ(checked.total(), 0u) << checked.last();
}
// [checked]
