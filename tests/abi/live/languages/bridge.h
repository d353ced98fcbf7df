/* The plugin as a language with a virtual machine sees it: a handful of functions on plain numbers, for one engine with
 * one lane. The bindings of the Java and the Node host wrap these and nothing else. One thread. */
#ifndef SLUICE_TEST_BRIDGE_H
#define SLUICE_TEST_BRIDGE_H

#include <stdint.h>

typedef struct bridge_answer {
    int32_t status;
    uint32_t action;
    uint32_t reason;
    uint64_t grant;
} bridge_answer;

/* What the language does with a release; runs inside bridge_poll(). Returns a sluice_status. */
typedef int32_t (*bridge_on_release)(uint32_t action, uint64_t ticket, uint64_t grant);

/* Null when all went well, otherwise a sentence. */
const char *bridge_open(const char *plugin_path, const char *config, bridge_on_release on_release);
bridge_answer bridge_submit(uint32_t kind, uint64_t ticket, uint64_t order_id);
int32_t bridge_report(uint32_t kind, uint64_t grant);
/* Moves the engine's clock first. */
int32_t bridge_poll(uint64_t span_ns);
int32_t bridge_engage_kill(void);
int32_t bridge_stop(void);
int32_t bridge_destroy(void);

#endif
