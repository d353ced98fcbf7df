/* What the plugin says about a request, and why.
 *
 * Actions are closed for the life of ABI major 1: a host may switch over all of them. Reasons are open: a newer plugin
 * may send numbers that an older host does not know; group them by reason / 1000. A host that meets an unknown action
 * treats it as REFUSED for everything but cancels, and as SEND for cancels. */
#ifndef SLUICE_VERDICT_H
#define SLUICE_VERDICT_H

#include <stdint.h>

enum {
    SLUICE_ACTION_SEND = 1,     /* send it now, on this thread; then report WRITTEN or NOT_WRITTEN with the grant     */
    SLUICE_ACTION_HELD = 2,     /* keep the message: release() comes for this ticket, exactly once                    */
    SLUICE_ACTION_ABSORBED = 3, /* settled here, nothing goes to the venue; see reason and other_ticket              */
    SLUICE_ACTION_REFUSED = 4   /* not accepted; see reason                                                          */
};

enum {
    SLUICE_REASON_NONE = 0,

    /* 1xxx rate */
    SLUICE_REASON_LIMIT = 1001,       /* a limit has no room; limit_id names it, not_before_ns says until when     */
    SLUICE_REASON_HARD_WALL = 1002,   /* the logout or ban threshold of a limit is near; nothing passes it         */
    SLUICE_REASON_BACKLOG = 1003,     /* older or more urgent requests wait for the same room                      */
    SLUICE_REASON_VENUE_PAUSE = 1004, /* the venue asked for a pause (Retry-After, rate-limit reject)              */
    SLUICE_REASON_TRANSPORT = 1005,   /* the host's transport took no more; retried shortly                        */
    SLUICE_REASON_OVER_LIMIT = 1006,  /* it costs more than the limit can ever give: it would wait for ever        */

    /* 2xxx breaker */
    SLUICE_REASON_BREAKER_OPEN = 2001,    /* too many failures, slow answers or a host signal                       */
    SLUICE_REASON_BREAKER_PROBING = 2002, /* half-open and all probes are out                                       */
    SLUICE_REASON_BREAKER_FORCED = 2003,  /* an operator holds it open                                              */

    /* 3xxx risk: later */

    /* 4xxx kill */
    SLUICE_REASON_KILLED = 4001, /* a kill switch covers it */

    /* 5xxx session */
    SLUICE_REASON_LANE_DOWN = 5001,   /* no session: all but cancels is refused, held ones dropped; cancels are held */
    SLUICE_REASON_LANE_CLOSED = 5002, /* the host closed the lane                                                   */
    SLUICE_REASON_STOPPING = 5003,    /* the engine is stopping                                                     */

    /* 6xxx queue */
    SLUICE_REASON_QUEUE_FULL = 6001,      /* no room, and nothing less urgent to evict                                */
    SLUICE_REASON_EVICTED = 6002,         /* was held; a more urgent request took its room                           */
    SLUICE_REASON_EXPIRED = 6003,         /* its deadline passed while it was held                                   */
    SLUICE_REASON_ANNIHILATED = 6004,     /* a cancel met its own held order: neither goes on the wire               */
    SLUICE_REASON_FOLDED = 6005,          /* an amend was folded into the held message of its order                  */
    SLUICE_REASON_SUPERSEDED = 6006,      /* a later amend or a cancel of the same order took its place              */
    SLUICE_REASON_DUPLICATE = 6007,       /* a cancel of this order is held already: one is enough                   */
    SLUICE_REASON_ORDER_IN_FLIGHT = 6008, /* an earlier message of this order is being written: it goes after it    */
    SLUICE_REASON_GRANTS_FULL = 6009,     /* too many messages with unknown outcome: the host stopped reporting      */

    /* 7xxx request: the field that is wrong */
    SLUICE_REASON_BAD_KIND = 7001,
    SLUICE_REASON_BAD_TICKET = 7002,
    SLUICE_REASON_BAD_ORDER_ID = 7003, /* missing where needed, or a new order under an id that is held      */
    SLUICE_REASON_BAD_DEADLINE = 7004, /* in the past                                                        */
    SLUICE_REASON_BAD_QUANTITY = 7005, /* negative                                                           */
    SLUICE_REASON_BAD_NOTIONAL = 7006, /* price times quantity does not fit 64 bits in e8                    */
    SLUICE_REASON_BAD_SIDE = 7007,
    SLUICE_REASON_BAD_FLAGS = 7008,
    SLUICE_REASON_BAD_COUNT = 7009,       /* message_count over 1000                                            */
    SLUICE_REASON_UNKNOWN_ACCOUNT = 7010, /* not an id that intern() gave                                       */
    SLUICE_REASON_UNKNOWN_INSTRUMENT = 7011,
    SLUICE_REASON_UNKNOWN_OWNER = 7012,
    SLUICE_REASON_CANCEL_PENDING = 7013, /* an amend of an order whose cancel is held                           */

    /* 9xxx internal */
    SLUICE_REASON_FAULT =
        9001, /* the call itself was wrong (see the status) or the plugin failed; new refused, cancel SEND */
    SLUICE_REASON_SHADOW = 9002 /* shadow mode: sent although shadow_action says otherwise                          */
};

typedef struct sluice_verdict {
    uint32_t struct_size;
    uint32_t action;            /* SLUICE_ACTION_*                                                             */
    uint32_t reason;            /* SLUICE_REASON_*                                                             */
    uint32_t limit_id;          /* the binding limit for reasons 1001, 1002 and 1006; else 0                   */
    uint64_t grant;             /* SEND: name it in the events of this message; 0: none, nothing to confirm    */
    uint64_t not_before_ns;     /* HELD: the earliest moment at which the limits alone allow it                */
    uint64_t other_ticket;      /* ABSORBED: the held ticket that it met; else 0                               */
    uint64_t superseded_ticket; /* ABSORBED, FOLDED: the amend folded before, whose message is worthless now   */
    uint32_t request_class;     /* SLUICE_CLASS_* it was given                                                 */
    uint32_t shadow_action;     /* in shadow mode: what the action would have been; else 0                     */
} sluice_verdict;

#define SLUICE_VERDICT_INIT \
    { (uint32_t)sizeof(sluice_verdict), 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u }

#endif
