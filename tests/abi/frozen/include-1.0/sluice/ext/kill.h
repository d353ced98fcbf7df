/* sluice.kill/1: stop new risk at once, in a scope, until somebody clears it.
 *
 * While a scope is engaged, new, replace and quotes in it are refused and held ones are dropped with reason KILLED;
 * cancels, mass cancels and queries pass. It is latched: nothing but clear() ends it. */
#ifndef SLUICE_EXT_KILL_H
#define SLUICE_EXT_KILL_H

#include <stdint.h>

#include "sluice/api.h"
#include "sluice/status.h"

#define SLUICE_EXT_KILL "sluice.kill/1"

/* Every field that is not 0 narrows the scope; all 0 is the whole engine. */
typedef struct sluice_kill_scope {
    uint32_t struct_size;
    uint32_t venue_id;
    uint32_t account_id;
    uint32_t instrument_id;
    uint32_t owner_id;
    uint32_t side; /* SLUICE_SIDE_*; a request without a side is covered by both */
} sluice_kill_scope;

#define SLUICE_KILL_SCOPE_INIT \
    { (uint32_t)sizeof(sluice_kill_scope), 0u, 0u, 0u, 0u, 0u }

typedef struct sluice_kill_state {
    uint32_t struct_size;
    uint32_t is_engaged;       /* 1 when exactly this scope is engaged                                         */
    uint32_t engaged_scopes;   /* how many scopes are engaged in the engine                                    */
    uint32_t zero0;            /* spare, 0                                                                     */
    uint64_t grants_unsettled; /* messages granted, in the venues of this scope, whose write is still unknown:
                                  they may yet reach the wire; sweep again when it is 0                        */
    uint64_t held;             /* requests still held in the venues of this scope                              */
} sluice_kill_state;

#define SLUICE_KILL_STATE_INIT \
    { (uint32_t)sizeof(sluice_kill_state), 0u, 0u, 0u, 0u, 0u }

typedef struct sluice_ext_kill {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */

    /* Engages a scope. When it returns, no submit() and no release() on any thread grants anything in that scope any
     * more. Engaging twice is one. Fails with UNKNOWN (id), FULL (256 scopes), ARGUMENT. [any] Since 1.0. */
    sluice_status (*engage)(sluice_engine *engine, const sluice_kill_scope *scope, sluice_error *error);

    /* Clears exactly this scope; others stay. Fails with UNKNOWN when it was not engaged. [control] Since 1.0. */
    sluice_status (*clear)(sluice_engine *engine, const sluice_kill_scope *scope, sluice_error *error);

    /* Reads a scope. [any] Since 1.0. */
    sluice_status (*state)(sluice_engine *engine, const sluice_kill_scope *scope, sluice_kill_state *state);
} sluice_ext_kill;

#endif
