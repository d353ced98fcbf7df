#include "gateway.h"

#include <dlfcn.h>
#include <stdlib.h>

/* Written, and accepted by the venue. */
static void settle(gateway *self, uint64_t grant) {
    CHECK(gateway_report(self, SLUICE_EVENT_WRITTEN, grant) == SLUICE_OK);
    CHECK(gateway_report(self, SLUICE_EVENT_ACKED, grant) == SLUICE_OK);
}

static sluice_status on_release(void *context, const sluice_release *release) {
    gateway *self = (gateway *)context;
    self->last_ticket = release->ticket;
    self->last_reason = release->reason;
    self->release_size = release->struct_size;
    if (release->action == SLUICE_RELEASE_DROPPED) {
        self->dropped += 1;
        return SLUICE_OK;
    }
    CHECK(release->action == SLUICE_RELEASE_SEND);
    CHECK(release->lane == self->lane);
    self->sent += 1;
    settle(self, release->grant);
    return SLUICE_OK;
}

static void on_wake(void *context, uint32_t venue_id, uint64_t due_ns) {
    gateway *self = (gateway *)context;
    CHECK(venue_id == self->venue_id);
    (void)due_ns;
    self->wakes += 1;
}

static void on_log(void *context, int32_t level, const char *text, size_t length) {
    gateway *self = (gateway *)context;
    CHECK(level >= SLUICE_LOG_INFO && text[length] == '\0');
    self->log_lines += 1;
}

static uint64_t on_clock(void *context) {
    return ((const gateway *)context)->clock_ns;
}

void gateway_load(gateway *self, const char *plugin_path) {
    sluice_entry_v1_function entry = NULL;
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    SET_GUARD(error);
    memset(self, 0, sizeof(*self));
    self->clock_ns = 1000u * (uint64_t)SECOND_NS;
    self->library = dlopen(plugin_path, RTLD_NOW | RTLD_LOCAL);
    if (self->library == NULL) fprintf(stderr, "%s\n", dlerror());
    CHECK(self->library != NULL);
    /* ISO C has no cast from an object to a function. */
    *(void **)&entry = dlsym(self->library, SLUICE_ENTRY_V1_NAME);
    CHECK(entry != NULL);
    CHECK(entry(SLUICE_ABI_MINOR, &self->table, &error.value) == SLUICE_OK);
    CHECK(self->table != NULL);
    CHECK_GUARD(error);
}

sluice_host gateway_host(gateway *self) {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = self;
    host.release = on_release;
    host.wake = on_wake;
    host.log = on_log;
    host.now_ns = on_clock;
    return host;
}

const void *gateway_extension(const gateway *self, const char *id) {
    const void *table = self->table->extension(self->engine, id);
    if (table == NULL) fprintf(stderr, "no extension %s\n", id);
    CHECK(table != NULL);
    return table;
}

void gateway_start(gateway *self, const char *config) {
    const sluice_host host = gateway_host(self);
    gateway_start_as(self, &host, config);
}

void gateway_start_as(gateway *self, const sluice_host *given, const char *config) {
    GUARDED(sluice_host) host = {SLUICE_HOST_INIT, {0}};
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    const sluice_api_v1 *table = self->table;
    sluice_status status;
    SET_GUARD(host);
    SET_GUARD(error);
    host.value = *given;
    status = table->engine_create(&host.value, config, strlen(config), &self->engine, &error.value);
    if (status != SLUICE_OK) fprintf(stderr, "engine_create: %d %s\n", (int)status, error.value.message);
    CHECK(status == SLUICE_OK && self->engine != NULL);
    CHECK(table->intern(self->engine, SLUICE_NAME_VENUE, "SIM", 3, &self->venue_id, &error.value) == SLUICE_OK);
    CHECK(table->lane_open(self->engine, self->venue_id, "lane", 4, &self->lane, &error.value) == SLUICE_OK);
    CHECK(gateway_report(self, SLUICE_EVENT_LANE_UP, 0) == SLUICE_OK);
    CHECK_GUARD(host);
    CHECK_GUARD(error);
}

void gateway_stop(gateway *self) {
    int rounds = 0;
    while (self->table->engine_stop(self->engine, SLUICE_STOP_ABANDON, NULL) == SLUICE_E_BUSY && ++rounds < 100) {
        gateway_advance(self, SECOND_NS);
    }
    CHECK(self->table->engine_destroy(self->engine, NULL) == SLUICE_OK);
}

void gateway_close(gateway *self) {
    CHECK(dlclose(self->library) == 0);
}

sluice_request gateway_request(uint32_t kind, uint64_t ticket, uint64_t order_id) {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = kind;
    request.ticket = ticket;
    request.order_id = order_id;
    return request;
}

sluice_status gateway_submit(gateway *self, const sluice_request *request, sluice_verdict *verdict) {
    GUARDED(sluice_request) guarded_request = {SLUICE_REQUEST_INIT, {0}};
    GUARDED(sluice_verdict) guarded_verdict = {SLUICE_VERDICT_INIT, {0}};
    sluice_status status;
    SET_GUARD(guarded_request);
    SET_GUARD(guarded_verdict);
    guarded_request.value = *request;
    status = self->table->submit(self->lane, &guarded_request.value, self->clock_ns, &guarded_verdict.value);
    CHECK_GUARD(guarded_request);
    CHECK_GUARD(guarded_verdict);
    *verdict = guarded_verdict.value;
    return status;
}

uint32_t gateway_new_order(gateway *self, uint64_t ticket) {
    sluice_verdict verdict;
    sluice_request request = gateway_request(SLUICE_KIND_NEW, ticket, ticket);
    request.price_e8 = 10000000000;
    request.quantity_e8 = 100000000;
    request.side = SLUICE_SIDE_BUY;
    CHECK(gateway_submit(self, &request, &verdict) == SLUICE_OK);
    if (verdict.action == SLUICE_ACTION_SEND) settle(self, verdict.grant);
    return verdict.action;
}

sluice_status gateway_report(gateway *self, uint32_t event_kind, uint64_t grant) {
    GUARDED(sluice_event) event = {SLUICE_EVENT_INIT, {0}};
    sluice_status status;
    SET_GUARD(event);
    event.value.kind = event_kind;
    event.value.grant = grant;
    status = self->table->report(self->lane, &event.value, self->clock_ns);
    CHECK_GUARD(event);
    return status;
}

int32_t gateway_advance(gateway *self, uint64_t span_ns) {
    self->clock_ns += span_ns;
    return self->table->poll(self->engine, SLUICE_VENUE_ALL, self->clock_ns, 1000);
}
