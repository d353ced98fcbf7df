#include "traffic.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"

/* For a machine that is very busy. */
enum { GIVE_UP_SECONDS = 60 };

/* Few enough that requests are held, short enough that they are released at once. */
#define LIMIT                                                                                                \
    "\"venues\": [{\"name\": \"SIM\", \"limits\": [{\"name\": \"messages\", \"shape\": \"sliding_window\", " \
    "\"scope\": \"venue\", \"limit\": 20, \"window_ms\": 2}]}]}"
static const char *const kConfig = "{\"version\": 1, " LIMIT;
static const char *const kListeningConfig = "{\"version\": 1, \"metrics\": {\"listen\": \"127.0.0.1:0\"}, " LIMIT;

static uint64_t add(uint64_t *counter) {
    return __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

static uint64_t read_counter(const uint64_t *counter) {
    return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

static int is_running(const traffic *self) {
    return !__atomic_load_n(&self->is_stopping, __ATOMIC_RELAXED);
}

static void settle(const traffic *self, uint64_t grant, uint64_t order_id) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_WRITTEN;
    event.grant = grant;
    CHECK(self->table->report(self->lane, &event, 0) == SLUICE_OK);
    event.kind = SLUICE_EVENT_ACKED;
    CHECK(self->table->report(self->lane, &event, 0) == SLUICE_OK);
    event.kind = SLUICE_EVENT_DONE;
    event.grant = 0;
    event.order_id = order_id;
    CHECK(self->table->report(self->lane, &event, 0) == SLUICE_OK);
}

static sluice_status on_release(void *context, const sluice_release *release) {
    traffic *self = (traffic *)context;
    if (release->action == SLUICE_RELEASE_SEND) settle(self, release->grant, release->order_id);
    add(&self->released);
    return SLUICE_OK;
}

static void *submit(void *context) {
    traffic *self = (traffic *)context;
    while (is_running(self)) {
        sluice_request request = SLUICE_REQUEST_INIT;
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        request.kind = SLUICE_KIND_NEW;
        request.ticket = request.order_id = add(&self->next_ticket);
        CHECK(self->table->submit(self->lane, &request, 0, &verdict) == SLUICE_OK);
        if (verdict.action == SLUICE_ACTION_SEND) {
            settle(self, verdict.grant, request.order_id);
        } else if (verdict.action == SLUICE_ACTION_HELD) {
            add(&self->held);
        }
    }
    return NULL;
}

static void *poll(void *context) {
    traffic *self = (traffic *)context;
    while (is_running(self)) {
        CHECK(self->table->poll(self->engine, SLUICE_VENUE_ALL, 0, 64) >= 0);
    }
    return NULL;
}

static void *scrape(void *context) {
    traffic *self = (traffic *)context;
    const sluice_ext_metrics *metrics =
        (const sluice_ext_metrics *)self->table->extension(self->engine, SLUICE_EXT_METRICS);
    static char text[1 << 20];
    while (is_running(self)) {
        size_t length = 0;
        CHECK(metrics->write_text(self->engine, text, sizeof(text), &length, NULL) == SLUICE_OK);
    }
    return NULL;
}

void traffic_open(traffic *self, const char *plugin_path, int with_listener) {
    const char *config = with_listener ? kListeningConfig : kConfig;
    void *library = dlopen(plugin_path, RTLD_NOW | RTLD_LOCAL);
    sluice_entry_v1_function entry = NULL;
    sluice_host host = SLUICE_HOST_INIT;
    sluice_error error = SLUICE_ERROR_INIT;
    sluice_event event = SLUICE_EVENT_INIT;
    sluice_status status;
    memset(self, 0, sizeof(*self));
    CHECK(library != NULL);
    *(void **)&entry = dlsym(library, SLUICE_ENTRY_V1_NAME);
    CHECK(entry != NULL && entry(SLUICE_ABI_MINOR, &self->table, NULL) == SLUICE_OK);
    host.context = self;
    host.release = on_release;
    status = self->table->engine_create(&host, config, strlen(config), &self->engine, &error);
    if (status != SLUICE_OK) fprintf(stderr, "engine_create: %d %s\n", (int)status, error.message);
    CHECK(status == SLUICE_OK);
    CHECK(self->table->intern(self->engine, SLUICE_NAME_VENUE, "SIM", 3, &self->venue_id, NULL) == SLUICE_OK);
    CHECK(self->table->lane_open(self->engine, self->venue_id, "lane", 4, &self->lane, NULL) == SLUICE_OK);
    event.kind = SLUICE_EVENT_LANE_UP;
    CHECK(self->table->report(self->lane, &event, 0) == SLUICE_OK);
}

void traffic_start(traffic *self) {
    int index;
    for (index = 0; index < TRAFFIC_SUBMITTERS; ++index) {
        CHECK(pthread_create(&self->threads[index], NULL, submit, self) == 0);
    }
    CHECK(pthread_create(&self->threads[index], NULL, poll, self) == 0);
    CHECK(pthread_create(&self->threads[index + 1], NULL, scrape, self) == 0);
}

void traffic_await_progress(traffic *self) {
    const struct timespec pause = {0, 100000};
    const time_t give_up = time(NULL) + GIVE_UP_SECONDS;
    const uint64_t held = read_counter(&self->held), released = read_counter(&self->released);
    while (read_counter(&self->held) == held || read_counter(&self->released) == released) {
        CHECK(time(NULL) < give_up);
        nanosleep(&pause, NULL);
    }
}

void traffic_stop(traffic *self) {
    int index;
    __atomic_store_n(&self->is_stopping, 1, __ATOMIC_RELAXED);
    for (index = 0; index < TRAFFIC_THREADS; ++index) {
        CHECK(pthread_join(self->threads[index], NULL) == 0);
    }
    while (self->table->engine_stop(self->engine, SLUICE_STOP_ABANDON, NULL) == SLUICE_E_BUSY) {
        CHECK(self->table->poll(self->engine, SLUICE_VENUE_ALL, 0, 1000) >= 0);
    }
    CHECK(self->table->engine_destroy(self->engine, NULL) == SLUICE_OK);
    CHECK(self->held == self->released);
}
