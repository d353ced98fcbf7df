/* A gateway of another firm that links Sluice: it needs nothing but the installed headers and library. Exit code 0 when
 * the library that it runs with is of the ABI that it was compiled for and answers. */
#include <stdio.h>
#include <string.h>

#include "sluice/sluice.h"

static sluice_status release(void *context, const sluice_release *release) {
    (void)context;
    (void)release;
    return SLUICE_OK;
}

int main(void) {
    const sluice_api_v1 *api = NULL;
    sluice_error error = SLUICE_ERROR_INIT;
    if (sluice_entry_v1(SLUICE_ABI_MINOR, &api, &error) != SLUICE_OK || api == NULL) {
        fprintf(stderr, "entry failed: %s\n", error.message);
        return 1;
    }
    if (api->struct_size < sizeof *api) {
        fprintf(stderr, "the table is older than the headers\n");
        return 1;
    }

    /* Whatever a valid config looks like, this is none; the library has to say so in words. */
    static const char config[] = "{ \"no such key\": 1 }";
    sluice_host host = SLUICE_HOST_INIT;
    host.release = release;
    sluice_engine *engine = NULL;
    const sluice_status status = api->engine_create(&host, config, sizeof config - 1, &engine, &error);
    if (status != SLUICE_E_CONFIG || engine != NULL || strlen(error.message) == 0) {
        fprintf(stderr, "a config that is none was not refused (status %d)\n", (int)status);
        return 1;
    }
    printf("linked host: library %s refuses a bad config: %s\n", api->build_id, error.message);
    return 0;
}
