/* A gateway of one ABI minor runs everything that 1.0 has against a plugin of any: host PLUGIN PLUGIN_MINOR. Compiled
 * with the frozen headers of each released minor, the old hosts, and with headers of the future, the new one. */
#include <stdlib.h>

#include "host_runs.h"

int main(int argument_count, char **arguments) {
    gateway self;
    if (argument_count != 3) {
        fprintf(stderr, "usage: %s PLUGIN PLUGIN_MINOR\n", arguments[0]);
        return 2;
    }
    gateway_load(&self, arguments[1]);
    CHECK(self.table->abi_minor == (uint32_t)atoi(arguments[2]));
    CHECK(self.table->build_id != NULL);
    run_life(&self);
    run_traffic(&self);
    run_batch(&self);
    run_steering(&self);
    run_limits(&self);
    run_readings(&self);
#ifdef SLUICE_TEST_FUTURE_HEADERS
    if (self.table->abi_minor < SLUICE_ABI_MINOR) run_newer_fields(&self);
#endif
    printf("host 1.%u, plugin 1.%u (%s): all as promised\n", SLUICE_ABI_MINOR, self.table->abi_minor,
        self.table->build_id);
    gateway_close(&self);
    return 0;
}
