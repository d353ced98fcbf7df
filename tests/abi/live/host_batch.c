#include "host_runs.h"

enum { BATCH = 4 };

typedef struct batch_requests {
    sluice_request of[BATCH];
} batch_requests;

typedef struct batch_verdicts {
    sluice_verdict of[BATCH];
} batch_verdicts;

/* The structs lie side by side in the host's own size, so a plugin that steps by its own size reads and writes the
 * wrong ones. */
void run_batch(gateway *self) {
    GUARDED(batch_requests) requests;
    GUARDED(batch_verdicts) verdicts;
    const sluice_ext_batch *batch;
    const sluice_request first = gateway_request(SLUICE_KIND_NEW, 1, 1);
    const sluice_verdict empty = SLUICE_VERDICT_INIT;
    int index;
    gateway_start(self, GATEWAY_CONFIG);
    batch = (const sluice_ext_batch *)gateway_extension(self, SLUICE_EXT_BATCH);
    CHECK(batch->struct_size >= offsetof(sluice_ext_batch, submit_many) + sizeof(batch->submit_many));
    SET_GUARD(requests);
    SET_GUARD(verdicts);
    for (index = 0; index < BATCH; ++index) {
        requests.value.of[index] = first;
        requests.value.of[index].ticket = requests.value.of[index].order_id = (uint64_t)index + 1;
        verdicts.value.of[index] = empty;
    }
    requests.value.of[2].kind = 77;
    CHECK(batch->submit_many(self->lane, requests.value.of, BATCH, self->clock_ns, verdicts.value.of) == SLUICE_OK);
    CHECK(verdicts.value.of[0].action == SLUICE_ACTION_SEND && verdicts.value.of[0].grant != 0);
    CHECK(verdicts.value.of[1].action == SLUICE_ACTION_SEND && verdicts.value.of[1].grant != 0);
    CHECK(verdicts.value.of[2].action == SLUICE_ACTION_REFUSED);
    CHECK(verdicts.value.of[2].reason == SLUICE_REASON_BAD_KIND);
    CHECK(verdicts.value.of[3].action == SLUICE_ACTION_HELD);
    CHECK(verdicts.value.of[3].reason == SLUICE_REASON_LIMIT);
    CHECK(verdicts.value.of[0].grant != verdicts.value.of[1].grant);
    for (index = 0; index < 2; ++index) {
        CHECK(gateway_report(self, SLUICE_EVENT_WRITTEN, verdicts.value.of[index].grant) == SLUICE_OK);
    }
    CHECK_GUARD(requests);
    CHECK_GUARD(verdicts);
    CHECK(gateway_advance(self, SECOND_NS + 1) == 1);
    CHECK(self->last_ticket == 4);
    gateway_stop(self);
}
