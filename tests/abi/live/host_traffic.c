#include "host_runs.h"

static void send_and_hear(gateway *self) {
    GUARDED(sluice_event) fill = {SLUICE_EVENT_INIT, {0}};
    sluice_verdict verdict;
    sluice_request order = gateway_request(SLUICE_KIND_NEW, 1, 1);
    order.side = SLUICE_SIDE_SELL;
    CHECK(gateway_submit(self, &order, &verdict) == SLUICE_OK);
    CHECK(verdict.action == SLUICE_ACTION_SEND && verdict.reason == SLUICE_REASON_NONE && verdict.grant != 0);
    CHECK(verdict.request_class == SLUICE_CLASS_NORMAL && verdict.shadow_action == 0);
    CHECK(gateway_report(self, SLUICE_EVENT_WRITTEN, verdict.grant) == SLUICE_OK);
    CHECK(gateway_report(self, SLUICE_EVENT_ACKED, verdict.grant) == SLUICE_OK);
    /* A late report changes nothing and is no fault. */
    CHECK(gateway_report(self, SLUICE_EVENT_NOT_WRITTEN, verdict.grant) == SLUICE_OK);
    SET_GUARD(fill);
    fill.value.kind = SLUICE_EVENT_FILLED;
    fill.value.order_id = 1;
    fill.value.value = 100000000;
    fill.value.flags = SLUICE_EVENT_FLAG_MAKER;
    CHECK(self->table->report(self->lane, &fill.value, self->clock_ns) == SLUICE_OK);
    fill.value.kind = SLUICE_EVENT_DONE;
    CHECK(self->table->report(self->lane, &fill.value, self->clock_ns) == SLUICE_OK);
    fill.value.kind = 999;
    CHECK(self->table->report(self->lane, &fill.value, self->clock_ns) == SLUICE_E_ARGUMENT);
    CHECK_GUARD(fill);
}

static void hold_and_release(gateway *self) {
    unsigned wakes;
    sluice_verdict verdict;
    sluice_request order = gateway_request(SLUICE_KIND_NEW, 3, 3);
    CHECK(gateway_new_order(self, 2) == SLUICE_ACTION_SEND);
    /* A host that has asked when to poll next is woken when that moves closer. */
    CHECK(gateway_advance(self, 0) == 0);
    CHECK(self->table->next_due_ns(self->engine, self->venue_id) > self->clock_ns + SECOND_NS);
    wakes = self->wakes;
    CHECK(gateway_submit(self, &order, &verdict) == SLUICE_OK);
    CHECK(verdict.action == SLUICE_ACTION_HELD && verdict.reason == SLUICE_REASON_LIMIT && verdict.limit_id == 1);
    CHECK(verdict.grant == 0 && verdict.not_before_ns > self->clock_ns);
    CHECK(self->wakes == wakes + 1);
    CHECK(self->table->next_due_ns(self->engine, self->venue_id) >= verdict.not_before_ns);
    CHECK(gateway_advance(self, 1) == 0 && self->sent == 0);
    CHECK(gateway_advance(self, SECOND_NS) == 1);
    CHECK(self->sent == 1 && self->last_ticket == 3);
}

static void absorb_refuse_and_drop(gateway *self) {
    sluice_verdict verdict;
    sluice_request request = gateway_request(SLUICE_KIND_CANCEL, 6, 5);
    CHECK(gateway_new_order(self, 4) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(self, 5) == SLUICE_ACTION_HELD);
    CHECK(gateway_submit(self, &request, &verdict) == SLUICE_OK);
    CHECK(verdict.action == SLUICE_ACTION_ABSORBED && verdict.reason == SLUICE_REASON_ANNIHILATED);
    CHECK(verdict.other_ticket == 5);
    CHECK(gateway_advance(self, 1) == 1);
    CHECK(self->dropped == 1 && self->last_ticket == 5 && self->last_reason == SLUICE_REASON_ANNIHILATED);

    request = gateway_request(77, 7, 7);
    CHECK(gateway_submit(self, &request, &verdict) == SLUICE_OK);
    CHECK(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_BAD_KIND);

    CHECK(gateway_new_order(self, 8) == SLUICE_ACTION_HELD);
    CHECK(gateway_report(self, SLUICE_EVENT_LANE_DOWN, 0) == SLUICE_OK);
    CHECK(gateway_advance(self, 1) == 1);
    CHECK(self->dropped == 2 && self->last_reason == SLUICE_REASON_LANE_DOWN);
}

/* The size is the first thing that a plugin reads, and a wrong one is refused without touching the rest. */
static void refuse_wrong_sizes(gateway *self) {
    GUARDED(sluice_verdict) verdict = {SLUICE_VERDICT_INIT, {0}};
    sluice_request request = gateway_request(SLUICE_KIND_CANCEL, 9, 9);
    SET_GUARD(verdict);
    request.struct_size = 16;
    CHECK(self->table->submit(self->lane, &request, self->clock_ns, &verdict.value) == SLUICE_E_SIZE);
    CHECK(verdict.value.action == SLUICE_ACTION_SEND);
    request = gateway_request(SLUICE_KIND_NEW, 9, 9);
    memset(&verdict.value, GUARD_BYTE, sizeof(verdict.value));
    verdict.value.struct_size = 12;
    CHECK(self->table->submit(self->lane, &request, self->clock_ns, &verdict.value) == SLUICE_E_SIZE);
    CHECK(verdict.value.action == SLUICE_ACTION_REFUSED);
    CHECK(is_untouched((const unsigned char *)&verdict.value + 12, sizeof(verdict.value) - 12));
    CHECK(self->table->submit(self->lane, NULL, self->clock_ns, &verdict.value) == SLUICE_E_ARGUMENT);
    CHECK_GUARD(verdict);
}

void run_traffic(gateway *self) {
    gateway_start(self, GATEWAY_CONFIG);
    self->sent = self->dropped = 0;
    send_and_hear(self);
    hold_and_release(self);
    absorb_refuse_and_drop(self);
    refuse_wrong_sizes(self);
    gateway_stop(self);
}
