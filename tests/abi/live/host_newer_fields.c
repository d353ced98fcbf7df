#include "host_runs.h"

/* Headers of the future only: each struct ends in future_value and future_zero, each table in future_slot. */

static void refuse_at_create(gateway *self) {
    GUARDED(sluice_error) error = {SLUICE_ERROR_INIT, {0}};
    sluice_host host = gateway_host(self);
    sluice_engine *engine = NULL;
    SET_GUARD(error);
    memset(&error.value.future_value, GUARD_BYTE, 8);
    host.future_zero = 1;
    CHECK(self->table->engine_create(&host, GATEWAY_CONFIG, strlen(GATEWAY_CONFIG), &engine, &error.value) ==
          SLUICE_E_UNKNOWN_SET);
    CHECK(engine == NULL);
    CHECK(error.value.status == SLUICE_E_UNKNOWN_SET);
    CHECK(error.value.detail == offsetof(sluice_host, future_zero));
    CHECK(is_untouched((const unsigned char *)&error.value.future_value, 8));
    CHECK_GUARD(error);
}

static void refuse_request_and_event(gateway *self) {
    sluice_request request = gateway_request(SLUICE_KIND_NEW, 50, 50);
    sluice_event event = SLUICE_EVENT_INIT;
    sluice_verdict verdict;
    request.future_value = 1;
    CHECK(gateway_submit(self, &request, &verdict) == SLUICE_E_UNKNOWN_SET);
    CHECK(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_FAULT && verdict.grant == 0);
    request.kind = SLUICE_KIND_CANCEL;
    CHECK(gateway_submit(self, &request, &verdict) == SLUICE_E_UNKNOWN_SET);
    CHECK(verdict.action == SLUICE_ACTION_SEND && verdict.reason == SLUICE_REASON_FAULT);
    event.kind = SLUICE_EVENT_LANE_DOWN;
    event.future_value = 1;
    CHECK(self->table->report(self->lane, &event, self->clock_ns) == SLUICE_E_UNKNOWN_SET);
    /* Refused means that nothing was done: the lane is still up. */
    CHECK(gateway_new_order(self, 51) == SLUICE_ACTION_SEND);
}

static void refuse_in_batch(gateway *self) {
    const sluice_ext_batch *batch = (const sluice_ext_batch *)gateway_extension(self, SLUICE_EXT_BATCH);
    const sluice_verdict empty = SLUICE_VERDICT_INIT;
    sluice_request requests[2];
    sluice_verdict verdicts[2];
    requests[0] = gateway_request(SLUICE_KIND_NEW, 60, 60);
    requests[1] = gateway_request(SLUICE_KIND_QUERY, 61, 0);
    requests[0].future_value = 1;
    verdicts[0] = verdicts[1] = empty;
    memset(&verdicts[0].future_value, GUARD_BYTE, 8);
    memset(&verdicts[1].future_value, GUARD_BYTE, 8);
    CHECK(batch->submit_many(self->lane, requests, 2, self->clock_ns, verdicts) == SLUICE_E_UNKNOWN_SET);
    CHECK(verdicts[0].action == SLUICE_ACTION_REFUSED && verdicts[0].reason == SLUICE_REASON_FAULT);
    CHECK(verdicts[1].action == SLUICE_ACTION_SEND);
    CHECK(gateway_report(self, SLUICE_EVENT_WRITTEN, verdicts[1].grant) == SLUICE_OK);
    CHECK(is_untouched((const unsigned char *)&verdicts[0].future_value, 8));
    CHECK(is_untouched((const unsigned char *)&verdicts[1].future_value, 8));
}

static void refuse_in_extensions(gateway *self) {
    const sluice_ext_kill *kill = (const sluice_ext_kill *)gateway_extension(self, SLUICE_EXT_KILL);
    const sluice_ext_limits *limits = (const sluice_ext_limits *)gateway_extension(self, SLUICE_EXT_LIMITS);
    const sluice_ext_answers *answers = (const sluice_ext_answers *)gateway_extension(self, SLUICE_EXT_ANSWERS);
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    sluice_request request = gateway_request(SLUICE_KIND_NEW, 70, 70);
    sluice_availability availability = SLUICE_AVAILABILITY_INIT;
    sluice_limit_key key = SLUICE_LIMIT_KEY_INIT;
    sluice_usage usage = SLUICE_USAGE_INIT;
    sluice_answer answer = SLUICE_ANSWER_INIT;
    sluice_answer_class known = SLUICE_ANSWER_CLASS_INIT;
    sluice_kill_state state = SLUICE_KILL_STATE_INIT;
    sluice_error error = SLUICE_ERROR_INIT;
    scope.future_value = 1;
    CHECK(kill->engage(self->engine, &scope, &error) == SLUICE_E_UNKNOWN_SET);
    CHECK(error.detail == offsetof(sluice_kill_scope, future_value));
    CHECK(kill->clear(self->engine, &scope, &error) == SLUICE_E_UNKNOWN_SET);
    CHECK(kill->state(self->engine, &scope, &state) == SLUICE_E_UNKNOWN_SET);
    CHECK(limits->numbers(self->engine, 1, &numbers) == SLUICE_OK);
    numbers.struct_size = sizeof(numbers);
    numbers.future_value = 1;
    CHECK(limits->reload(self->engine, 1, &numbers, &error) == SLUICE_E_UNKNOWN_SET);
    CHECK(error.detail == offsetof(sluice_limit_numbers, future_value));
    request.future_value = 1;
    CHECK(limits->time_to_available(self->lane, &request, self->clock_ns, &availability) == SLUICE_E_UNKNOWN_SET);
    key.future_value = 1;
    CHECK(limits->usage(self->engine, 1, &key, self->clock_ns, &usage) == SLUICE_E_UNKNOWN_SET);
    answer.future_value = 1;
    CHECK(answers->classify(self->engine, self->venue_id, &answer, &known) == SLUICE_E_UNKNOWN_SET);
    CHECK(known.means == SLUICE_ANSWER_UNKNOWN && known.event_kind == SLUICE_EVENT_LOST);
}

/* The call fills what the plugin knows, says how much that is, and leaves the rest as it was. */
#define CHECK_OUTPUT(type, init, call)                                             \
    do {                                                                           \
        GUARDED(type) output = {init, {0}};                                        \
        SET_GUARD(output);                                                         \
        memset(&output.value.future_value, GUARD_BYTE, 8);                         \
        CHECK((call) == SLUICE_OK);                                                \
        CHECK(output.value.struct_size == offsetof(type, future_value));           \
        CHECK(is_untouched((const unsigned char *)&output.value.future_value, 8)); \
        CHECK_GUARD(output);                                                       \
        /* As it came back it can be used again. */                                \
        CHECK((call) == SLUICE_OK);                                                \
    } while (0)

static void leave_the_rest_alone(gateway *self) {
    const sluice_ext_kill *kill = (const sluice_ext_kill *)gateway_extension(self, SLUICE_EXT_KILL);
    const sluice_ext_breaker *breaker = (const sluice_ext_breaker *)gateway_extension(self, SLUICE_EXT_BREAKER);
    const sluice_ext_limits *limits = (const sluice_ext_limits *)gateway_extension(self, SLUICE_EXT_LIMITS);
    const sluice_ext_answers *answers = (const sluice_ext_answers *)gateway_extension(self, SLUICE_EXT_ANSWERS);
    const sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    const sluice_request query = gateway_request(SLUICE_KIND_QUERY, 80, 0);
    const sluice_answer answer = SLUICE_ANSWER_INIT;
    const uint64_t now_ns = self->clock_ns;
    gateway_advance(self, 5u * (uint64_t)SECOND_NS);
    CHECK_OUTPUT(sluice_verdict, SLUICE_VERDICT_INIT, self->table->submit(self->lane, &query, now_ns, &output.value));
    CHECK_OUTPUT(sluice_kill_state, SLUICE_KILL_STATE_INIT, kill->state(self->engine, &scope, &output.value));
    CHECK_OUTPUT(sluice_breaker_state, SLUICE_BREAKER_STATE_INIT,
        breaker->state(self->engine, self->venue_id, NULL, &output.value));
    CHECK_OUTPUT(sluice_availability, SLUICE_AVAILABILITY_INIT,
        limits->time_to_available(self->lane, &query, now_ns, &output.value));
    CHECK_OUTPUT(sluice_usage, SLUICE_USAGE_INIT, limits->usage(self->engine, 1, NULL, now_ns, &output.value));
    CHECK_OUTPUT(sluice_limit_numbers, SLUICE_LIMIT_NUMBERS_INIT, limits->numbers(self->engine, 1, &output.value));
    CHECK_OUTPUT(sluice_venue_clock, SLUICE_VENUE_CLOCK_INIT,
        limits->venue_clock(self->engine, self->venue_id, now_ns, &output.value));
    CHECK_OUTPUT(sluice_answer_class, SLUICE_ANSWER_CLASS_INIT,
        answers->classify(self->engine, self->venue_id, &answer, &output.value));
}

#define CHECK_NO_SLOT(type, id) \
    CHECK(((const type *)gateway_extension(self, id))->struct_size <= offsetof(type, future_slot))

static void have_no_newer_slot(gateway *self) {
    CHECK(SLUICE_HAS(self->table, extension));
    CHECK(!SLUICE_HAS(self->table, future_slot));
    CHECK_NO_SLOT(sluice_ext_answers, SLUICE_EXT_ANSWERS);
    CHECK_NO_SLOT(sluice_ext_batch, SLUICE_EXT_BATCH);
    CHECK_NO_SLOT(sluice_ext_breaker, SLUICE_EXT_BREAKER);
    CHECK_NO_SLOT(sluice_ext_kill, SLUICE_EXT_KILL);
    CHECK_NO_SLOT(sluice_ext_limits, SLUICE_EXT_LIMITS);
    CHECK_NO_SLOT(sluice_ext_metrics, SLUICE_EXT_METRICS);
    CHECK_NO_SLOT(sluice_ext_reasons, SLUICE_EXT_REASONS);
}

void run_newer_fields(gateway *self) {
    refuse_at_create(self);
    /* A limit by account, because only such a one reads a key. */
    gateway_start(self,
        "{\"version\": 1, \"venues\": [{\"name\": \"SIM\", \"limits\": [{\"name\": \"messages\", \"shape\": "
        "\"sliding_window\", \"scope\": \"account\", \"limit\": 50, \"window_ms\": 1000}]}]}");
    have_no_newer_slot(self);
    refuse_request_and_event(self);
    refuse_in_batch(self);
    refuse_in_extensions(self);
    leave_the_rest_alone(self);
    /* The releases of the runs before came in the plugin's size. */
    CHECK(self->release_size == offsetof(sluice_release, future_value));
    gateway_stop(self);
}
