#include "host_runs.h"

static void kill_and_clear(gateway *self) {
    GUARDED(sluice_kill_scope) scope = {SLUICE_KILL_SCOPE_INIT, {0}};
    GUARDED(sluice_kill_state) state = {SLUICE_KILL_STATE_INIT, {0}};
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    const sluice_ext_kill *kill = (const sluice_ext_kill *)gateway_extension(self, SLUICE_EXT_KILL);
    SET_GUARD(scope);
    SET_GUARD(state);
    SET_GUARD(error);
    CHECK(kill->struct_size >= offsetof(sluice_ext_kill, state) + sizeof(kill->state));
    scope.value.venue_id = self->venue_id;
    scope.value.side = SLUICE_SIDE_BUY;
    CHECK(kill->engage(self->engine, &scope.value, &error.value) == SLUICE_OK);
    CHECK(kill->state(self->engine, &scope.value, &state.value) == SLUICE_OK);
    CHECK(state.value.is_engaged == 1 && state.value.engaged_scopes == 1 && state.value.held == 0);
    CHECK(gateway_new_order(self, 1) == SLUICE_ACTION_REFUSED);
    CHECK(kill->clear(self->engine, &scope.value, &error.value) == SLUICE_OK);
    CHECK(kill->clear(self->engine, &scope.value, &error.value) == SLUICE_E_UNKNOWN);
    CHECK(gateway_new_order(self, 1) == SLUICE_ACTION_SEND);
    scope.value.venue_id = 99;
    CHECK(kill->engage(self->engine, &scope.value, &error.value) == SLUICE_E_UNKNOWN && error.value.detail == 99);
    CHECK_GUARD(scope);
    CHECK_GUARD(state);
    CHECK_GUARD(error);
}

static void trip_and_reset(gateway *self) {
    GUARDED(sluice_breaker_state) state = {SLUICE_BREAKER_STATE_INIT, {0}};
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    const sluice_ext_breaker *breaker = (const sluice_ext_breaker *)gateway_extension(self, SLUICE_EXT_BREAKER);
    SET_GUARD(state);
    SET_GUARD(error);
    CHECK(breaker->struct_size >= offsetof(sluice_ext_breaker, state) + sizeof(breaker->state));
    CHECK(breaker->state(self->engine, self->venue_id, NULL, &state.value) == SLUICE_OK);
    CHECK(state.value.state == SLUICE_BREAKER_CLOSED && state.value.trips == 0);
    CHECK(breaker->trip(self->engine, self->venue_id, NULL, &error.value) == SLUICE_OK);
    CHECK(breaker->state(self->engine, self->venue_id, NULL, &state.value) == SLUICE_OK);
    CHECK(state.value.state == SLUICE_BREAKER_OPEN && state.value.trip == SLUICE_TRIP_HOST);
    CHECK(state.value.trips == 1 && state.value.reopen_ns > self->clock_ns);
    CHECK(gateway_new_order(self, 2) == SLUICE_ACTION_REFUSED);
    CHECK(breaker->force_open(self->engine, 0, self->lane, &error.value) == SLUICE_OK);
    CHECK(breaker->state(self->engine, 0, self->lane, &state.value) == SLUICE_OK);
    CHECK(state.value.state == SLUICE_BREAKER_FORCED_OPEN && state.value.reopen_ns == 0);
    CHECK(breaker->reset(self->engine, self->venue_id, NULL, &error.value) == SLUICE_OK);
    CHECK(breaker->reset(self->engine, 0, self->lane, &error.value) == SLUICE_OK);
    CHECK(gateway_new_order(self, 2) == SLUICE_ACTION_SEND);
    CHECK(breaker->disable(self->engine, self->venue_id, NULL, &error.value) == SLUICE_OK);
    CHECK(breaker->trip(self->engine, self->venue_id, NULL, &error.value) == SLUICE_E_STATE);
    state.value.struct_size = 8;
    CHECK(breaker->state(self->engine, self->venue_id, NULL, &state.value) == SLUICE_E_SIZE);
    CHECK_GUARD(state);
    CHECK_GUARD(error);
}

void run_steering(gateway *self) {
    gateway_start(self, GATEWAY_CONFIG);
    kill_and_clear(self);
    trip_and_reset(self);
    gateway_stop(self);
}
