/* Plugins that a loader meets in the field, one for each definition: NOTE_MAJOR and NOTE_MINOR put a note into the
 * file, WITH_ENTRY exports the entry, REFUSE makes it fail, WITHOUT_SUBMIT leaves a required slot out, UNRESOLVED needs
 * a function that no library has. */
#include <string.h>

#include "sluice/sluice.h"

#ifdef NOTE_MAJOR
__attribute__((section(".note.sluice"), used, aligned(4))) static const struct {
    uint32_t name_size, description_size, type;
    char name[8];
    uint32_t major, minor;
} note = {sizeof(SLUICE_NOTE_NAME), 8, SLUICE_NOTE_TYPE, SLUICE_NOTE_NAME, NOTE_MAJOR, NOTE_MINOR};
#endif

/* Counts how often code of this file ran: the loader must refuse by the note alone. */
__attribute__((visibility("default"))) extern int sluice_test_entries;
int sluice_test_entries;

#ifdef UNRESOLVED
void sluice_test_nowhere(void);
__attribute__((visibility("default"))) void sluice_test_call(void);
void sluice_test_call(void) {
    sluice_test_nowhere();
}
#endif

#ifdef REFUSE
enum { refuses = 1 };
#else
enum { refuses = 0 };
#endif

#ifdef WITH_ENTRY
static sluice_status engine_create(
    const sluice_host *host, const char *config, size_t length, sluice_engine **engine, sluice_error *error) {
    (void)host, (void)config, (void)length, (void)engine, (void)error;
    return SLUICE_E_CONFIG;
}
static sluice_status engine_stop(sluice_engine *engine, uint32_t mode, sluice_error *error) {
    (void)engine, (void)mode, (void)error;
    return SLUICE_OK;
}
static sluice_status engine_destroy(sluice_engine *engine, sluice_error *error) {
    (void)engine, (void)error;
    return SLUICE_OK;
}
static sluice_status intern(
    sluice_engine *engine, uint32_t kind, const char *name, size_t length, uint32_t *id, sluice_error *error) {
    (void)engine, (void)kind, (void)name, (void)length, (void)id, (void)error;
    return SLUICE_E_UNKNOWN;
}
static sluice_status lane_open(
    sluice_engine *engine, uint32_t venue, const char *name, size_t length, sluice_lane **lane, sluice_error *error) {
    (void)engine, (void)venue, (void)name, (void)length, (void)lane, (void)error;
    return SLUICE_E_UNKNOWN;
}
static sluice_status lane_close(sluice_lane *lane, sluice_error *error) {
    (void)lane, (void)error;
    return SLUICE_OK;
}
static sluice_status report(sluice_lane *lane, const sluice_event *event, uint64_t now_ns) {
    (void)lane, (void)event, (void)now_ns;
    return SLUICE_OK;
}
static int32_t poll_none(sluice_engine *engine, uint32_t venue, uint64_t now_ns, int32_t budget) {
    (void)engine, (void)venue, (void)now_ns, (void)budget;
    return 0;
}
static uint64_t next_due_ns(sluice_engine *engine, uint32_t venue) {
    (void)engine, (void)venue;
    return SLUICE_NEVER;
}
static const void *extension(sluice_engine *engine, const char *id) {
    (void)engine, (void)id;
    return NULL;
}
#ifndef WITHOUT_SUBMIT
static sluice_status submit(
    sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    (void)lane, (void)request, (void)now_ns, (void)verdict;
    return SLUICE_E_ARGUMENT;
}
#endif

/* As a newer plugin would have it: slots behind those that this host knows. */
static struct {
    sluice_api_v1 known;
    void *newer[4];
} table;

__attribute__((visibility("default"))) sluice_status sluice_entry_v1(
    uint32_t host_minor, const sluice_api_v1 **result, sluice_error *error) {
    (void)host_minor;
    ++sluice_test_entries;
    if (refuses) {
        *result = NULL;
        if (error) strcpy(error->message, "not on a Sunday");
        return SLUICE_E_ABI;
    }
    table.known.struct_size = (uint32_t)sizeof(table);
    table.known.abi_minor = NOTE_MINOR;
    table.known.build_id = "test";
    table.known.engine_create = engine_create;
    table.known.engine_stop = engine_stop;
    table.known.engine_destroy = engine_destroy;
    table.known.intern = intern;
    table.known.lane_open = lane_open;
    table.known.lane_close = lane_close;
#ifndef WITHOUT_SUBMIT
    table.known.submit = submit;
#endif
    table.known.report = report;
    table.known.poll = poll_none;
    table.known.next_due_ns = next_due_ns;
    table.known.extension = extension;
    *result = &table.known;
    return SLUICE_OK;
}
#endif
