/* sluice.answers/1: what a venue's answer means, by the table in the venue's profile. A gateway passes on what it got,
 * its HTTP status and body or the text of its FIX or WebSocket message, and reports the event that it is told. So no
 * gateway and no adapter has a list of a venue's error codes.
 *
 * Bodies are taken as they come: JSON that was cut off, codes as numbers or strings at any depth, pages of proxies,
 * texts of client libraries, bytes that are no text at all. The first 64 KiB are looked at. */
#ifndef SLUICE_EXT_ANSWERS_H
#define SLUICE_EXT_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

#include "sluice/api.h"
#include "sluice/event.h"
#include "sluice/status.h"

#define SLUICE_EXT_ANSWERS "sluice.answers/1"

/* What an answer means, and the event to report for it. */
enum {
    SLUICE_ANSWER_ACCEPTED = 1,   /* no error: ACKED                                                          */
    SLUICE_ANSWER_BUSINESS = 2,   /* this request is refused for what it is (funds, unknown order, bad field,
                                     permission): REJECTED                                                    */
    SLUICE_ANSWER_RATE_LIMIT = 3, /* too many, slow down: RATE_REJECTED                                       */
    SLUICE_ANSWER_BAN = 4,        /* shut out: BANNED                                                         */
    SLUICE_ANSWER_OVERLOAD = 5,   /* the venue cannot cope, and our rate is not the cause: FAILED. Some venues
                                     handle the request all the same: look for the order before it is sent again */
    SLUICE_ANSWER_UNKNOWN = 6     /* it may have been handled or not. TIMED_OUT if the venue or something before
                                     it says so, LOST if the answer cannot be read                            */
};

/* flags; a newer plugin may set others */
enum {
    SLUICE_ANSWER_FLAG_BUILT_IN = 1,       /* no row of the profile matched; the table for all venues knew it       */
    SLUICE_ANSWER_FLAG_GUESS = 2,          /* no table knew it. Worth a line in the log: the profile lacks a row    */
    SLUICE_ANSWER_FLAG_CUT = 4,            /* the end of the body is missing (JSON and FIX show that)               */
    SLUICE_ANSWER_FLAG_LONG = 8,           /* there was more than 64 KiB; the rest was not looked at                */
    SLUICE_ANSWER_FLAG_RETRY_BOUNDED = 16, /* the venue asked for more than 7 days; retry_after_ns is 7 days        */
    SLUICE_ANSWER_FLAG_RETRY_IGNORED = 32  /* it asked for a wait that is negative, past or unreadable, or for a
                                              time of the day while now_unix_ms was 0                              */
};

/* What the gateway got in answer to something that it sent. */
typedef struct sluice_answer {
    uint32_t struct_size;
    uint32_t http_status;    /* 0: none (WebSocket, FIX)                                             */
    const char *body;        /* any bytes, body_length of them, borrowed for the call; null if none  */
    uint64_t body_length;    /* 0 with a null body                                                   */
    const char *retry_after; /* value of the Retry-After header, likewise; null if there was none    */
    uint64_t retry_after_length;
    uint64_t now_unix_ms; /* when it came, since 1970-01-01 UTC; 0: unknown                       */
} sluice_answer;

#define SLUICE_ANSWER_INIT \
    { (uint32_t)sizeof(sluice_answer), 0u, NULL, 0u, NULL, 0u, 0u }

/* What it means: fields to copy into a sluice_event. */
typedef struct sluice_answer_class {
    uint32_t struct_size;
    uint32_t means;          /* SLUICE_ANSWER_*                                                            */
    uint32_t event_kind;     /* SLUICE_EVENT_* to report with the grant                                    */
    uint32_t flags;          /* SLUICE_ANSWER_FLAG_*                                                       */
    uint64_t retry_after_ns; /* how long the venue wants silence; 0: it did not say                        */
    uint32_t limit_id;       /* the limit that was hit; 0: the answer does not say, or the config left it out */
    uint32_t row;            /* of the profile's answers, from 1; 0: none matched                          */
} sluice_answer_class;

#define SLUICE_ANSWER_CLASS_INIT \
    { (uint32_t)sizeof(sluice_answer_class), 0u, 0u, 0u, 0u, 0u, 0u }

typedef struct sluice_ext_answers {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */

    /* Classifies one answer of a venue; a venue without a profile has the table for all venues. Changes nothing: the
     * host reports the event. Takes time in proportion to the body, no lock and no memory.
     *   answer        borrowed for this call.
     *   answer_class  receives what it means; its struct_size must be set. If the call fails and it can be written, it
     *                 says UNKNOWN and LOST.
     * Fails with ARGUMENT (a null pointer, a null text with a length), SIZE, UNKNOWN (no such venue), UNKNOWN_SET.
     * [any] Since 1.0. */
    sluice_status (*classify)(
        sluice_engine *engine, uint32_t venue_id, const sluice_answer *answer, sluice_answer_class *answer_class);
} sluice_ext_answers;

#endif
