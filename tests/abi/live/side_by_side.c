/* Two files of the plugin in one process, and the upgrade that ABI.md describes: side_by_side OLD_PLUGIN NEW_PLUGIN.
 * Both are used in turn; then new lanes are opened in the new one while the old one drains, is destroyed, and is
 * closed. */
#include "gateway.h"

enum { ROUNDS = 200 };

static void use_in_turn(gateway *old, gateway *new) {
    uint64_t ticket = 0;
    unsigned round;
    for (round = 1; round <= ROUNDS; ++round) {
        gateway *const both[2] = {old, new};
        uint64_t at;
        int index;
        for (at = 1; at <= 3; ++at) {
            for (index = 0; index < 2; ++index) {
                CHECK(
                    gateway_new_order(both[index], ticket + at) == (at < 3 ? SLUICE_ACTION_SEND : SLUICE_ACTION_HELD));
            }
        }
        ticket += 3;
        for (index = 0; index < 2; ++index) {
            CHECK(gateway_advance(both[index], SECOND_NS + 1u) == 1);
            CHECK(both[index]->sent == round && both[index]->last_ticket == ticket);
            gateway_advance(both[index], SECOND_NS + 1u);
        }
    }
}

/* Held cancels still go out by the old engine, as its limits allow; all that is new goes to the new one. */
static void upgrade(gateway *old, gateway *new) {
    const unsigned sent = old->sent, dropped = old->dropped;
    sluice_request cancel = gateway_request(SLUICE_KIND_CANCEL, 1000004, 1000001);
    sluice_verdict verdict;
    int polls = 0;
    CHECK(gateway_new_order(old, 1000001) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(old, 1000002) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(old, 1000003) == SLUICE_ACTION_HELD);
    CHECK(gateway_submit(old, &cancel, &verdict) == SLUICE_OK && verdict.action == SLUICE_ACTION_HELD);
    gateway_start(new, GATEWAY_CONFIG);
    CHECK(old->table->engine_stop(old->engine, SLUICE_STOP_DRAIN, NULL) == SLUICE_E_BUSY);
    CHECK(gateway_new_order(old, 1000005) == SLUICE_ACTION_REFUSED);
    CHECK(gateway_new_order(new, 1000005) == SLUICE_ACTION_SEND);
    while (old->table->engine_stop(old->engine, SLUICE_STOP_DRAIN, NULL) == SLUICE_E_BUSY) {
        CHECK(++polls < 10);
        gateway_advance(old, SECOND_NS / 2u);
    }
    CHECK(old->sent == sent + 1 && old->dropped == dropped + 1);
    CHECK(old->table->engine_destroy(old->engine, NULL) == SLUICE_OK);
    gateway_close(old);
    CHECK(gateway_new_order(new, 1000006) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(new, 1000007) == SLUICE_ACTION_HELD);
    CHECK(gateway_advance(new, SECOND_NS + 1u) == 1 && new->last_ticket == 1000007);
}

int main(int argument_count, char **arguments) {
    gateway old, new;
    if (argument_count != 3) {
        fprintf(stderr, "usage: %s OLD_PLUGIN NEW_PLUGIN\n", arguments[0]);
        return 2;
    }
    gateway_load(&old, arguments[1]);
    gateway_load(&new, arguments[2]);
    CHECK(old.table != new.table);
    CHECK(old.table->submit != new.table->submit);
    gateway_start(&old, GATEWAY_CONFIG);
    gateway_start(&new, GATEWAY_CONFIG);
    use_in_turn(&old, &new);
    gateway_stop(&new);
    upgrade(&old, &new);
    gateway_stop(&new);
    printf("%s and %s side by side\n", old.table->build_id, new.table->build_id);
    gateway_close(&new);
    return 0;
}
