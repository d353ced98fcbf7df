/* A gateway under load: two threads that submit and report, one that polls, one that reads the metrics, all on one
 * engine with the plugin's own clock, until they are told to stop. What any of them finds wrong ends the test. */
#ifndef SLUICE_TEST_TRAFFIC_H
#define SLUICE_TEST_TRAFFIC_H

#include <pthread.h>
#include <stdint.h>

#include "sluice/sluice.h"

enum { TRAFFIC_SUBMITTERS = 2, TRAFFIC_THREADS = TRAFFIC_SUBMITTERS + 2 };

typedef struct traffic {
    const sluice_api_v1 *table;
    sluice_engine *engine;
    sluice_lane *lane;
    uint32_t venue_id;
    pthread_t threads[TRAFFIC_THREADS];
    /* Read and written by all of them, by the compiler's atomic built-ins. */
    uint64_t next_ticket;
    uint64_t held;
    uint64_t released;
    int is_stopping;
} traffic;

/* dlopen, an engine, a lane that is up. With a listener it also serves its metrics on a free port of 127.0.0.1. */
void traffic_open(traffic *self, const char *plugin_path, int with_listener);
void traffic_start(traffic *self);

/* Until something more was held and something more was released; ends the test after a minute. */
void traffic_await_progress(traffic *self);

/* Ends the threads, stops the engine and destroys it. */
void traffic_stop(traffic *self);

#endif
