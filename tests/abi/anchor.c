/* A library made only to be looked at: its one variable points at every struct, table and function type of the
 * contract, so that one description by abidw holds all of their layouts. The library itself would not do: extensions
 * are handed out as `const void *`, behind which no tool finds a type. New structs are added at the end. */
#include "sluice/sluice.h"

struct sluice_anchor {
    __typeof__(sluice_entry_v1) *entry;
    sluice_entry_v1_function entry_function;
    const sluice_api_v1 *api;
    const sluice_host *host;
    const sluice_error *error;
    const sluice_request *request;
    const sluice_verdict *verdict;
    const sluice_release *release;
    const sluice_event *event;
    const sluice_ext_answers *ext_answers;
    const sluice_answer *answer;
    const sluice_answer_class *answer_class;
    const sluice_ext_batch *ext_batch;
    const sluice_ext_breaker *ext_breaker;
    const sluice_breaker_state *breaker_state;
    const sluice_ext_kill *ext_kill;
    const sluice_kill_scope *kill_scope;
    const sluice_kill_state *kill_state;
    const sluice_ext_limits *ext_limits;
    const sluice_availability *availability;
    const sluice_limit_key *limit_key;
    const sluice_usage *usage;
    const sluice_limit_numbers *limit_numbers;
    const sluice_venue_clock *venue_clock;
    const sluice_ext_metrics *ext_metrics;
    const sluice_ext_reasons *ext_reasons;
};

extern const struct sluice_anchor sluice_anchor;
const struct sluice_anchor sluice_anchor = {0};
