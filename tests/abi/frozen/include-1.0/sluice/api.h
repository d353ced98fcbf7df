/* The core table: all that a gateway needs to pass its messages through the engine.
 *
 * Thread roles. Every function and callback carries exactly one:
 *   [control]  one thread at a time per engine; may allocate, wait and log
 *   [poll]     one thread at a time per venue; all releases run here
 *   [any]      any thread, at the same time as any other
 * and where true [hot]: no allocation, no wait but for the venue's own lock, no system call, no log.
 *
 * Time. `now_ns` is the host's reading of the engine's clock; 0 makes the plugin read it. A time before the last one
 * seen by that venue counts as the last one: for the limits time never runs backwards.
 *
 * Processes. Handles are good in the process that made them: in a child of fork() all of them are refused, and the
 * parent does not notice the fork. A child may create engines of its own. ABI.md says more. */
#ifndef SLUICE_API_H
#define SLUICE_API_H

#include <stddef.h>
#include <stdint.h>

#include "sluice/event.h"
#include "sluice/host.h"
#include "sluice/release.h"
#include "sluice/request.h"
#include "sluice/status.h"
#include "sluice/verdict.h"

typedef struct sluice_engine sluice_engine; /* opaque, never dereferenced by the host */
typedef struct sluice_lane sluice_lane;     /* opaque: one session or connection to a venue */

/* What intern() names. Venues come from the config; accounts and instruments too when the config lists them, otherwise
 * they are learnt at first use; owners are learnt at first use. */
enum { SLUICE_NAME_VENUE = 1, SLUICE_NAME_ACCOUNT = 2, SLUICE_NAME_INSTRUMENT = 3, SLUICE_NAME_OWNER = 4 };

/* How engine_stop() empties the queues. */
enum {
    SLUICE_STOP_DRAIN = 0,  /* held cancels and queries still go out as the limits allow; the rest is dropped */
    SLUICE_STOP_ABANDON = 1 /* everything held is dropped, cancels too                                         */
};

#define SLUICE_VENUE_ALL 0u     /* poll() and next_due_ns(): every venue                       */
#define SLUICE_NEVER UINT64_MAX /* next_due_ns(): nothing is due until wake() or a call says so */

typedef struct sluice_api_v1 {
    uint32_t struct_size; /* of the plugin's table: slots beyond it do not exist */
    uint32_t abi_minor;   /* of the plugin */
    const char *build_id; /* "1.0.0", static */

    /* Creates an engine from a JSON config (sdk/schema/config.schema.json describes it).
     *   host           copied; its callbacks are used until engine_destroy() returns.
     *   config         UTF-8, config_length bytes, borrowed for this call.
     *   engine         receives the handle; null on failure.
     *   error          names every fault of the config that fits its text; the log callback gets all of them.
     * Fails with ARGUMENT, SIZE, UNKNOWN_SET, CONFIG, MEMORY, FULL (64 engines live in this process).
     * [control] Since 1.0. */
    sluice_status (*engine_create)(
        const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error);

    /* Stops admitting: new, replace and quotes are refused from now on. Returns BUSY while anything is held or a
     * grant's write is unknown: poll and call again. OK means that no release will ever come again. mode SLUICE_STOP_*;
     * may change from DRAIN to ABANDON between calls. [control] Since 1.0. */
    sluice_status (*engine_stop)(sluice_engine *engine, uint32_t mode, sluice_error *error);

    /* Frees a stopped engine. After it returns no callback runs and every handle of this engine is refused.
     * Fails with STATE before engine_stop() has returned OK. [control] Since 1.0. */
    sluice_status (*engine_destroy)(sluice_engine *engine, sluice_error *error);

    /* Turns a name into its dense id, the same for the engine's life.
     *   name_kind  SLUICE_NAME_*.
     *   name       UTF-8, name_length bytes (1 to 255), borrowed.
     *   id         receives 1 or more; 0 on failure.
     * Fails with UNKNOWN (the config does not know it), FULL (capacity of the config), ARGUMENT.
     * [any] Since 1.0. */
    sluice_status (*intern)(sluice_engine *engine, uint32_t name_kind, const char *name, size_t name_length,
        uint32_t *id, sluice_error *error);

    /* Opens a lane to a venue. It starts down: report LANE_UP when the session is logged on.
     *   name  for logs and metrics; UTF-8, name_length bytes (1 to 255), borrowed, unique among the venue's open lanes.
     * Fails with UNKNOWN (venue), FULL (`lanes_max` of the venue), STATE, ARGUMENT (name in use).
     * [control] Since 1.0. */
    sluice_status (*lane_open)(sluice_engine *engine, uint32_t venue_id, const char *name, size_t name_length,
        sluice_lane **lane, sluice_error *error);

    /* Closes a lane. What it holds is dropped with reason LANE_CLOSED, cancels too, by the polls that follow; the
     * handle is refused from now on. [control] Since 1.0. */
    sluice_status (*lane_close)(sluice_lane *lane, sluice_error *error);

    /* Offers one request to the lane's venue.
     *   request  borrowed for this call.
     *   now_ns   see above.
     *   verdict  receives the decision; its struct_size must be set. HELD: release() may come before this call returns,
     *            so the message must be where release() finds it before submit() is called.
     * Returns OK whenever a decision was made, a refusal included. Negative: the call was wrong; if verdict is
     * writable it then says REFUSED, but SEND for a cancel: no fault here may trap a cancel.
     * [any][hot] Since 1.0. */
    sluice_status (*submit)(sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict);

    /* Tells the engine what happened. See event.h for each kind.
     *   event  borrowed for this call.
     * Returns OK also for late or double reports of a grant (they change nothing and are counted).
     * [any][hot] Since 1.0. */
    sluice_status (*report)(sluice_lane *lane, const sluice_event *event, uint64_t now_ns);

    /* Does what is due: releases, drops, expiries, time-outs. The plugin has no thread of its own: this call is it.
     *   venue_id  one venue, or SLUICE_VENUE_ALL. A host whose send can block polls each venue from a thread of its
     * own. budget    at most so many units of work (1 or more); a unit is one release or one expiry. Returns the units
     * done, or a negative status. [poll] Since 1.0. */
    int32_t (*poll)(sluice_engine *engine, uint32_t venue_id, uint64_t now_ns, int32_t budget);

    /* When poll() has something to do next: a time, 0 for at once, or SLUICE_NEVER. Whatever makes it earlier
     * afterwards calls wake(). [poll] Since 1.0. */
    uint64_t (*next_due_ns)(sluice_engine *engine, uint32_t venue_id);

    /* The table of an extension ("sluice.kill/1"), or null when this plugin has none of that id. Static: ask once,
     * keep the pointer. [any] Since 1.0. */
    const void *(*extension)(sluice_engine *engine, const char *id);

    /* ---- 1.0 ends here; later minors append below this line only ---- */
} sluice_api_v1;

/* True when the plugin's table has the slot. */
#define SLUICE_HAS(table, slot) \
    ((table)->struct_size >= offsetof(sluice_api_v1, slot) + sizeof((table)->slot) && (table)->slot)

#endif
