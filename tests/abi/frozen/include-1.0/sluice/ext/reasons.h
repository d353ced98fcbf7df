/* sluice.reasons/1: the text of a reason, for logs and for the reject that a gateway sends to its client. */
#ifndef SLUICE_EXT_REASONS_H
#define SLUICE_EXT_REASONS_H

#include <stdint.h>

#define SLUICE_EXT_REASONS "sluice.reasons/1"

typedef struct sluice_ext_reasons {
    uint32_t struct_size;
    uint32_t zero0; /* spare, 0 */

    /* The name as in the metrics: "queue_full". Static; "unknown" for a number without one. [any][hot] Since 1.0. */
    const char *(*name)(uint32_t reason);

    /* One sentence that a trader understands: "the queue is full". Static; never null. [any][hot] Since 1.0. */
    const char *(*sentence)(uint32_t reason);
} sluice_ext_reasons;

#endif
