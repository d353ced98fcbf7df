/* The smallest gateway there is: one engine, one venue, one lane, a clock that the test moves, and counters of what the
 * plugin said. Plain C99 on the C headers that it is compiled with, whichever they are; every struct that it hands over
 * is guarded. Any call that fails ends the test. For one thread. */
#ifndef SLUICE_TEST_GATEWAY_H
#define SLUICE_TEST_GATEWAY_H

#include <stdint.h>

#include "guarded.h"
#include "sluice/sluice.h"

#define SECOND_NS 1000000000u

/* Two messages a second; the third waits. */
#define GATEWAY_VENUES                                                        \
    "\"venues\": [{\"name\": \"SIM\", \"limits\": [{\"name\": \"messages\", " \
    "\"shape\": \"sliding_window\", \"scope\": \"venue\", \"limit\": 2, \"window_ms\": 1000}]}]}"
#define GATEWAY_CONFIG "{\"version\": 1, " GATEWAY_VENUES
/* The same with metrics on a free port. */
#define GATEWAY_LISTENING_CONFIG "{\"version\": 1, \"metrics\": {\"listen\": \"127.0.0.1:0\"}, " GATEWAY_VENUES

typedef struct gateway {
    void *library;
    const sluice_api_v1 *table;
    sluice_engine *engine;
    sluice_lane *lane;
    uint32_t venue_id;
    uint64_t clock_ns;
    unsigned sent;         /* releases to send, reported as written and accepted */
    unsigned dropped;      /* releases that will never go out                    */
    uint64_t last_ticket;  /* of the last release                                */
    uint32_t last_reason;  /* likewise                                           */
    uint32_t release_size; /* struct_size of the last release                    */
    unsigned wakes;
    unsigned log_lines;
} gateway;

/* dlopen and the entry function. */
void gateway_load(gateway *self, const char *plugin_path);

/* An engine, its venue SIM, and a lane that is up. */
void gateway_start(gateway *self, const char *config);

/* The same for a host that has changed some of its callbacks. Their context stays the gateway. */
void gateway_start_as(gateway *self, const sluice_host *host, const char *config);

/* The table of an extension, which has to be there. */
const void *gateway_extension(const gateway *self, const char *id);

/* What was not sent is dropped; the engine is destroyed. */
void gateway_stop(gateway *self);

/* dlclose. */
void gateway_close(gateway *self);

/* The callbacks of this gateway, its clock included. */
sluice_host gateway_host(gateway *self);

sluice_request gateway_request(uint32_t kind, uint64_t ticket, uint64_t order_id);

/* A new order; a SEND is reported as written and accepted. Returns the action. */
uint32_t gateway_new_order(gateway *self, uint64_t ticket);

/* submit() of any request, guarded. */
sluice_status gateway_submit(gateway *self, const sluice_request *request, sluice_verdict *verdict);

sluice_status gateway_report(gateway *self, uint32_t event_kind, uint64_t grant);

/* Moves the clock and polls. Returns what poll() did. */
int32_t gateway_advance(gateway *self, uint64_t span_ns);

#endif
