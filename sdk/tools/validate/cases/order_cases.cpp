// What requests of the same order do to each other while they are held.
#include "validate/host.hpp"

namespace sluice::validate {

namespace {

// One message per second, and that of this second is used.
class Full {
public:
    Full(Judge &judge, const Plugin &plugin) : host(judge, plugin, one_venue(window_limit(1, 1000))) {
        host.offer(lane, new_order(1));
    }
    Host host;
    sluice_lane *lane = host.lane_up();
};

void cancel_meets_held_order(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Full full(judge, plugin);
    full.host.submit(full.lane, new_order(2));
    const sluice_verdict verdict = full.host.submit(full.lane, cancel_of(2, 3));
    judge.expect(verdict.action == SLUICE_ACTION_ABSORBED && verdict.reason == SLUICE_REASON_ANNIHILATED &&
                     verdict.other_ticket == 2,
        "a cancel of a held order: action %u, reason %u, other ticket %llu", verdict.action, verdict.reason,
        static_cast<unsigned long long>(verdict.other_ticket));
    full.host.run_until(full.host.now() + 5 * kSecondNs);
    const sluice_release *dropped = full.host.release_of(2);
    judge.expect(dropped != nullptr && dropped->reason == SLUICE_REASON_ANNIHILATED && dropped->other_ticket == 3,
        "a held order that met its cancel was not dropped with reason ANNIHILATED and the cancel's ticket");
}

void amend_folds(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Full full(judge, plugin);
    full.host.submit(full.lane, new_order(2));
    sluice_verdict verdict = full.host.submit(full.lane, amend_of(2, 3));
    judge.expect(verdict.action == SLUICE_ACTION_ABSORBED && verdict.reason == SLUICE_REASON_FOLDED &&
                     verdict.other_ticket == 2 && verdict.superseded_ticket == 0,
        "an amend of a held order: action %u, reason %u", verdict.action, verdict.reason);
    verdict = full.host.submit(full.lane, amend_of(2, 4));
    judge.expect(verdict.action == SLUICE_ACTION_ABSORBED && verdict.superseded_ticket == 3,
        "a second amend of a held order: action %u, superseded ticket is not the first amend's", verdict.action);
    full.host.run_until(full.host.now() + 5 * kSecondNs);
    const sluice_release *sent = full.host.release_of(2);
    judge.expect(sent != nullptr && sent->action == SLUICE_RELEASE_SEND && sent->folded_ticket == 4,
        "a held order was not released with the last amend folded into it");
}

void last_amend_wins(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Full full(judge, plugin);
    full.host.submit(full.lane, amend_of(1, 2));
    const sluice_verdict verdict = full.host.submit(full.lane, amend_of(1, 3));
    judge.expect(verdict.action == SLUICE_ACTION_HELD, "a second amend of a live order: action %u", verdict.action);
    const sluice_verdict cancel = full.host.submit(full.lane, cancel_of(1, 4));
    judge.expect(
        cancel.action == SLUICE_ACTION_HELD, "a cancel of a live order with held amends: action %u", cancel.action);
    full.host.run_until(full.host.now() + 5 * kSecondNs);
    for (const uint64_t ticket : {2u, 3u}) {
        const sluice_release *dropped = full.host.release_of(ticket);
        judge.expect(dropped != nullptr && dropped->reason == SLUICE_REASON_SUPERSEDED,
            "an amend that a later amend or cancel made worthless was not dropped with reason SUPERSEDED");
    }
    const sluice_release *sent = full.host.release_of(4);
    judge.expect(sent != nullptr && sent->action == SLUICE_RELEASE_SEND, "the cancel was not sent");
}

void one_cancel_is_enough(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Full full(judge, plugin);
    full.host.submit(full.lane, cancel_of(1, 2));
    sluice_verdict verdict = full.host.submit(full.lane, cancel_of(1, 3));
    judge.expect(verdict.action == SLUICE_ACTION_ABSORBED && verdict.reason == SLUICE_REASON_DUPLICATE &&
                     verdict.other_ticket == 2,
        "a second cancel of an order: action %u, reason %u", verdict.action, verdict.reason);
    verdict = full.host.submit(full.lane, amend_of(1, 4));
    judge.expect(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_CANCEL_PENDING,
        "an amend of an order whose cancel is held: action %u, reason %u", verdict.action, verdict.reason);
    verdict = full.host.submit(full.lane, new_order(5));
    sluice_request again = new_order(5);
    again.ticket = 6;
    verdict = full.host.submit(full.lane, again);
    judge.expect(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_BAD_ORDER_ID,
        "a new order under an id that is held: action %u, reason %u", verdict.action, verdict.reason);
}

// A cancel must not overtake its own order on the way to the wire.
void cancel_waits_for_write(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict order = host.submit(lane, new_order(1));
    const sluice_verdict cancel = host.submit(lane, cancel_of(1, 2));
    judge.expect(cancel.action == SLUICE_ACTION_HELD && cancel.reason == SLUICE_REASON_ORDER_IN_FLIGHT,
        "a cancel of an order that is being written: action %u, reason %u", cancel.action, cancel.reason);
    host.poll();
    judge.expect(host.release_of(2) == nullptr, "a cancel was released before its order was written");
    host.report(lane, SLUICE_EVENT_WRITTEN, order.grant);
    host.poll();
    judge.expect(host.release_of(2) != nullptr && host.release_of(2)->action == SLUICE_RELEASE_SEND,
        "a cancel was not released when its order was written");
}

void busy_comes_again(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Full full(judge, plugin);
    int answers = 0;
    full.host.on_release = [&](const sluice_release &release) {
        if (++answers < 4) return sluice_status{SLUICE_E_BUSY};
        full.host.report(release.lane, SLUICE_EVENT_WRITTEN, release.grant);
        return sluice_status{SLUICE_OK};
    };
    full.host.submit(full.lane, new_order(2));
    // Its cost was given back, so all of that takes no second window.
    full.host.run_until(full.host.now() + 1'100 * kMs);
    judge.expect(answers == 4, "a release that is answered BUSY three times came %d times", answers);
    judge.expect(full.host.release_of(2) != nullptr, "a release that is answered BUSY never came again");
}

// BUSY puts a ticket back to the head of its queue: nothing of the same flow overtakes it.
void busy_stays_first(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Full full(judge, plugin);
    int answers = 0;
    full.host.on_release = [&](const sluice_release &release) {
        if (++answers == 1) return sluice_status{SLUICE_E_BUSY};
        full.host.report(release.lane, SLUICE_EVENT_WRITTEN, release.grant);
        return sluice_status{SLUICE_OK};
    };
    for (uint64_t ticket = 2; ticket <= 4; ++ticket)
        full.host.submit(full.lane, new_order(ticket));
    full.host.run_until(full.host.now() + 5 * kSecondNs);
    judge.expect(full.host.tickets_released(SLUICE_RELEASE_SEND) == std::vector<uint64_t>{2, 3, 4},
        "a ticket that was answered BUSY was overtaken by a later one");
}

void failure_ends_the_ticket(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Full full(judge, plugin);
    int answers = 0;
    full.host.on_release = [&](const sluice_release &) {
        ++answers;
        return sluice_status{SLUICE_E_UNKNOWN};
    };
    full.host.submit(full.lane, new_order(2));
    full.host.run_until(full.host.now() + 3 * kSecondNs);
    judge.expect(answers == 1, "a release that is answered with a failure came %d times", answers);
    judge.expect(full.host.submit(full.lane, new_order(3)).action == SLUICE_ACTION_SEND,
        "the room of a message that was never sent was not given back");
}

}  // namespace

void add_order_cases(CaseList &list) {
    list.push_back(
        {"order.cancel_meets_held_order", "a cancel and its held order settle locally", cancel_meets_held_order});
    list.push_back({"order.amend_folds", "an amend folds into its held order, the last one wins", amend_folds});
    list.push_back({"order.last_amend_wins", "a later amend or cancel supersedes held amends", last_amend_wins});
    list.push_back({"order.one_cancel_is_enough", "one cancel of an order is held, not two", one_cancel_is_enough});
    list.push_back({"order.cancel_waits_for_write", "a cancel does not overtake its order", cancel_waits_for_write});
    list.push_back({"order.busy_comes_again", "a release that is answered BUSY comes again", busy_comes_again});
    list.push_back({"order.busy_stays_first", "a release that is answered BUSY is not overtaken", busy_stays_first});
    list.push_back({"order.failure_ends_the_ticket", "a release that fails ends the ticket", failure_ends_the_ticket});
}

}  // namespace sluice::validate
