/* Load, run, dlclose, load again: reload PLUGIN. dlclose() neither unmaps the library nor harms what still runs in it,
 * and what was destroyed before stays refused after the library was loaded again. */
#include <dlfcn.h>

#include "gateway.h"

enum { ROUNDS = 20 };

static void run_traffic(gateway *self) {
    const unsigned sent = self->sent;
    const uint64_t ticket = self->last_ticket;
    gateway_advance(self, 2u * (uint64_t)SECOND_NS);
    CHECK(gateway_new_order(self, ticket + 1) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(self, ticket + 2) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(self, ticket + 3) == SLUICE_ACTION_HELD);
    CHECK(gateway_advance(self, SECOND_NS + 1u) == 1);
    CHECK(self->sent == sent + 1 && self->last_ticket == ticket + 3);
}

static void check_refused(const sluice_api_v1 *table, const gateway *earlier) {
    const sluice_request order = gateway_request(SLUICE_KIND_NEW, 1, 1);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    CHECK(table->submit(earlier->lane, &order, 0, &verdict) == SLUICE_E_ARGUMENT);
    CHECK(verdict.action == SLUICE_ACTION_REFUSED);
    CHECK(table->poll(earlier->engine, SLUICE_VENUE_ALL, 0, 1) == SLUICE_E_ARGUMENT);
    CHECK(table->engine_destroy(earlier->engine, NULL) == SLUICE_E_ARGUMENT);
}

int main(int argument_count, char **arguments) {
    gateway now, earlier;
    int round;
    if (argument_count != 2) {
        fprintf(stderr, "usage: %s PLUGIN\n", arguments[0]);
        return 2;
    }
    memset(&earlier, 0, sizeof(earlier));
    for (round = 0; round < ROUNDS; ++round) {
        gateway_load(&now, arguments[1]);
        if (round > 0) {
            CHECK(now.table == earlier.table);
            check_refused(now.table, &earlier);
        }
        gateway_start(&now, GATEWAY_CONFIG);
        CHECK(now.engine != earlier.engine && now.lane != earlier.lane);
        run_traffic(&now);
        if (round > 0) check_refused(now.table, &earlier);
        /* Every other time the library is closed under a living engine. */
        if (round % 2 == 0) gateway_stop(&now);
        gateway_close(&now);
        CHECK(dlopen(arguments[1], RTLD_NOW | RTLD_NOLOAD) != NULL);
        if (round % 2 == 1) {
            run_traffic(&now);
            gateway_stop(&now);
        }
        CHECK(now.table->abi_minor == SLUICE_ABI_MINOR);
        earlier = now;
    }
    printf("%d rounds\n", ROUNDS);
    return 0;
}
