/* One request that the host wants to send to a venue.
 *
 * Prices and quantities are fixed point with 8 decimals (1.5 is 150000000). Ids are what intern() gave; 0 means "not
 * given". Times are nanoseconds of the engine's clock (CLOCK_MONOTONIC unless the host brings its own). */
#ifndef SLUICE_REQUEST_H
#define SLUICE_REQUEST_H

#include <stdint.h>

/* What the message does. Decides its class in the queue, its cost in each limit, and what a kill switch or an open
 * breaker does to it. */
enum {
    SLUICE_KIND_NEW = 1,         /* opens an order                                                         */
    SLUICE_KIND_REPLACE = 2,     /* amends a live order                                                    */
    SLUICE_KIND_CANCEL = 3,      /* cancels one order                                                      */
    SLUICE_KIND_MASS_CANCEL = 4, /* cancels many orders                                                    */
    SLUICE_KIND_QUOTE = 5,       /* sets a quote, one or many levels                                       */
    SLUICE_KIND_QUERY = 6,       /* asks for state: order status, positions                                */
    SLUICE_KIND_MAINTENANCE = 7, /* everything that can wait: subscriptions, reports                       */
    SLUICE_KIND_ADMIN = 8        /* session upkeep (logon, heartbeat); only in UNGATED events, never submitted */
};

enum {
    SLUICE_SIDE_NONE = 0, /* has no side, or both */
    SLUICE_SIDE_BUY = 1,
    SLUICE_SIDE_SELL = 2
};

/* flags */
enum {
    SLUICE_FLAG_REDUCES_RISK = 1, /* reduce-only new, or an amend that only lowers exposure: class HIGH          */
    SLUICE_FLAG_NO_ANSWER = 2     /* the venue never answers this message: no acknowledgement is waited for      */
};

/* The five classes of the smoothing queue, most urgent first. The plugin derives them from kind and flags. */
enum {
    SLUICE_CLASS_CRITICAL = 0, /* cancel, mass cancel           */
    SLUICE_CLASS_HIGH = 1,     /* new or replace that reduces risk */
    SLUICE_CLASS_NORMAL = 2,   /* new, replace, quote           */
    SLUICE_CLASS_LOW = 3,      /* query                         */
    SLUICE_CLASS_IDLE = 4      /* maintenance                   */
};

typedef struct sluice_request {
    uint32_t struct_size;
    uint32_t kind;        /* SLUICE_KIND_*                                                                     */
    uint64_t ticket;      /* the host's key of this request, not 0, never twice while held; echoed, not read   */
    uint64_t order_id;    /* the host's key of the order it concerns, the same from new to cancel; 0: none.
                             Needed for new, replace and cancel: without it nothing can be matched or folded.   */
    uint64_t deadline_ns; /* worthless after this time: dropped while held; 0: never. Ignored for cancels.     */
    int64_t price_e8;     /* may be negative (spreads); 0: none                                               */
    int64_t quantity_e8;  /* 0 or more; 0: none                                                               */
    uint32_t account_id;
    uint32_t instrument_id;
    uint32_t owner_id;      /* the strategy, desk or client it belongs to: unit of fairness                      */
    uint32_t side;          /* SLUICE_SIDE_*                                                                     */
    uint32_t flags;         /* SLUICE_FLAG_*                                                                     */
    uint32_t message_count; /* how many messages the venue counts for it (a batch); 0 means 1; at most 1000      */
} sluice_request;

#define SLUICE_REQUEST_INIT \
    { (uint32_t)sizeof(sluice_request), 0u, 0u, 0u, 0u, 0, 0, 0u, 0u, 0u, SLUICE_SIDE_NONE, 0u, 0u }

#endif
