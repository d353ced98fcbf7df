/* What the host reports back: what happened to a message, an order or a lane.
 *
 * Limits count at the write, breakers listen to the outcome, and a lane that is down holds nothing but cancels: so the
 * host must report WRITTEN or NOT_WRITTEN for every grant, the venue's answer for every message that gets one, and the
 * state of each lane. A grant of which nothing is heard is taken as written after `grant_timeout_ms` of the config, and
 * as unanswered after `answer_timeout_ms`. */
#ifndef SLUICE_EVENT_H
#define SLUICE_EVENT_H

#include <stdint.h>

enum {
    /* about the write; name the grant */
    SLUICE_EVENT_WRITTEN = 1,     /* handed to the wire at time_ns: limits count it from then                       */
    SLUICE_EVENT_NOT_WRITTEN = 2, /* provably did not leave: its cost is given back, its order forgotten if new      */

    /* the venue's answer; name the grant, or the order if the answer is about it alone */
    SLUICE_EVENT_ACKED = 3,         /* accepted, or a business answer to a query                                    */
    SLUICE_EVENT_REJECTED = 4,      /* refused for business reasons (funds, unknown order): feeds no breaker        */
    SLUICE_EVENT_RATE_REJECTED = 5, /* refused for its rate: limits close at once, for retry_after_ns if given      */
    SLUICE_EVENT_FAILED = 6,        /* the venue failed to handle it (overload, internal error): feeds the breaker  */
    SLUICE_EVENT_TIMED_OUT = 7,     /* the host gave up waiting: feeds the breaker                                  */
    SLUICE_EVENT_LOST = 8,          /* the outcome will never be known (disconnect): feeds nothing, probe given back */
    SLUICE_EVENT_DONE = 9,          /* the order reached its end (filled, cancelled, expired, rejected)             */

    /* about the lane; no grant */
    SLUICE_EVENT_LANE_UP = 10,         /* logged on: may send                                                         */
    SLUICE_EVENT_LANE_DOWN = 11,       /* no session: all but cancels is refused, held ones dropped; cancels stay held
                                          until it is up; answers still awaited are LOST; its breaker trips, so that
                                          the first orders after LANE_UP are probes                                  */
    SLUICE_EVENT_TRANSPORT_ERROR = 12, /* the connection failed: feeds the breaker                                  */
    SLUICE_EVENT_UNGATED = 13          /* a message left without asking (logon, heartbeat, resend): limits count it   */
};

typedef struct sluice_event {
    uint32_t struct_size;
    uint32_t kind;           /* SLUICE_EVENT_*                                                               */
    uint64_t grant;          /* as given by verdict or release; 0: not about a granted message               */
    uint64_t order_id;       /* DONE needs it; else optional                                                */
    uint64_t time_ns;        /* when it happened on the engine's clock; 0: now                              */
    uint64_t retry_after_ns; /* RATE_REJECTED: how long the venue wants silence; 0: it did not say          */
    uint32_t message_kind;   /* UNGATED: SLUICE_KIND_* of the message                                       */
    uint32_t message_count;  /* UNGATED: how many the venue counts; 0 means 1                               */
    uint32_t account_id;     /* UNGATED: whose limits it counts in; 0: none                                 */
    uint32_t instrument_id;  /* UNGATED: likewise                                                           */
    uint32_t owner_id;       /* UNGATED: likewise                                                           */
    uint32_t zero0;          /* spare, 0                                                                    */
} sluice_event;

#define SLUICE_EVENT_INIT \
    { (uint32_t)sizeof(sluice_event), 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u }

#endif
