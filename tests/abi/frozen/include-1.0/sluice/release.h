/* What release() says about a held ticket. Comes exactly once for every ticket whose verdict was HELD. */
#ifndef SLUICE_RELEASE_H
#define SLUICE_RELEASE_H

#include <stdint.h>

struct sluice_lane;

enum {
    SLUICE_RELEASE_SEND = 1,   /* send it now; then report WRITTEN or NOT_WRITTEN with the grant                */
    SLUICE_RELEASE_DROPPED = 2 /* it never goes on the wire; reason says why: tell whoever asked for it         */
};

typedef struct sluice_release {
    uint32_t struct_size;
    uint32_t action; /* SLUICE_RELEASE_*                                                              */
    uint32_t reason; /* DROPPED: SLUICE_REASON_*; SEND: 0                                             */
    uint32_t venue_id;
    uint64_t ticket;
    uint64_t order_id;        /* 0 for kinds that take no part in an order (mass cancel, quote, query, maintenance)  */
    uint64_t grant;           /* SEND: name it in the events of this message; 0: none                          */
    uint64_t folded_ticket;   /* the amend whose price, quantity and deadline this message takes on; 0: none. Its
                                 message was ABSORBED with reason FOLDED and is not needed after this call.     */
    uint64_t other_ticket;    /* DROPPED: the ticket that annihilated, superseded or evicted it; 0: none       */
    uint64_t held_ns;         /* how long it was held                                                          */
    struct sluice_lane *lane; /* where it was submitted                                                        */
} sluice_release;

#endif
