// A gateway in C++11 on the SDK's own layer: host PLUGIN. Runs what every host in this folder runs.
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "sluice/cpp/engine.hpp"
#include "sluice/sluice.h"

namespace {

const char kConfig[] =
    R"({"version": 1, "venues": [{"name": "SIM", "limits": [{"name": "messages", "shape": "sliding_window",)"
    R"("scope": "venue", "limit": 2, "window_ms": 1000}]}]})";
constexpr std::uint64_t kSecondNs = 1000000000;

struct Gateway {
    std::uint64_t clock_ns = 1000 * kSecondNs;
    sluice::Lane lane;
    std::vector<std::uint64_t> released;

    static Gateway &of(void *context) { return *static_cast<Gateway *>(context); }

    sluice_status written(std::uint64_t grant) const {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_WRITTEN;
        event.grant = grant;
        return lane.report(event, clock_ns);
    }

    sluice_verdict offer(std::uint32_t kind, std::uint64_t ticket, std::uint64_t order_id) const {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = kind;
        request.ticket = ticket;
        request.order_id = order_id;
        const sluice_verdict verdict = lane.submit(request, clock_ns);
        if (verdict.action == SLUICE_ACTION_SEND) written(verdict.grant);
        return verdict;
    }
};

void check(bool fact, const char *what) {
    if (!fact) throw sluice::failure(SLUICE_E_INTERNAL, 0, std::string("not true: ") + what);
}

void run(const std::string &path) {
    const sluice::Plugin plugin = sluice::Plugin::load(path);
    Gateway gateway;
    sluice_host host = SLUICE_HOST_INIT;
    host.context = &gateway;
    host.release = [](void *context, const sluice_release *release) -> sluice_status {
        Gateway::of(context).released.push_back(release->ticket);
        return Gateway::of(context).written(release->grant);
    };
    host.now_ns = [](void *context) { return Gateway::of(context).clock_ns; };
    {
        const sluice::Engine engine(plugin, host, kConfig);
        gateway.lane = engine.open_lane(engine.intern(SLUICE_NAME_VENUE, "SIM"), "lane");
        sluice_event up = SLUICE_EVENT_INIT;
        up.kind = SLUICE_EVENT_LANE_UP;
        check(gateway.lane.report(up, gateway.clock_ns) == SLUICE_OK, "the lane is up");
        check(gateway.offer(SLUICE_KIND_NEW, 1, 1).action == SLUICE_ACTION_SEND, "the first order is sent");
        check(gateway.offer(SLUICE_KIND_NEW, 2, 2).action == SLUICE_ACTION_SEND, "the second order is sent");
        check(gateway.offer(SLUICE_KIND_NEW, 3, 3).action == SLUICE_ACTION_HELD, "the third order is held");
        gateway.clock_ns += kSecondNs + 1;
        check(engine.poll(SLUICE_VENUE_ALL, gateway.clock_ns, 100) == 1 && gateway.released.back() == 3,
            "the third order is released");
        const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
        check(engine.extension<sluice_ext_kill>()->engage(engine.get(), &all, nullptr) == SLUICE_OK,
            "the kill switch engages");
        check(gateway.offer(SLUICE_KIND_NEW, 4, 4).reason == SLUICE_REASON_KILLED, "an order is killed");
        check(gateway.offer(SLUICE_KIND_CANCEL, 5, 1).action == SLUICE_ACTION_SEND, "a cancel passes");
    }
    const sluice_verdict late = gateway.offer(SLUICE_KIND_NEW, 6, 6);
    check(late.action == SLUICE_ACTION_REFUSED && late.reason == SLUICE_REASON_FAULT,
        "a lane of a destroyed engine is refused");
    std::cout << "C++ " << __cplusplus << ", plugin " << plugin.build_id() << ": as promised\n";
}

}  // namespace

int main(int argument_count, char **arguments) {
    if (argument_count != 2) {
        std::cerr << "usage: " << arguments[0] << " PLUGIN\n";
        return 2;
    }
    try {
        run(arguments[1]);
    } catch (const sluice::failure &fault) {
        std::cerr << fault.what() << '\n';
        return 1;
    }
    return 0;
}
