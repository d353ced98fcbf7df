// A gateway of another firm that opens Sluice by path and links nothing of it. It sends one order, has the second one
// held by a limit of one message per second, and gets it back when that second is over. The clock is its own, so the
// program takes no time. Exit code 0 when all of that is true, and when a wrong path is refused in words.
#include <cstdint>
#include <iostream>
#include <string>

#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/loader.hpp"

namespace {

const std::uint64_t kSecondNs = 1000000000u;

struct Host {
    std::uint64_t now_ns = kSecondNs;
    std::uint64_t released_ticket = 0;
};

std::uint64_t now_ns(void *context) {
    return static_cast<Host *>(context)->now_ns;
}

sluice_status release(void *context, const sluice_release *release) {
    if (release->action == SLUICE_ACTION_SEND) static_cast<Host *>(context)->released_ticket = release->ticket;
    return SLUICE_OK;
}

bool is_true(bool fact, const char *what) {
    if (!fact) std::cerr << "loaded host: not true: " << what << "\n";
    return fact;
}

bool refuses_wrong_path() {
    try {
        sluice::Plugin::load("/no/such/libsluice.so.1");
    } catch (const sluice::failure &failure) {
        return is_true(std::string(failure.what()).find("/no/such/libsluice.so.1") != std::string::npos,
            "the failure names the path");
    }
    return is_true(false, "a wrong path is refused");
}

sluice_verdict submit_new(const sluice::Lane &lane, std::uint64_t ticket, std::uint64_t now_ns) {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = SLUICE_KIND_NEW;
    request.ticket = ticket;
    request.order_id = ticket;
    request.price_e8 = 100000000;
    request.quantity_e8 = 100000000;
    request.side = SLUICE_SIDE_BUY;
    return lane.submit(request, now_ns);
}

void report(const sluice::Lane &lane, std::uint32_t kind, std::uint64_t grant, std::uint64_t now_ns) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.grant = grant;
    lane.report(event, now_ns);
}

bool smooths(const sluice::Plugin &plugin) {
    Host host;
    sluice_host callbacks = SLUICE_HOST_INIT;
    callbacks.context = &host;
    callbacks.release = release;
    callbacks.now_ns = now_ns;
    const sluice::Engine engine(plugin, callbacks,
        R"({ "version": 1, "venues": [ { "name": "V", "limits": [ { "name": "rate", "shape": "sliding_window",
             "scope": "venue", "limit": 1, "window_ms": 1000 } ] } ] })");
    const sluice::Lane lane = engine.open_lane(engine.intern(SLUICE_NAME_VENUE, "V"), "lane");
    report(lane, SLUICE_EVENT_LANE_UP, 0, host.now_ns);

    const sluice_verdict first = submit_new(lane, 1, host.now_ns);
    const sluice_verdict second = submit_new(lane, 2, host.now_ns);
    report(lane, SLUICE_EVENT_WRITTEN, first.grant, host.now_ns);
    bool all = is_true(first.action == SLUICE_ACTION_SEND, "the first order is sent");
    all &= is_true(second.action == SLUICE_ACTION_HELD, "the second order is held");
    engine.poll(SLUICE_VENUE_ALL, host.now_ns, 16);
    all &= is_true(host.released_ticket == 0, "nothing is released inside the window");
    host.now_ns += 2 * kSecondNs;
    engine.poll(SLUICE_VENUE_ALL, host.now_ns, 16);
    all &= is_true(host.released_ticket == 2, "the second order is released when the window is over");
    return all;
}

}  // namespace

int main(int argument_count, char **arguments) {
    if (argument_count != 2) {
        std::cerr << "usage: loaded_host PATH_OF_LIBSLUICE\n";
        return 2;
    }
    try {
        const sluice::Plugin plugin = sluice::Plugin::load(arguments[1]);
        const bool all = refuses_wrong_path() & smooths(plugin);
        std::cout << "loaded host: library " << plugin.build_id() << (all ? " works\n" : " does not work\n");
        return all ? 0 : 1;
    } catch (const sluice::failure &failure) {
        std::cerr << "loaded host: " << failure.what() << "\n";
        return 1;
    }
}
