/* The smallest honest host: loads the plugin, sends orders to a venue that allows three messages in 200 milliseconds,
 * and shows what happens to each. "Sending" prints a line; everything else is what a real gateway does.
 *
 *   sluice_minimal_host path/to/libsluice.so.1
 *
 * Exit code 0 when every request ended as it should. */
#define _POSIX_C_SOURCE 200809L

#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sluice/sluice.h"

static const char kConfig[] =
    "{\"version\": 1,"
    " \"instruments\": [\"BTC-USD\"],"
    " \"venues\": [{\"name\": \"DEMO\","
    "   \"limits\": [{\"name\": \"session\", \"shape\": \"sliding_window\", \"scope\": \"lane\","
    "                \"limit\": 3, \"window_ms\": 200, \"cancel_reserve\": 1}]}]}";

/* What this host keeps of a request: the real one would keep the message. */
typedef struct order {
    uint64_t order_id;
    const char *text;
} order;

typedef struct host_state {
    const sluice_api_v1 *api;
    sluice_lane *lane;
    order orders[16]; /* by ticket */
    int sent;
    int dropped;
} host_state;

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Puts a message on the wire and says so: the limits count from here. */
static void send_to_venue(host_state *host, uint64_t ticket, uint64_t grant, const char *when) {
    sluice_event event = SLUICE_EVENT_INIT;
    printf("  sent     %-28s %s\n", host->orders[ticket].text, when);
    ++host->sent;
    event.kind = SLUICE_EVENT_WRITTEN;
    event.grant = grant;
    event.time_ns = now_ns();
    host->api->report(host->lane, &event, 0);
    /* Here the venue's answer would come in on another thread; this one accepts everything at once. */
    event.kind = SLUICE_EVENT_ACKED;
    host->api->report(host->lane, &event, 0);
}

static sluice_status on_release(void *context, const sluice_release *release) {
    host_state *host = (host_state *)context;
    if (release->action == SLUICE_RELEASE_SEND) {
        char when[64];
        snprintf(when, sizeof when, "after %" PRIu64 " ms in the queue", release->held_ns / 1000000u);
        send_to_venue(host, release->ticket, release->grant, when);
    } else {
        printf("  dropped  %-28s reason %" PRIu32 "\n", host->orders[release->ticket].text, release->reason);
        ++host->dropped;
    }
    return SLUICE_OK;
}

static uint32_t submit(
    host_state *host, uint32_t kind, uint64_t ticket, uint64_t order_id, uint32_t instrument_id, const char *text) {
    sluice_request request = SLUICE_REQUEST_INIT;
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    request.kind = kind;
    request.ticket = ticket;
    request.order_id = order_id;
    request.instrument_id = instrument_id;
    request.side = SLUICE_SIDE_BUY;
    request.price_e8 = INT64_C(6500000000000); /* 65,000 */
    request.quantity_e8 = INT64_C(100000000);  /* 1 */
    host->orders[ticket].order_id = order_id;  /* before submit: a release may come before it returns */
    host->orders[ticket].text = text;
    host->api->submit(host->lane, &request, 0, &verdict);
    switch (verdict.action) {
        case SLUICE_ACTION_SEND:
            send_to_venue(host, ticket, verdict.grant, "at once");
            break;
        case SLUICE_ACTION_HELD:
            printf("  held     %s\n", text);
            break;
        case SLUICE_ACTION_ABSORBED:
            printf("  absorbed %-28s it met ticket %" PRIu64 "\n", text, verdict.other_ticket);
            break;
        default:
            printf("  refused  %-28s reason %" PRIu32 "\n", text, verdict.reason);
            break;
    }
    return verdict.action;
}

static int fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    return 1;
}

static int run(const sluice_api_v1 *api) {
    host_state state;
    sluice_host host = SLUICE_HOST_INIT;
    sluice_error error = SLUICE_ERROR_INIT;
    sluice_event up = SLUICE_EVENT_INIT;
    sluice_engine *engine = NULL;
    uint32_t venue_id = 0;
    uint32_t instrument_id = 0;
    uint64_t end_ns;
    int is_right;

    memset(&state, 0, sizeof state);
    state.api = api;
    host.context = &state;
    host.release = on_release;
    if (api->engine_create(&host, kConfig, sizeof kConfig - 1, &engine, &error) != SLUICE_OK)
        return fail("engine_create", error.message);
    if (api->intern(engine, SLUICE_NAME_VENUE, "DEMO", 4, &venue_id, &error) != SLUICE_OK ||
        api->intern(engine, SLUICE_NAME_INSTRUMENT, "BTC-USD", 7, &instrument_id, &error) != SLUICE_OK ||
        api->lane_open(engine, venue_id, "session 1", 9, &state.lane, &error) != SLUICE_OK) {
        return fail("set-up", error.message);
    }
    up.kind = SLUICE_EVENT_LANE_UP; /* logged on */
    api->report(state.lane, &up, 0);

    submit(&state, SLUICE_KIND_NEW, 1, 101, instrument_id, "new 101");
    submit(&state, SLUICE_KIND_NEW, 2, 102, instrument_id, "new 102");
    submit(&state, SLUICE_KIND_NEW, 3, 103, instrument_id, "new 103"); /* the limit has no room for new orders */
    submit(&state, SLUICE_KIND_NEW, 4, 104, instrument_id, "new 104");
    submit(&state, SLUICE_KIND_CANCEL, 5, 101, instrument_id, "cancel 101"); /* but it keeps room for a cancel */
    submit(&state, SLUICE_KIND_CANCEL, 6, 104, instrument_id, "cancel 104"); /* never sent: both vanish */

    /* The pump of a real gateway is a thread or a timer that sleeps until next_due_ns(). */
    end_ns = now_ns() + UINT64_C(1000000000);
    while (now_ns() < end_ns && state.sent + state.dropped < 5) {
        const uint64_t due_ns = api->next_due_ns(engine, SLUICE_VENUE_ALL);
        const uint64_t current_ns = now_ns();
        if (due_ns > current_ns && due_ns < end_ns) {
            struct timespec pause;
            pause.tv_sec = 0;
            pause.tv_nsec = (long)(due_ns - current_ns);
            nanosleep(&pause, NULL);
        }
        api->poll(engine, SLUICE_VENUE_ALL, 0, 64);
    }
    is_right = state.sent == 4 && state.dropped == 1;
    while (api->engine_stop(engine, SLUICE_STOP_ABANDON, &error) == SLUICE_E_BUSY)
        api->poll(engine, SLUICE_VENUE_ALL, 0, 64);
    api->engine_destroy(engine, NULL);
    printf("%d sent, %d dropped\n", state.sent, state.dropped);
    return is_right ? 0 : 1;
}

int main(int argument_count, char **arguments) {
    const sluice_api_v1 *api = NULL;
    sluice_error error = SLUICE_ERROR_INIT;
    sluice_entry_v1_function entry = NULL;
    void *library;

    if (argument_count != 2) return fail("usage", "sluice_minimal_host path/to/libsluice.so.1");
    library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return fail("dlopen", dlerror());
    *(void **)(&entry) = dlsym(library, SLUICE_ENTRY_V1_NAME); /* the form that POSIX gives for functions */
    if (entry == NULL) return fail("dlsym", dlerror());
    if (entry(SLUICE_ABI_MINOR, &api, &error) != SLUICE_OK) return fail("sluice_entry_v1", error.message);
    return run(api);
}
