/* Status codes and the error struct: how a call says that it failed.
 *
 * Every call that can fail returns a status: 0 is success, negative is failure. Control calls also fill an error struct
 * that the caller owns; it has no pointer into the plugin and nothing to release. Numbers are frozen once shipped. */
#ifndef SLUICE_STATUS_H
#define SLUICE_STATUS_H

#include <stdint.h>

typedef int32_t sluice_status;

enum {
    SLUICE_OK = 0,
    SLUICE_E_ARGUMENT = -1,    /* null, out of range or garbage; the message names the argument          */
    SLUICE_E_SIZE = -2,        /* struct_size is smaller than this struct ever was                      */
    SLUICE_E_UNKNOWN_SET = -3, /* a field that this plugin does not know is not zero; detail: its offset */
    SLUICE_E_STATE = -4,       /* right call, wrong moment: stopped engine, closed lane, inside a callback */
    SLUICE_E_BUSY = -5,        /* not finished, call again; from release(): transport full, take it back */
    SLUICE_E_ABI = -6,         /* this contract cannot be served                                         */
    SLUICE_E_CONFIG = -7,      /* the configuration has faults; the message lists them                   */
    SLUICE_E_UNKNOWN = -8,     /* no venue, account, instrument, limit or extension of that name or id   */
    SLUICE_E_FULL = -9,        /* a fixed capacity of the configuration is used up; the message names it */
    SLUICE_E_MEMORY = -10,     /* the operating system gave no memory                                    */
    SLUICE_E_INTERNAL = -11    /* a fault of the plugin itself, contained; new orders were refused       */
};

/* Filled by calls that take one. May be null everywhere. Set struct_size first (SLUICE_ERROR_INIT does). */
typedef struct sluice_error {
    uint32_t struct_size;
    sluice_status status;    /* what the call returned                                             */
    uint32_t detail;         /* a number that goes with the status: byte offset, capacity, id      */
    uint32_t message_length; /* bytes of message without its end; longer texts are cut and end in "..." */
    char message[240];       /* UTF-8 for humans, always ends in a zero byte; not for parsing       */
} sluice_error;

#define SLUICE_ERROR_INIT                                    \
    {                                                        \
        (uint32_t)sizeof(sluice_error), SLUICE_OK, 0u, 0u, { \
            0                                                \
        }                                                    \
    }

#endif
