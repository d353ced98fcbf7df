/* What the host gives the engine: its callbacks.
 *
 * Callbacks must not throw and must not call a [control] function (it would answer SLUICE_E_STATE). No lock of the
 * plugin is held while release, wake and log run, so these may call every [any] function. */
#ifndef SLUICE_HOST_H
#define SLUICE_HOST_H

#include <stddef.h>
#include <stdint.h>

#include "sluice/release.h"
#include "sluice/status.h"

enum {
    SLUICE_LOG_INFO = 1,
    SLUICE_LOG_WARNING = 2, /* something to look at: breaker tripped, clock stood still                 */
    SLUICE_LOG_ERROR = 3,   /* something is broken: internal fault                                      */
    SLUICE_LOG_HOST = 4     /* the host breaks the contract: late, double or missing reports            */
};

typedef struct sluice_host {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */
    void *context;  /* passed back as it is; must outlive engine_destroy() */

    /* A held ticket is free: send it, or drop it. Runs inside poll() on the caller's thread.
     *   release  borrowed for this call.
     * Returns SLUICE_OK when the message was taken (it may still be reported NOT_WRITTEN later); SLUICE_E_BUSY when the
     * transport takes no more now: the ticket goes back to the head of the queue and its cost is given back; any
     * other failure when it can never be sent: its cost is given back and the ticket is done. The answer to a DROPPED
     * release is ignored.
     * Required. [poll] Since 1.0. */
    sluice_status (*release)(void *context, const sluice_release *release);

    /* Something became due earlier than next_due_ns() last said: poll that venue at due_ns (which may be past). Runs on
     * the thread whose call made it due; do no more than signal a condition or a timer. venue_id  the venue to poll.
     *   due_ns    when, on the engine's clock.
     * May be null when the host polls on a short period anyway. [any][hot] Since 1.0. */
    void (*wake)(void *context, uint32_t venue_id, uint64_t due_ns);

    /* A line for the host's log. Never called on the hot path: only from control calls and from poll().
     *   level  SLUICE_LOG_*.
     *   text   UTF-8, `length` bytes, borrowed for this call, ends in a zero byte.
     * May be null. [any] Since 1.0. */
    void (*log)(void *context, int32_t level, const char *text, size_t length);

    /* The clock that `now_ns` arguments are read from, in nanoseconds, never going back. Null: CLOCK_MONOTONIC. Give
     * one only if it is aligned with CLOCK_MONOTONIC (a scaled TSC) or if the host simulates time (tests, replay).
     * It may run while a venue's lock is held, so it must not call the plugin.
     * [any][hot] Since 1.0. */
    uint64_t (*now_ns)(void *context);
} sluice_host;

#define SLUICE_HOST_INIT \
    { (uint32_t)sizeof(sluice_host), 0u, NULL, NULL, NULL, NULL, NULL }

#endif
