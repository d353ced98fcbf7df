/* sluice.batch/1: many requests of one lane in one call, for quotes of many levels and for a sweep of cancels. */
#ifndef SLUICE_EXT_BATCH_H
#define SLUICE_EXT_BATCH_H

#include <stdint.h>

#include "sluice/api.h"
#include "sluice/status.h"

#define SLUICE_EXT_BATCH "sluice.batch/1"

/* The most that one call takes. */
#define SLUICE_BATCH_MAX 1000u

typedef struct sluice_ext_batch {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */

    /* Offers requests[0] to requests[count - 1] in this order, as so many calls of submit() with the same now_ns would:
     * each gets a decision of its own. It is cheaper, because the lock is taken once for several of them; between
     * several and several others may come in.
     *   requests  count structs side by side, all of the first one's struct_size; borrowed for this call.
     *   count     1 to SLUICE_BATCH_MAX.
     *   verdicts  count structs side by side, all of the first one's struct_size, which must be set in each before
     *             every call: an older plugin leaves its own, smaller one there.
     * Returns OK when a decision was made on each, refusals included. Negative: the first fault that a submit() would
     * have returned; every verdict is written all the same, as submit() writes it. Fails as a whole, with nothing
     * offered: with ARGUMENT (null, count) and SIZE (verdicts of sizes that differ) no verdict is written; with
     * ARGUMENT (lane), SIZE (requests of sizes that differ) and STATE each says REFUSED, but SEND for a cancel.
     * [any][hot] Since 1.0. */
    sluice_status (*submit_many)(
        sluice_lane *lane, const sluice_request *requests, uint32_t count, uint64_t now_ns, sluice_verdict *verdicts);
} sluice_ext_batch;

#endif
