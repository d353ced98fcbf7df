/* What a child of fork() may expect of its parent's handles: every call is answered at once, as for any wrong handle.
 * One thread. */
#ifndef SLUICE_TEST_FORK_CHILD_H
#define SLUICE_TEST_FORK_CHILD_H

#include "sluice/sluice.h"

/* Ends the test when a call takes one of the handles for good. */
void check_refused_in_child(const sluice_api_v1 *table, sluice_engine *engine, sluice_lane *lane, uint32_t venue_id);

#endif
