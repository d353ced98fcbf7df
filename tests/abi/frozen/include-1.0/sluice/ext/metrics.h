/* sluice.metrics/1: the numbers, as Prometheus text or one percentile at a time. */
#ifndef SLUICE_EXT_METRICS_H
#define SLUICE_EXT_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "sluice/api.h"
#include "sluice/status.h"

#define SLUICE_EXT_METRICS "sluice.metrics/1"

/* Histograms; all in nanoseconds with a relative error of at most 1/32. */
enum {
    SLUICE_HISTOGRAM_WAIT = 1,     /* submit to release, by class; messages sent at once are not in it     */
    SLUICE_HISTOGRAM_DECISION = 2, /* duration of submit(), every 64th call measured if it leaves the time to the
                                      library (now_ns 0); class ignored                                       */
    SLUICE_HISTOGRAM_ANSWER = 3    /* write to the venue's answer; class ignored                           */
};

typedef struct sluice_ext_metrics {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */

    /* Writes all metrics in the Prometheus text format 0.0.4.
     *   buffer    of the caller, `capacity` bytes; may be null when capacity is 0.
     *   length    receives the length of the whole text, without an end byte. When it is more than capacity nothing was
     *             written and BUSY is returned: bring a larger buffer.
     * Allocates; holds no lock that submit() needs for longer than one request's work. [any] Since 1.0. */
    sluice_status (*write_text)(
        sluice_engine *engine, char *buffer, size_t capacity, size_t *length, sluice_error *error);

    /* Reads one percentile since start.
     *   venue_id       one venue.
     *   histogram      SLUICE_HISTOGRAM_*.
     *   request_class  SLUICE_CLASS_* for WAIT, else 0.
     *   per_million    500000 is the median; 0 to 1000000.
     *   value_ns       receives it; 0 when nothing was recorded.
     *   count          receives how many values were recorded; may be null.
     * [any] Since 1.0. */
    sluice_status (*percentile)(sluice_engine *engine, uint32_t venue_id, uint32_t histogram, uint32_t request_class,
        uint32_t per_million, uint64_t *value_ns, uint64_t *count);

    /* The port of the metrics listener: the one of the config, or the one that the system chose when the config says
     * port 0. 0: the config asks for no listener. [any] Since 1.0. */
    uint32_t (*port)(sluice_engine *engine);
} sluice_ext_metrics;

#endif
