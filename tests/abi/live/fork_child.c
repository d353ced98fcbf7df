#include "fork_child.h"

#include <string.h>

#include "check.h"

static void check_traffic_refused(const sluice_api_v1 *table, sluice_engine *engine, sluice_lane *lane) {
    sluice_request request = SLUICE_REQUEST_INIT;
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    sluice_event event = SLUICE_EVENT_INIT;
    request.kind = SLUICE_KIND_NEW;
    request.ticket = request.order_id = 1;
    CHECK(table->submit(lane, &request, 0, &verdict) == SLUICE_E_ARGUMENT);
    CHECK(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_FAULT && verdict.grant == 0);
    request.kind = SLUICE_KIND_CANCEL;
    CHECK(table->submit(lane, &request, 0, &verdict) == SLUICE_E_ARGUMENT);
    CHECK(verdict.action == SLUICE_ACTION_SEND && verdict.reason == SLUICE_REASON_FAULT && verdict.grant == 0);
    event.kind = SLUICE_EVENT_LANE_DOWN;
    CHECK(table->report(lane, &event, 0) == SLUICE_E_ARGUMENT);
    CHECK(table->poll(engine, SLUICE_VENUE_ALL, 0, 64) == SLUICE_E_ARGUMENT);
    CHECK(table->next_due_ns(engine, SLUICE_VENUE_ALL) == SLUICE_NEVER);
}

static void check_control_refused(
    const sluice_api_v1 *table, sluice_engine *engine, sluice_lane *lane, uint32_t venue_id) {
    sluice_error error = SLUICE_ERROR_INIT;
    sluice_lane *other = NULL;
    uint32_t id = 0;
    CHECK(table->intern(engine, SLUICE_NAME_OWNER, "child", 5, &id, &error) == SLUICE_E_ARGUMENT && id == 0);
    CHECK(error.status == SLUICE_E_ARGUMENT && error.message_length == strlen(error.message));
    CHECK(table->lane_open(engine, venue_id, "child", 5, &other, &error) == SLUICE_E_ARGUMENT && other == NULL);
    CHECK(table->lane_close(lane, &error) == SLUICE_E_ARGUMENT);
    CHECK(table->engine_stop(engine, SLUICE_STOP_ABANDON, &error) == SLUICE_E_ARGUMENT);
    CHECK(table->engine_destroy(engine, &error) == SLUICE_E_ARGUMENT);
}

void check_refused_in_child(const sluice_api_v1 *table, sluice_engine *engine, sluice_lane *lane, uint32_t venue_id) {
    /* First, because it takes no lock: if handles were good, this says so where a submit() might wait for ever. */
    CHECK(table->extension(engine, SLUICE_EXT_KILL) == NULL);
    check_traffic_refused(table, engine, lane);
    check_control_refused(table, engine, lane, venue_id);
}
