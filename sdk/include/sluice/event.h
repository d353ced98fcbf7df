/* What the host reports back: what happened to a message, an order or a lane.
 *
 * Limits count at the write, breakers listen to the outcome, and a lane that is down holds nothing but cancels: so the
 * host must report WRITTEN or NOT_WRITTEN for every grant, the venue's answer for every message that gets one, and the
 * state of each lane. A message that was sent with grant 0 needs no such report; one without a grant is ignored. A
 * grant of which nothing is heard is taken as written after `grant_timeout_ms` of the config, and as unanswered after
 * `answer_timeout_ms`. */
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
    SLUICE_EVENT_UNGATED = 13,         /* a message left without asking (logon, heartbeat, resend): limits count it   */

    /* what limits learn besides; unknown or absurd values change nothing and are counted */
    SLUICE_EVENT_FILLED = 14,     /* an order was filled in part or whole: order_id, value (traded, e8), flags, and
                                     venue_time_ns of the fill. Limits that give credit for fills hear it; within a
                                     minute after LIMIT_REMAINING only a fill that the venue made later counts, as
                                     its time proves, because the number contains the others                         */
    SLUICE_EVENT_BANNED = 15,     /* the venue shut us out for retry_after_ns: every lane of the venue waits that long,
                                     then tries with one message. Name the grant if it was an answer                 */
    SLUICE_EVENT_VENUE_TIME = 16, /* a message nobody asked for bore venue_time_ns and came at time_ns               */
    SLUICE_EVENT_BLOCK = 17,      /* the venue's chain reached the block of height `value`                           */

    /* what the venue says of a limit: limit_id and value, and venue_time_ns where it has one. Name the grant whose
     * answer said so, and report it before that answer; without a grant only bad news is believed */
    SLUICE_EVENT_LIMIT_USED = 18,      /* so much cost was used when it handled the message                           */
    SLUICE_EVENT_LIMIT_REMAINING = 19, /* so much was left then                                                       */
    SLUICE_EVENT_LIMIT_CHANGED = 20    /* the limit itself is now `value` (FIX throttle update, session logon): lower
                                          at once; higher up to what the configuration says, reload() for more        */
};

/* flags */
enum {
    SLUICE_EVENT_FLAG_MAKER = 1 /* FILLED: the order rested in the book */
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
    uint32_t flags;          /* SLUICE_EVENT_FLAG_*                                                         */
    uint64_t venue_time_ns;  /* the venue's own timestamp of what is reported, since 1970-01-01 UTC; 0: none.
                                With an answer it measures the venue's clock                                */
    uint64_t value;          /* see the kinds that use it                                                   */
    uint32_t limit_id;       /* LIMIT_*: which; RATE_REJECTED: the one it hit, 0 if the venue does not say  */
    uint32_t venue_time_resolution_us; /* the true time is up to so much later than venue_time_ns (it was cut
                                          off): 1000 for FIX, 1000000 for an HTTP Date; 0 means 1000        */
} sluice_event;

#define SLUICE_EVENT_INIT \
    { (uint32_t)sizeof(sluice_event), 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u }

#endif
