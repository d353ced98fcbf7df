/* Two engines of one library in one process, each driven by a thread of its own at the same time: two_engines PLUGIN.
 * Each keeps to its own limit, releases its own tickets, and knows nothing of the other's kill switch or end. */
#include <pthread.h>

#include "gateway.h"

enum { ROUNDS = 2000 };

/* Two sent, one held and released, round after round: exact numbers, so any cost that leaks from one engine to the
 * other shows at once. */
static void *drive(void *context) {
    gateway *self = (gateway *)context;
    uint64_t ticket = 0;
    unsigned round;
    for (round = 1; round <= ROUNDS; ++round) {
        CHECK(gateway_new_order(self, ++ticket) == SLUICE_ACTION_SEND);
        CHECK(gateway_new_order(self, ++ticket) == SLUICE_ACTION_SEND);
        CHECK(gateway_new_order(self, ++ticket) == SLUICE_ACTION_HELD);
        CHECK(gateway_advance(self, SECOND_NS + 1u) == 1);
        CHECK(self->sent == round && self->last_ticket == ticket && self->dropped == 0);
        gateway_advance(self, SECOND_NS + 1u);
    }
    return NULL;
}

static void keep_apart(gateway *first, gateway *second) {
    const sluice_ext_kill *kill = (const sluice_ext_kill *)gateway_extension(first, SLUICE_EXT_KILL);
    const sluice_ext_breaker *breaker = (const sluice_ext_breaker *)gateway_extension(first, SLUICE_EXT_BREAKER);
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    uint32_t id = 0;
    CHECK(kill->engage(first->engine, &all, NULL) == SLUICE_OK);
    CHECK(gateway_new_order(first, 1000001) == SLUICE_ACTION_REFUSED);
    CHECK(gateway_new_order(second, 1000001) == SLUICE_ACTION_SEND);
    CHECK(breaker->trip(first->engine, 0, second->lane, NULL) == SLUICE_E_ARGUMENT);
    CHECK(first->table->intern(first->engine, SLUICE_NAME_OWNER, "first", 5, &id, NULL) == SLUICE_OK && id == 1);
    CHECK(second->table->intern(second->engine, SLUICE_NAME_OWNER, "second", 6, &id, NULL) == SLUICE_OK && id == 1);
    gateway_stop(first);
    CHECK(gateway_new_order(second, 1000002) == SLUICE_ACTION_SEND);
}

int main(int argument_count, char **arguments) {
    gateway first, second;
    pthread_t first_thread, second_thread;
    if (argument_count != 2) {
        fprintf(stderr, "usage: %s PLUGIN\n", arguments[0]);
        return 2;
    }
    gateway_load(&first, arguments[1]);
    gateway_load(&second, arguments[1]);
    CHECK(first.table == second.table);
    gateway_start(&first, GATEWAY_CONFIG);
    gateway_start(&second, GATEWAY_CONFIG);
    CHECK(first.engine != second.engine && first.lane != second.lane);
    CHECK(pthread_create(&first_thread, NULL, drive, &first) == 0);
    CHECK(pthread_create(&second_thread, NULL, drive, &second) == 0);
    CHECK(pthread_join(first_thread, NULL) == 0);
    CHECK(pthread_join(second_thread, NULL) == 0);
    keep_apart(&first, &second);
    gateway_stop(&second);
    gateway_close(&first);
    gateway_close(&second);
    printf("%d rounds in each\n", ROUNDS);
    return 0;
}
