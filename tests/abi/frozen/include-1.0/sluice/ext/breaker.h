/* sluice.breaker/1: read and steer the circuit breakers, one per venue and one per lane.
 *
 * Closed: all passes. Open: new, replace and quotes are refused, held ones dropped; cancels and queries pass.
 * Half-open: a few probes pass, each with a deadline; all must succeed to close it, one failure opens it again for
 * twice as long. */
#ifndef SLUICE_EXT_BREAKER_H
#define SLUICE_EXT_BREAKER_H

#include <stdint.h>

#include "sluice/api.h"
#include "sluice/status.h"

#define SLUICE_EXT_BREAKER "sluice.breaker/1"

enum {
    SLUICE_BREAKER_CLOSED = 1,
    SLUICE_BREAKER_OPEN = 2,
    SLUICE_BREAKER_HALF_OPEN = 3,
    SLUICE_BREAKER_FORCED_OPEN = 4, /* by an operator, until reset       */
    SLUICE_BREAKER_DISABLED = 5     /* by config or operator: never trips */
};

/* What a breaker last tripped on. */
enum {
    SLUICE_TRIP_NONE = 0,
    SLUICE_TRIP_CONSECUTIVE = 1, /* failures in a row        */
    SLUICE_TRIP_FAILURES = 2,    /* failure ratio            */
    SLUICE_TRIP_SLOW = 3,        /* slow-acknowledgement ratio */
    SLUICE_TRIP_HOST = 4,        /* trip() or a lane that went down */
    SLUICE_TRIP_PROBE = 5        /* a probe failed           */
};

typedef struct sluice_breaker_state {
    uint32_t struct_size;
    uint32_t state;      /* SLUICE_BREAKER_*                        */
    uint32_t trip;       /* SLUICE_TRIP_* of the last trip          */
    uint32_t probes_out; /* half-open: probes without an outcome    */
    uint64_t trips;      /* since start                             */
    uint64_t reopen_ns;  /* open: when it becomes half-open; else 0 */
} sluice_breaker_state;

#define SLUICE_BREAKER_STATE_INIT \
    { (uint32_t)sizeof(sluice_breaker_state), 0u, 0u, 0u, 0u, 0u }

typedef struct sluice_ext_breaker {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */

    /* In all of these: lane null means the venue's own breaker, otherwise that lane's (venue_id is then ignored). */

    /* Opens it as if it had tripped: it will probe and close again by itself. When it returns, no new request gets
     * SEND. [any] Since 1.0. */
    sluice_status (*trip)(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error);

    /* Opens it until reset(). [any] Since 1.0. */
    sluice_status (*force_open)(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error);

    /* Stops it from ever tripping until reset(). [control] Since 1.0. */
    sluice_status (*disable)(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error);

    /* Closes it, forgets its history and its isolation time. [control] Since 1.0. */
    sluice_status (*reset)(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error);

    /* Reads it. [any] Since 1.0. */
    sluice_status (*state)(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_breaker_state *state);
} sluice_ext_breaker;

#endif
