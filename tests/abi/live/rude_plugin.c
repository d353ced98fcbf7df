/* A plugin that breaks the contract in one way, to show that the hosts of this folder would notice: it hands every call
 * to the real one (SLUICE_RUDE_PLUGIN) and spoils what the rule named by SLUICE_RUDE_RULE is about. Without a rule it
 * spoils nothing. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sluice/sluice.h"

static const struct {
    uint32_t name_bytes, description_bytes, type;
    char name[8];
    uint32_t version[2];
} note __attribute__((section(".note.sluice"), used, aligned(4))) = {
    sizeof(SLUICE_NOTE_NAME), 8, SLUICE_NOTE_TYPE, SLUICE_NOTE_NAME, {SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR}};

/* Room behind each table for what a longer one would have. */
typedef struct long_api {
    sluice_api_v1 table;
    const void *behind;
} long_api;
typedef struct long_kill {
    sluice_ext_kill table;
    const void *behind;
} long_kill;

static const sluice_api_v1 *real_api;
static const sluice_ext_batch *real_batch;
static const sluice_ext_breaker *real_breaker;
static const sluice_ext_kill *real_kill;
static const sluice_ext_limits *real_limits;
static const sluice_ext_answers *real_answers;
static long_api api;
static long_kill kill_table;
static sluice_ext_batch batch;
static sluice_ext_breaker breaker;
static sluice_ext_limits limits;
static sluice_ext_answers answers;
static const char *rule = "";

static int breaks(const char *name) {
    return strcmp(rule, name) == 0;
}

/* A plugin that takes the host's struct for a longer one. `size` is what the host said before the call. */
static void overrun(const char *name, void *output, uint32_t size) {
    if (breaks(name) && output != NULL) memset((char *)output + size, 0, 8);
}

/* A plugin that reads only what it knows, or writes all that the host has room for. */
static uint32_t hide_tail(const char *name, const void *input, uint32_t known) {
    const uint32_t size = *(const uint32_t *)input;
    if (breaks(name) && size > known) *(uint32_t *)(uintptr_t)input = known;
    return size;
}

static sluice_status rude_create(
    const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error) {
    const uint32_t host_size = hide_tail("host tail is ignored", host, sizeof(*host));
    const uint32_t error_size = error == NULL ? 0 : error->struct_size;
    sluice_status status = SLUICE_E_SIZE;
    static sluice_engine *only = NULL;
    *engine = NULL;
    if (breaks("engines are shared") && only != NULL) {
        *engine = only;
        return SLUICE_OK;
    }
    if (!breaks("hosts of 1.0 are refused") || host_size > sizeof(*host)) {
        status = real_api->engine_create(host, config, config_length, engine, error);
    }
    *(uint32_t *)(uintptr_t)host = host_size;
    only = *engine;
    overrun("error is overrun", error, error_size);
    if (breaks("offset is wrong") && status == SLUICE_E_UNKNOWN_SET && error != NULL) error->detail += 4;
    return status;
}

static sluice_status rude_submit(
    sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    sluice_status status;
    uint32_t request_size, verdict_size;
    if (request == NULL || verdict == NULL) return real_api->submit(lane, request, now_ns, verdict);
    if (breaks("longer requests are refused") && request->struct_size > sizeof(*request)) return SLUICE_E_SIZE;
    verdict_size = verdict->struct_size;
    request_size = hide_tail("request tail is ignored", request, sizeof(*request));
    status = real_api->submit(lane, request, now_ns, verdict);
    *(uint32_t *)(uintptr_t)request = request_size;
    overrun("verdict is overrun", verdict, verdict_size);
    if (breaks("verdict tail is cleared") && verdict_size > sizeof(*verdict)) {
        memset((char *)verdict + sizeof(*verdict), 0, verdict_size - sizeof(*verdict));
    }
    if (breaks("stale handles are taken") && status == SLUICE_E_ARGUMENT) {
        verdict->action = SLUICE_ACTION_SEND;
        return SLUICE_OK;
    }
    if (breaks("cancel is trapped") && status < 0) verdict->action = SLUICE_ACTION_REFUSED;
    return status;
}

static sluice_status rude_report(sluice_lane *lane, const sluice_event *event, uint64_t now_ns) {
    const uint32_t size = hide_tail("event tail is ignored", event, sizeof(*event));
    const sluice_status status = real_api->report(lane, event, now_ns);
    *(uint32_t *)(uintptr_t)event = size;
    return status;
}

static sluice_status rude_submit_many(
    sluice_lane *lane, const sluice_request *requests, uint32_t count, uint64_t now_ns, sluice_verdict *verdicts) {
    const uint32_t size = verdicts[0].struct_size;
    sluice_status status = real_batch->submit_many(lane, requests, count, now_ns, verdicts);
    overrun("last verdict of a batch is overrun", verdicts, size * count);
    return status;
}

static sluice_status rude_kill_state(sluice_engine *engine, const sluice_kill_scope *scope, sluice_kill_state *state) {
    const uint32_t size = state->struct_size;
    const sluice_status status = real_kill->state(engine, scope, state);
    overrun("kill state is overrun", state, size);
    return status;
}

static sluice_status rude_engage(sluice_engine *engine, const sluice_kill_scope *scope, sluice_error *error) {
    const uint32_t size = hide_tail("scope tail is ignored", scope, sizeof(*scope));
    const sluice_status status = real_kill->engage(engine, scope, error);
    *(uint32_t *)(uintptr_t)scope = size;
    if (breaks("kill does nothing") && status == SLUICE_OK) return real_kill->clear(engine, scope, error);
    return status;
}

static sluice_status rude_breaker_state(
    sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_breaker_state *state) {
    const uint32_t size = state->struct_size;
    const sluice_status status = real_breaker->state(engine, venue_id, lane, state);
    if (size >= sizeof(*state)) overrun("breaker state is overrun", state, size);
    return status;
}

static sluice_status rude_usage(
    sluice_engine *engine, uint32_t limit_id, const sluice_limit_key *key, uint64_t now_ns, sluice_usage *usage) {
    const uint32_t size = usage->struct_size;
    const sluice_status status = real_limits->usage(engine, limit_id, key, now_ns, usage);
    overrun("usage is overrun", usage, size);
    return status;
}

static sluice_status rude_numbers(sluice_engine *engine, uint32_t limit_id, sluice_limit_numbers *numbers) {
    const uint32_t size = numbers->struct_size;
    const sluice_status status = real_limits->numbers(engine, limit_id, numbers);
    overrun("numbers are overrun", numbers, size);
    return status;
}

static sluice_status rude_availability(
    sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_availability *availability) {
    const uint32_t size = availability->struct_size;
    const sluice_status status = real_limits->time_to_available(lane, request, now_ns, availability);
    overrun("availability is overrun", availability, size);
    return status;
}

static sluice_status rude_clock(sluice_engine *engine, uint32_t venue_id, uint64_t now_ns, sluice_venue_clock *clock) {
    const uint32_t size = clock->struct_size;
    const sluice_status status = real_limits->venue_clock(engine, venue_id, now_ns, clock);
    overrun("venue clock is overrun", clock, size);
    return status;
}

static sluice_status rude_classify(
    sluice_engine *engine, uint32_t venue_id, const sluice_answer *answer, sluice_answer_class *answer_class) {
    const uint32_t size = answer_class->struct_size;
    const sluice_status status = real_answers->classify(engine, venue_id, answer, answer_class);
    overrun("answer class is overrun", answer_class, size);
    return status;
}

/* Copies the real table, of which some slots are then replaced. */
#define TAKE(ours, theirs, type)         \
    do {                                 \
        theirs = (const type *)found;    \
        ours = *theirs;                  \
        ours.struct_size = sizeof(type); \
    } while (0)

static const void *rude_extension(sluice_engine *engine, const char *id) {
    const void *found = real_api->extension(engine, id);
    if (found == NULL) return NULL;
    if (strcmp(id, SLUICE_EXT_BATCH) == 0) {
        TAKE(batch, real_batch, sluice_ext_batch);
        batch.submit_many = rude_submit_many;
        return &batch;
    }
    if (strcmp(id, SLUICE_EXT_KILL) == 0) {
        TAKE(kill_table.table, real_kill, sluice_ext_kill);
        kill_table.table.state = rude_kill_state;
        kill_table.table.engage = rude_engage;
        if (breaks("extension says it is longer")) kill_table.table.struct_size = sizeof(kill_table);
        return &kill_table;
    }
    if (strcmp(id, SLUICE_EXT_BREAKER) == 0) {
        TAKE(breaker, real_breaker, sluice_ext_breaker);
        breaker.state = rude_breaker_state;
        return &breaker;
    }
    if (strcmp(id, SLUICE_EXT_LIMITS) == 0) {
        TAKE(limits, real_limits, sluice_ext_limits);
        limits.usage = rude_usage;
        limits.numbers = rude_numbers;
        limits.time_to_available = rude_availability;
        limits.venue_clock = rude_clock;
        return &limits;
    }
    if (strcmp(id, SLUICE_EXT_ANSWERS) == 0) {
        TAKE(answers, real_answers, sluice_ext_answers);
        answers.classify = rude_classify;
        return &answers;
    }
    return found;
}

/* What a static destructor does to threads that still run. */
__attribute__((destructor)) static void tear_down(void) {
    if (breaks("state is torn down at exit")) real_api = NULL;
}

sluice_status sluice_entry_v1(uint32_t host_minor, const sluice_api_v1 **table, sluice_error *error) {
    sluice_entry_v1_function entry = NULL;
    const char *path = getenv("SLUICE_RUDE_PLUGIN");
    void *library = path == NULL ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return SLUICE_E_ABI;
    *(void **)&entry = dlsym(library, SLUICE_ENTRY_V1_NAME);
    if (entry == NULL || entry(host_minor, &real_api, error) != SLUICE_OK) return SLUICE_E_ABI;
    if (getenv("SLUICE_RUDE_RULE") != NULL) rule = getenv("SLUICE_RUDE_RULE");
    api.table = *real_api;
    api.behind = real_api;
    api.table.struct_size = breaks("table says it is longer") ? sizeof(api) : sizeof(api.table);
    api.table.engine_create = rude_create;
    api.table.submit = rude_submit;
    api.table.report = rude_report;
    api.table.extension = rude_extension;
    *table = &api.table;
    return SLUICE_OK;
}
