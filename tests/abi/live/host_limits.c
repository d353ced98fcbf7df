#include "host_runs.h"

/* One counter for each account, so that the key of a counter is read. */
static const char *const kConfig =
    "{\"version\": 1, \"venues\": [{\"name\": \"SIM\", \"limits\": [{\"name\": \"messages\", \"shape\": "
    "\"sliding_window\", \"scope\": \"account\", \"limit\": 5, \"window_ms\": 1000}]}]}";

static void read_and_reload(gateway *self, const sluice_ext_limits *limits, uint32_t limit_id) {
    GUARDED(sluice_limit_numbers) numbers = {SLUICE_LIMIT_NUMBERS_INIT, {0}};
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    SET_GUARD(numbers);
    SET_GUARD(error);
    CHECK(limits->numbers(self->engine, limit_id, &numbers.value) == SLUICE_OK);
    CHECK(numbers.value.limit == 5 && numbers.value.hard_limit == 0);
    numbers.value.limit = 2;
    CHECK(limits->reload(self->engine, limit_id, &numbers.value, &error.value) == SLUICE_OK);
    numbers.value.limit = 0;
    CHECK(limits->numbers(self->engine, limit_id, &numbers.value) == SLUICE_OK && numbers.value.limit == 2);
    numbers.value.margin = 9;
    CHECK(limits->reload(self->engine, limit_id, &numbers.value, &error.value) == SLUICE_E_ARGUMENT);
    CHECK(error.value.message_length > 0);
    CHECK_GUARD(numbers);
    CHECK_GUARD(error);
}

static void read_usage(gateway *self, const sluice_ext_limits *limits, uint32_t limit_id, uint32_t account_id) {
    GUARDED(sluice_limit_key) key = {SLUICE_LIMIT_KEY_INIT, {0}};
    GUARDED(sluice_usage) usage = {SLUICE_USAGE_INIT, {0}};
    GUARDED(sluice_availability) availability = {SLUICE_AVAILABILITY_INIT, {0}};
    GUARDED(sluice_request) request = {SLUICE_REQUEST_INIT, {0}};
    sluice_verdict verdict;
    uint64_t ticket;
    SET_GUARD(key);
    SET_GUARD(usage);
    SET_GUARD(availability);
    SET_GUARD(request);
    request.value = gateway_request(SLUICE_KIND_NEW, 1, 1);
    request.value.account_id = account_id;
    CHECK(limits->time_to_available(self->lane, &request.value, self->clock_ns, &availability.value) == SLUICE_OK);
    CHECK(availability.value.limit_id == 0);
    for (ticket = 1; ticket <= 2; ++ticket) {
        request.value.ticket = request.value.order_id = ticket;
        CHECK(gateway_submit(self, &request.value, &verdict) == SLUICE_OK && verdict.action == SLUICE_ACTION_SEND);
    }
    CHECK(limits->time_to_available(self->lane, &request.value, self->clock_ns, &availability.value) == SLUICE_OK);
    CHECK(availability.value.limit_id == limit_id && availability.value.not_before_ns > self->clock_ns);
    key.value.account_id = account_id;
    CHECK(limits->usage(self->engine, limit_id, &key.value, self->clock_ns, &usage.value) == SLUICE_OK);
    CHECK(usage.value.used == 2 && usage.value.unconfirmed == 2 && usage.value.room_new == 0);
    CHECK(usage.value.to_hard_wall == SLUICE_NEVER);
    CHECK_GUARD(key);
    CHECK_GUARD(usage);
    CHECK_GUARD(availability);
    CHECK_GUARD(request);
}

static void read_venue_clock(gateway *self, const sluice_ext_limits *limits) {
    GUARDED(sluice_venue_clock) clock = {SLUICE_VENUE_CLOCK_INIT, {0}};
    SET_GUARD(clock);
    CHECK(limits->venue_clock(self->engine, self->venue_id, self->clock_ns, &clock.value) == SLUICE_OK);
    CHECK(clock.value.is_known == 0 && clock.value.samples == 0);
    CHECK_GUARD(clock);
}

void run_limits(gateway *self) {
    const sluice_ext_limits *limits;
    uint32_t limit_id = 0, account_id = 0;
    gateway_start(self, kConfig);
    limits = (const sluice_ext_limits *)gateway_extension(self, SLUICE_EXT_LIMITS);
    CHECK(limits->struct_size >= offsetof(sluice_ext_limits, venue_clock) + sizeof(limits->venue_clock));
    CHECK(limits->find(self->engine, self->venue_id, "messages", 8, &limit_id, NULL) == SLUICE_OK && limit_id == 1);
    CHECK(self->table->intern(self->engine, SLUICE_NAME_ACCOUNT, "A", 1, &account_id, NULL) == SLUICE_OK);
    read_and_reload(self, limits, limit_id);
    read_usage(self, limits, limit_id, account_id);
    read_venue_clock(self, limits);
    gateway_stop(self);
}
