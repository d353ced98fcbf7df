/* sluice.limits/1: how much of each limit is used, when there is room again, and changing one while traffic flows. */
#ifndef SLUICE_EXT_LIMITS_H
#define SLUICE_EXT_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#include "sluice/api.h"
#include "sluice/request.h"
#include "sluice/status.h"

#define SLUICE_EXT_LIMITS "sluice.limits/1"

/* Answer of time_to_available(). */
typedef struct sluice_availability {
    uint32_t struct_size;
    uint32_t limit_id;      /* the binding limit; 0: there is room now                             */
    uint64_t not_before_ns; /* when the limits alone allow it; SLUICE_NEVER: they never will       */
} sluice_availability;

#define SLUICE_AVAILABILITY_INIT \
    { (uint32_t)sizeof(sluice_availability), 0u, 0u }

/* Whose counter of a limit is meant: the limit of scope `account` has one for each account, that of scope
 * `account_instrument` one for each pair, and so on. Fields that the scope does not name are not read. */
typedef struct sluice_limit_key {
    uint32_t struct_size;
    uint32_t account_id;
    uint32_t instrument_id;
    uint32_t owner_id;
    sluice_lane *lane;
} sluice_limit_key;

#define SLUICE_LIMIT_KEY_INIT \
    { (uint32_t)sizeof(sluice_limit_key), 0u, 0u, 0u, NULL }

/* One counter of a limit. Units are the limit's cost. */
typedef struct sluice_usage {
    uint32_t struct_size;
    uint32_t zero0;        /* spare, 0                                                            */
    uint64_t used;         /* cost inside the window now, messages with unknown write included    */
    uint64_t unconfirmed;  /* the part of it whose write is still unknown                         */
    uint64_t reserve;      /* of the cancel reserve, what cancels have not taken yet               */
    uint64_t room_new;     /* what a new order may still take                                     */
    uint64_t room_cancel;  /* what a cancel may still take                                        */
    uint64_t to_reject;    /* distance to the venue's reject threshold, margin not subtracted     */
    uint64_t to_hard_wall; /* distance to the logout or ban threshold; SLUICE_NEVER: none is known */
    uint64_t assumed;      /* the part of `used` that nobody sent through this engine: the venue reported it,
                              somebody else uses the same quota, or an earlier process may have    */
} sluice_usage;

#define SLUICE_USAGE_INIT \
    { (uint32_t)sizeof(sluice_usage), 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u }

/* The numbers of a limit that may change while traffic flows. What was used stays used. */
typedef struct sluice_limit_numbers {
    uint32_t struct_size;
    uint32_t zero0;          /* spare, 0                                                       */
    uint64_t limit;          /* window: cost per window; bucket: burst; 1 or more              */
    uint64_t margin;         /* kept free below limit; less than limit                         */
    uint64_t cancel_reserve; /* of limit less margin, for cancels only; less than that         */
    uint64_t hard_limit;     /* logout or ban threshold; 0: none; otherwise at least limit     */
    uint64_t hard_margin;    /* kept free below hard_limit; less than it                       */
} sluice_limit_numbers;

#define SLUICE_LIMIT_NUMBERS_INIT \
    { (uint32_t)sizeof(sluice_limit_numbers), 0u, 0u, 0u, 0u, 0u, 0u }

/* What is known of a venue's clock: its time is the engine's time plus offset_ns, give or take uncertainty_ns. */
typedef struct sluice_venue_clock {
    uint32_t struct_size;
    uint32_t is_known;       /* 0: too little was reported; windows on the venue's clock are then sliding windows */
    int64_t offset_ns;       /* venue time since 1970-01-01 UTC less engine time                                 */
    uint64_t uncertainty_ns; /* grows with time, shrinks with timestamps of quick answers                        */
    uint64_t samples;        /* timestamps that were heard                                                       */
    uint64_t contradictions; /* of these, such that no clock without a step can have given                       */
} sluice_venue_clock;

#define SLUICE_VENUE_CLOCK_INIT \
    { (uint32_t)sizeof(sluice_venue_clock), 0u, 0, 0u, 0u, 0u }

typedef struct sluice_ext_limits {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */

    /* Finds a limit by the names in the config.
     *   venue_id  0 for a limit of scope firm.
     *   limit_id  receives 1 or more; 0 on failure.
     * [any] Since 1.0. */
    sluice_status (*find)(sluice_engine *engine, uint32_t venue_id, const char *name, size_t name_length,
        uint32_t *limit_id, sluice_error *error);

    /* When would this request have room? Takes nothing, changes nothing, and knows nothing of the queue. [any]
     * Since 1.0. */
    sluice_status (*time_to_available)(
        sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_availability *availability);

    /* Reads one counter. key  whose; null: that of the requests that name nobody, which for scopes firm and venue is
     * the only one. [any] Since 1.0. */
    sluice_status (*usage)(
        sluice_engine *engine, uint32_t limit_id, const sluice_limit_key *key, uint64_t now_ns, sluice_usage *usage);

    /* Reads the numbers in force. [any] Since 1.0. */
    sluice_status (*numbers)(sluice_engine *engine, uint32_t limit_id, sluice_limit_numbers *numbers);

    /* Changes the numbers of one limit for all its counters. What is held stays held and is judged by the new numbers.
     * Fails with ARGUMENT naming the field, UNKNOWN, MEMORY; then nothing changed. [control] Since 1.0. */
    sluice_status (*reload)(
        sluice_engine *engine, uint32_t limit_id, const sluice_limit_numbers *numbers, sluice_error *error);

    /* Reads what is known of a venue's clock. [any] Since 1.0. */
    sluice_status (*venue_clock)(sluice_engine *engine, uint32_t venue_id, uint64_t now_ns, sluice_venue_clock *clock);
} sluice_ext_limits;

#endif
