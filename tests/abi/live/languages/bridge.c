#include "bridge.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "sluice/sluice.h"

static const sluice_api_v1 *table;
static sluice_engine *engine;
static sluice_lane *lane;
static bridge_on_release release_to;
static uint64_t clock_ns = 1000000000000u;
static sluice_error error = SLUICE_ERROR_INIT;

static sluice_status on_release(void *context, const sluice_release *release) {
    (void)context;
    return release_to(release->action, release->ticket, release->grant);
}

static uint64_t on_clock(void *context) {
    (void)context;
    return clock_ns;
}

const char *bridge_open(const char *plugin_path, const char *config, bridge_on_release to) {
    sluice_entry_v1_function entry = NULL;
    sluice_host host = SLUICE_HOST_INIT;
    uint32_t venue_id = 0;
    void *library = dlopen(plugin_path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return dlerror();
    *(void **)&entry = dlsym(library, SLUICE_ENTRY_V1_NAME);
    if (entry == NULL || entry(SLUICE_ABI_MINOR, &table, &error) != SLUICE_OK) return "there is no usable entry";
    release_to = to;
    host.release = on_release;
    host.now_ns = on_clock;
    if (table->engine_create(&host, config, strlen(config), &engine, &error) != SLUICE_OK ||
        table->intern(engine, SLUICE_NAME_VENUE, "SIM", 3, &venue_id, &error) != SLUICE_OK ||
        table->lane_open(engine, venue_id, "lane", 4, &lane, &error) != SLUICE_OK) {
        return error.message;
    }
    return bridge_report(SLUICE_EVENT_LANE_UP, 0) == SLUICE_OK ? NULL : "the lane does not come up";
}

bridge_answer bridge_submit(uint32_t kind, uint64_t ticket, uint64_t order_id) {
    sluice_request request = SLUICE_REQUEST_INIT;
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    bridge_answer answer;
    request.kind = kind;
    request.ticket = ticket;
    request.order_id = order_id;
    answer.status = table->submit(lane, &request, clock_ns, &verdict);
    answer.action = verdict.action;
    answer.reason = verdict.reason;
    answer.grant = verdict.grant;
    return answer;
}

int32_t bridge_report(uint32_t kind, uint64_t grant) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.grant = grant;
    return table->report(lane, &event, clock_ns);
}

int32_t bridge_poll(uint64_t span_ns) {
    clock_ns += span_ns;
    return table->poll(engine, SLUICE_VENUE_ALL, clock_ns, 100);
}

int32_t bridge_engage_kill(void) {
    const sluice_ext_kill *kill = (const sluice_ext_kill *)table->extension(engine, SLUICE_EXT_KILL);
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    return kill == NULL ? SLUICE_E_UNKNOWN : kill->engage(engine, &all, NULL);
}

int32_t bridge_stop(void) {
    return table->engine_stop(engine, SLUICE_STOP_ABANDON, NULL);
}

int32_t bridge_destroy(void) {
    return table->engine_destroy(engine, NULL);
}
