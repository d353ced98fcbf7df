/* Everything stable in one include. Each header can also be included alone. */
#ifndef SLUICE_SLUICE_H
#define SLUICE_SLUICE_H

#include "sluice/api.h"         /* the core table                             */
#include "sluice/entry.h"       /* the exported symbol                        */
#include "sluice/event.h"       /* what the host reports                      */
#include "sluice/ext/answers.h" /* sluice.answers/1: what a venue's answer means */
#include "sluice/ext/batch.h"   /* sluice.batch/1: many requests in one call  */
#include "sluice/ext/breaker.h" /* sluice.breaker/1: circuit breakers         */
#include "sluice/ext/kill.h"    /* sluice.kill/1: kill switch                 */
#include "sluice/ext/limits.h"  /* sluice.limits/1: usage, reload             */
#include "sluice/ext/metrics.h" /* sluice.metrics/1: Prometheus text, percentiles */
#include "sluice/ext/reasons.h" /* sluice.reasons/1: texts of reasons         */
#include "sluice/host.h"        /* the host's callbacks                       */
#include "sluice/release.h"     /* what release() says                        */
#include "sluice/request.h"     /* what the host wants to send                */
#include "sluice/status.h"      /* status codes, error struct                 */
#include "sluice/verdict.h"     /* what submit() says                         */
#include "sluice/version.h"

#endif
