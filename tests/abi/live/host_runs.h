/* What the old and the new host run. Each makes an engine of its own in a loaded gateway, checks what the contract
 * promises, and destroys it. One thread. */
#ifndef SLUICE_TEST_HOST_RUNS_H
#define SLUICE_TEST_HOST_RUNS_H

#include "gateway.h"

void run_life(gateway *self);     /* create with good and bad configs, names, lanes, stop, destroy    */
void run_traffic(gateway *self);  /* submit, hold, release, report, and every action of a verdict     */
void run_batch(gateway *self);    /* sluice.batch/1                                                   */
void run_steering(gateway *self); /* sluice.kill/1 and sluice.breaker/1                               */
void run_limits(gateway *self);   /* sluice.limits/1                                                  */
void run_readings(gateway *self); /* sluice.metrics/1, sluice.reasons/1 and sluice.answers/1          */

/* Only with headers that are newer than the plugin: what it does not know is refused if it is set and left alone if it
 * is to be written. */
void run_newer_fields(gateway *self);

#endif
