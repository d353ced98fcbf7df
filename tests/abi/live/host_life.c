#include "host_runs.h"

static void refuse_bad_configs(gateway *self) {
    GUARDED(sluice_host) host = {SLUICE_HOST_INIT, {0}};
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    const char *config = "{\"version\": 1, \"venues\": []}";
    sluice_engine *engine = NULL;
    SET_GUARD(host);
    SET_GUARD(error);
    host.value = gateway_host(self);
    CHECK(self->table->engine_create(&host.value, config, strlen(config), &engine, &error.value) == SLUICE_E_CONFIG);
    CHECK(engine == NULL);
    CHECK(error.value.status == SLUICE_E_CONFIG && error.value.detail >= 1);
    CHECK(error.value.message_length == strlen(error.value.message) && error.value.message_length > 0);
    CHECK(self->log_lines >= 1);

    /* More text than an error struct takes: it is cut, not written behind it. */
    config =
        "{\"version\": 9, \"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4, \"e\": 5, \"f\": 6, \"g\": 7, \"h\": 8, \"i\": 9}";
    CHECK(self->table->engine_create(&host.value, config, strlen(config), &engine, &error.value) == SLUICE_E_CONFIG);
    CHECK(error.value.message_length < sizeof(error.value.message));
    CHECK(memchr(error.value.message, '\0', sizeof(error.value.message)) != NULL);

    host.value.struct_size = 8;
    CHECK(self->table->engine_create(&host.value, config, strlen(config), &engine, &error.value) == SLUICE_E_SIZE);
    CHECK_GUARD(host);
    CHECK_GUARD(error);
}

static void refuse_what_is_gone(gateway *self) {
    sluice_verdict verdict;
    const sluice_request order = gateway_request(SLUICE_KIND_NEW, 1, 1);
    const sluice_request cancel = gateway_request(SLUICE_KIND_CANCEL, 2, 1);
    CHECK(gateway_submit(self, &order, &verdict) == SLUICE_E_ARGUMENT);
    CHECK(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_FAULT);
    CHECK(gateway_submit(self, &cancel, &verdict) == SLUICE_E_ARGUMENT);
    CHECK(verdict.action == SLUICE_ACTION_SEND);
    CHECK(gateway_report(self, SLUICE_EVENT_LANE_UP, 0) == SLUICE_E_ARGUMENT);
    CHECK(gateway_advance(self, 1) == SLUICE_E_ARGUMENT);
    CHECK(self->table->next_due_ns(self->engine, SLUICE_VENUE_ALL) == SLUICE_NEVER);
    CHECK(self->table->extension(self->engine, SLUICE_EXT_KILL) == NULL);
    CHECK(self->table->engine_destroy(self->engine, NULL) == SLUICE_E_ARGUMENT);
}

void run_life(gateway *self) {
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    const sluice_api_v1 *table = self->table;
    sluice_lane *second = NULL;
    uint32_t id = 0;
    SET_GUARD(error);
    CHECK(SLUICE_HAS(table, engine_create) && SLUICE_HAS(table, extension));
    refuse_bad_configs(self);
    gateway_start(self, GATEWAY_CONFIG);
    CHECK(table->intern(self->engine, SLUICE_NAME_ACCOUNT, "A", 1, &id, &error.value) == SLUICE_OK && id == 1);
    CHECK(table->intern(self->engine, SLUICE_NAME_INSTRUMENT, "I", 1, &id, &error.value) == SLUICE_OK && id == 1);
    CHECK(table->intern(self->engine, SLUICE_NAME_OWNER, "O", 1, &id, &error.value) == SLUICE_OK && id == 1);
    CHECK(table->intern(self->engine, SLUICE_NAME_VENUE, "?", 1, &id, &error.value) == SLUICE_E_UNKNOWN && id == 0);
    CHECK(error.value.status == SLUICE_E_UNKNOWN && error.value.detail == SLUICE_NAME_VENUE);
    CHECK(table->lane_open(self->engine, self->venue_id, "b", 1, &second, &error.value) == SLUICE_OK);
    CHECK(table->lane_close(second, &error.value) == SLUICE_OK);
    CHECK(table->lane_close(second, &error.value) == SLUICE_E_STATE);
    CHECK(table->extension(self->engine, "sluice.nobody/1") == NULL);
    CHECK(table->engine_destroy(self->engine, &error.value) == SLUICE_E_STATE);
    CHECK(table->engine_stop(self->engine, SLUICE_STOP_DRAIN, &error.value) == SLUICE_OK);
    CHECK(table->engine_destroy(self->engine, &error.value) == SLUICE_OK);
    CHECK_GUARD(error);
    refuse_what_is_gone(self);
}
