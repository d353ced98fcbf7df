// Who gets the room there is, and when: all of it, at the very nanosecond at which it comes free, in equal parts, and
// whatever another venue does.

#include <algorithm>
#include <map>
#include <sstream>

#include "gateway.hpp"
#include "generators.hpp"
#include "ledger.hpp"
#include "player.hpp"

namespace property {
namespace {

LimitSetup window_of(Scope scope, uint64_t limit, uint64_t window_ms) {
    LimitSetup setup;
    setup.scope = scope;
    setup.limit = limit;
    setup.window_ms = window_ms;
    return setup;
}

EngineSetup one_venue(std::vector<LimitSetup> limits) {
    EngineSetup setup;
    setup.venues.resize(1);
    setup.venues[0].limits = std::move(limits);
    setup.venues[0].held_max = 512;
    setup.venues[0].orders_max = 512;
    setup.venues[0].grants_max = 512;
    return setup;
}

void report_written(Gateway &gateway, uint64_t grant, uint32_t kind = SLUICE_EVENT_WRITTEN) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.grant = grant;
    gateway.report(1, 0, event);
}

sluice_verdict submit_new(Gateway &gateway, uint32_t owner, uint32_t instrument = 1, uint32_t count = 1) {
    sluice_request request = gateway.make_request(1, SLUICE_KIND_NEW, 0);
    request.owner_id = owner;
    request.instrument_id = instrument;
    request.message_count = count;
    request.order_id = gateway.venue(1).next_order++;
    gateway.set_mood(1, Mood::written_take);
    const sluice_verdict verdict = gateway.submit(1, 0, request);
    if (verdict.action == SLUICE_ACTION_SEND) report_written(gateway, verdict.grant);
    return verdict;
}

// Everything that went out, in order.
std::vector<GrantedMessage> sent_by(Gateway &gateway) {
    Ledger ledger(gateway.history());
    for (const Entry &entry : gateway.history().entries)
        ledger.apply(entry);
    std::vector<GrantedMessage> sent = ledger.messages();
    std::erase_if(sent, [](const GrantedMessage &message) { return message.state == ChargeState::refunded; });
    return sent;
}

// The earliest nanosecond from `from_ns` on at which one more new order fits, by trying what must change first: each
// charge's end in a window, and refill by refill in a bucket.
struct Greedy {
    std::vector<LimitSetup> limits;
    std::vector<std::pair<uint64_t, uint64_t>> sent;  // time and count

    bool fits(const LimitSetup &limit, uint64_t at_ns, uint64_t count) const {
        const uint64_t ceiling = std::min(limit.limit - limit.margin - limit.reserve, limit.wall());
        if (limit.is_bucket()) {
            const uint64_t unit_ns = limit.window_ms * kMs / limit.refill_amount;
            uint64_t missing_ns = 0;
            uint64_t last_ns = 0;
            for (const auto &[time_ns, cost] : sent) {
                missing_ns -= std::min(missing_ns, time_ns - last_ns);
                missing_ns += cost * unit_ns;
                last_ns = time_ns;
            }
            missing_ns -= std::min(missing_ns, at_ns - last_ns);
            return missing_ns + count * unit_ns <= ceiling * unit_ns;
        }
        uint64_t used = count;
        for (const auto &[time_ns, cost] : sent) {
            // With a guard the venue's clock may also be slower than ours, by one part in ten thousand.
            const uint64_t window_ns = limit.window_ms * kMs;
            const uint64_t slower_ns = limit.guard_us == 0 ? 0 : (window_ns + 9'999) / 10'000;
            if (time_ns + window_ns + slower_ns + limit.guard_us * 1000 >= at_ns) used += cost;
        }
        return used <= ceiling;
    }

    bool fits_all(uint64_t at_ns, uint64_t count) const {
        return std::all_of(
            limits.begin(), limits.end(), [&](const LimitSetup &limit) { return fits(limit, at_ns, count); });
    }

    // Room only grows while nothing is sent, so the first nanosecond can be found by halving.
    uint64_t earliest_ns(uint64_t from_ns, uint64_t count) const {
        if (fits_all(from_ns, count)) return from_ns;
        uint64_t low_ns = from_ns;
        uint64_t high_ns = from_ns + 1'000'000 * kMs;
        while (high_ns - low_ns > 1) {
            const uint64_t middle_ns = low_ns + (high_ns - low_ns) / 2;
            (fits_all(middle_ns, count) ? high_ns : low_ns) = middle_ns;
        }
        return high_ns;
    }
};

struct Arrival {
    uint32_t wait_us = 0;
    uint32_t count = 1;
};

void showValue(const Arrival &arrival, std::ostream &stream) {
    stream << "{" << arrival.wait_us << ", " << arrival.count << "}";
}

std::string misses_a_nanosecond(const EngineSetup &setup, const std::vector<Arrival> &arrivals) {
    Gateway gateway(setup, true);
    if (!gateway.fault().empty()) return gateway.fault();
    Greedy greedy;
    greedy.limits = setup.firm;
    greedy.limits.insert(greedy.limits.end(), setup.venues[0].limits.begin(), setup.venues[0].limits.end());
    std::vector<uint64_t> expected;
    uint64_t not_before_ns = 0;  // of the first request that is held
    uint64_t first_held_ns = 0;
    for (const Arrival &arrival : arrivals) {
        gateway.advance(uint64_t{arrival.wait_us} * 1000);
        const uint64_t from_ns = std::max(gateway.clock_ns(), expected.empty() ? 0 : expected.back());
        const uint64_t at_ns = greedy.earliest_ns(from_ns, arrival.count);
        const bool is_first = gateway.held() == 0;
        const sluice_verdict verdict = submit_new(gateway, 1, 1, arrival.count);
        if (verdict.action == SLUICE_ACTION_REFUSED) return "refused: " + std::to_string(verdict.reason);
        if (verdict.action == SLUICE_ACTION_HELD && is_first && verdict.not_before_ns != at_ns) {
            not_before_ns = verdict.not_before_ns;
            first_held_ns = at_ns;
        }
        greedy.sent.emplace_back(at_ns, arrival.count);
        expected.push_back(at_ns);
    }
    gateway.advance(100'000 * kMs);
    if (first_held_ns != not_before_ns) {
        return "not_before_ns was " + std::to_string(not_before_ns - kStartNs) + ", not " +
               std::to_string(first_held_ns - kStartNs);
    }
    const std::vector<GrantedMessage> sent = sent_by(gateway);
    if (sent.size() != expected.size()) return "sent " + std::to_string(sent.size());
    for (std::size_t index = 0; index < sent.size(); ++index) {
        if (sent[index].granted_ns == expected[index]) continue;
        return "request " + std::to_string(index) + " went at " + std::to_string(sent[index].granted_ns - kStartNs) +
               ", room was from " + std::to_string(expected[index] - kStartNs);
    }
    return gateway.fault();
}

TEST(Sharing, uses_room_at_the_very_nanosecond_at_which_it_comes_free) {
    check("room is used at the very nanosecond", 1500, [] {
        EngineSetup setup = *any_setup(1, true);
        setup.venues[0].held_max = setup.venues[0].orders_max = setup.venues[0].grants_max = 512;
        setup.venues[0].has_breakers = false;
        for (std::vector<LimitSetup> *limits : {&setup.firm, &setup.venues[0].limits}) {
            for (LimitSetup &limit : *limits) {
                limit.cost[SLUICE_KIND_NEW] = 1;
                // The judge of this test knows the two shapes of which every instant of room can be computed.
                limit.shape = limit.is_bucket() ? Shape::token_bucket : Shape::sliding_window;
                if (limit.is_bucket()) limit.window_ms *= limit.refill_amount;  // a unit refills in whole nanoseconds
                // A guard lowers the burst of a bucket, which the reference does not.
                if (limit.is_bucket()) limit.guard_us = 0;
            }
        }
        // Room of the firm is looked for once a millisecond, not at the nanosecond: another venue may have taken it.
        setup.firm.clear();
        const std::vector<Arrival> arrivals = *rc::gen::container<std::vector<Arrival>>(rc::gen::build<Arrival>(
            rc::gen::set(&Arrival::wait_us, rc::gen::element<uint32_t>(0, 0, 0, 1, 100, 1000, 7000)),
            rc::gen::set(&Arrival::count, rc::gen::just<uint32_t>(1))));
        const std::string broken = misses_a_nanosecond(setup, arrivals);
        if (!broken.empty()) RC_FAIL(broken);
    });
}

TEST(Sharing, uses_room_that_is_given_back_at_once) {
    for (const Scope scope : {Scope::venue, Scope::account, Scope::lane, Scope::instrument, Scope::owner}) {
        Gateway gateway(one_venue({window_of(scope, 1, 1000)}), true);
        sluice_request request = gateway.make_request(1, SLUICE_KIND_NEW, 0);
        request.order_id = gateway.venue(1).next_order++;
        const sluice_verdict first = gateway.submit(1, 0, request);
        ASSERT_EQ(first.action, SLUICE_ACTION_SEND);
        ASSERT_EQ(submit_new(gateway, 1).action, SLUICE_ACTION_HELD);
        gateway.advance(5 * kMs);
        report_written(gateway, first.grant, SLUICE_EVENT_NOT_WRITTEN);
        EXPECT_EQ(gateway.held(), 0u) << "scope " << static_cast<int>(scope);
    }
}

TEST(Sharing, gives_two_busy_owners_equal_parts) {
    check("two busy owners get equal parts", 300, [] {
        const uint64_t limit = *rc::gen::inRange<uint64_t>(1, 6);
        Gateway gateway(one_venue({window_of(Scope::venue, limit, 10)}), true);
        const auto instruments = *rc::gen::container<std::vector<uint32_t>>(120, rc::gen::inRange<uint32_t>(1, 4));
        const auto owners = *rc::gen::container<std::vector<uint32_t>>(120, rc::gen::inRange<uint32_t>(1, 3));
        std::map<uint32_t, int> waiting;
        for (std::size_t index = 0; index < owners.size(); ++index) {
            if (submit_new(gateway, owners[index], instruments[index]).action == SLUICE_ACTION_HELD)
                ++waiting[owners[index]];
        }
        const std::size_t begin = gateway.history().entries.size();
        gateway.advance(2000 * kMs);
        std::map<uint32_t, int> served;
        for (std::size_t index = begin; index < gateway.history().entries.size(); ++index) {
            const Entry &entry = gateway.history().entries[index];
            if (entry.what != What::release) continue;
            Ledger ledger(gateway.history());
            const uint32_t owner = owners[(entry.release.ticket & 0xffffffff) - 1];
            ++served[owner];
            --waiting[owner];
            if (waiting[1] == 0 || waiting[2] == 0) break;
            RC_ASSERT(std::abs(served[1] - served[2]) <= 1);
        }
    });
}

TEST(Sharing, keeps_the_order_of_one_owner_and_instrument) {
    check("first in, first out for each owner and instrument", 300, [] {
        const uint64_t limit = *rc::gen::inRange<uint64_t>(1, 6);
        Gateway gateway(one_venue({window_of(Scope::venue, limit, 10), window_of(Scope::instrument, 2, 25)}), true);
        const auto who = *rc::gen::container<std::vector<uint32_t>>(60, rc::gen::inRange<uint32_t>(0, 9));
        std::vector<uint32_t> flows{0};
        for (const uint32_t number : who) {
            if (number % 4 == 0) gateway.advance(kMs);
            if (number % 5 == 1) gateway.set_mood(1, Mood::busy);
            submit_new(gateway, 1 + number % 3, 1 + number / 3);
            flows.push_back(number);
        }
        gateway.advance(5000 * kMs);
        std::map<uint32_t, uint64_t> last;
        for (const GrantedMessage &message : sent_by(gateway)) {
            uint64_t &before = last[flows[message.ticket & 0xffffffff]];
            RC_ASSERT(message.ticket > before);
            before = message.ticket;
        }
        RC_ASSERT(gateway.held() == 0u);
    });
}

TEST(Sharing, serves_the_more_urgent_class_first) {
    check("the more urgent class goes first", 300, [] {
        EngineSetup setup = one_venue({window_of(Scope::venue, 2, 10)});
        setup.venues[0].ageing_ms = 86'400'000;
        Gateway gateway(setup, true);
        const auto kinds = *rc::gen::container<std::vector<uint32_t>>(40, rc::gen::inRange<uint32_t>(0, 5));
        std::map<uint64_t, uint32_t> held;
        for (const uint32_t kind : kinds) {
            static constexpr uint32_t kKinds[] = {
                SLUICE_KIND_NEW, SLUICE_KIND_NEW, SLUICE_KIND_QUERY, SLUICE_KIND_MASS_CANCEL, SLUICE_KIND_MAINTENANCE};
            sluice_request request = gateway.make_request(1, kKinds[kind], 0);
            if (kind < 2) request.order_id = gateway.venue(1).next_order++;
            if (kind == 1) request.flags = SLUICE_FLAG_REDUCES_RISK;
            gateway.set_mood(1, Mood::written_take);
            const sluice_verdict verdict = gateway.submit(1, 0, request);
            if (verdict.action == SLUICE_ACTION_SEND) report_written(gateway, verdict.grant);
            if (verdict.action == SLUICE_ACTION_HELD) held[request.ticket] = class_of(request);
        }
        gateway.advance(1000 * kMs);
        RC_ASSERT(gateway.held() == 0u);
        uint32_t last = 0;
        for (const Entry &entry : gateway.history().entries) {
            if (entry.what != What::release) continue;
            RC_ASSERT(held[entry.release.ticket] >= last);
            last = held[entry.release.ticket];
        }
    });
}

// What a venue was told and said, in words that do not name grants of others.
std::vector<std::string> story_of(Gateway &gateway, uint32_t venue) {
    std::vector<std::string> story;
    for (const Entry &entry : gateway.history().entries) {
        if (entry.venue != venue || (entry.what != What::submit && entry.what != What::release)) continue;
        std::ostringstream line;
        line << describe(entry) << " not before " << entry.verdict.not_before_ns << " grant " << entry.verdict.grant
             << "/" << entry.release.grant << " other " << entry.verdict.other_ticket << "/"
             << entry.release.other_ticket;
        story.push_back(line.str());
    }
    return story;
}

TEST(Isolation, changes_nothing_at_one_venue_whatever_another_does) {
    check("a venue's trouble stays its own", 600, [] {
        const EngineSetup setup = *any_setup(2, false);
        const std::vector<Command> commands = *any_commands();
        const bool is_driven = *rc::gen::arbitrary<bool>();
        std::vector<std::string> stories[2];
        for (const bool with_other : {true, false}) {
            Gateway gateway(setup, is_driven);
            for (Command command : commands) {
                const bool is_other = command.venue % 2 == 0 && command.op != Op::advance && command.op != Op::skew;
                if (is_other && !with_other) continue;
                // Neither a poll nor a kill for all, which concern both; nor a wrong time meant for the other one.
                if (command.op == Op::poll) command.b = 0;
                if (command.op == Op::skew) continue;
                if (command.op == Op::kill || command.op == Op::clear) command.a = 1;
                play(gateway, command);
            }
            ASSERT_EQ(gateway.fault(), "");
            stories[with_other ? 0 : 1] = story_of(gateway, 2);
        }
        RC_ASSERT(stories[0] == stories[1]);
    });
}

// Requests that nothing stops must not stand behind others that a limit stops, in whatever order they are looked at.
TEST(Sharing, finds_the_one_request_that_may_go_among_many_that_may_not) {
    LimitSetup limit = window_of(Scope::venue, 1, 1000);
    limit.cost = {0, 1, 1, 0, 0, 0, 0, 0, 0};
    Gateway gateway(one_venue({limit}), true);
    submit_new(gateway, 1);
    submit_new(gateway, 1);
    for (uint32_t flow = 0; flow < kInstruments * kAccounts; ++flow) {
        sluice_request request = gateway.make_request(1, SLUICE_KIND_NEW, 0);
        request.owner_id = 2;
        request.instrument_id = 1 + flow % kInstruments;
        request.account_id = 1 + flow / kInstruments;
        request.order_id = gateway.venue(1).next_order++;
        ASSERT_EQ(gateway.submit(1, 0, request).action, SLUICE_ACTION_HELD);
        sluice_request quote = request;
        quote.kind = SLUICE_KIND_QUOTE;
        quote.ticket += 1'000'000;
        quote.order_id = 0;
        ASSERT_EQ(gateway.submit(1, 0, quote).action, SLUICE_ACTION_HELD);
    }
    // Each order is taken back in turn; its quote, which costs nothing, is then the first of its flow.
    for (uint64_t order = 3; order < 3 + kInstruments * kAccounts; ++order) {
        const std::size_t before = gateway.held();
        sluice_request cancel = gateway.make_request(1, SLUICE_KIND_CANCEL, 0);
        cancel.order_id = order;
        ASSERT_EQ(gateway.submit(1, 0, cancel).action, SLUICE_ACTION_ABSORBED);
        EXPECT_EQ(gateway.held(), before - 2) << "order " << order;
    }
}

// Room that comes free between two polls belongs to those who wait for it.
TEST(Sharing, lets_no_later_order_overtake_a_held_cancel) {
    for (const Scope scope : {Scope::venue, Scope::account, Scope::lane, Scope::instrument, Scope::owner}) {
        Gateway gateway(one_venue({window_of(scope, 1, 10)}), false);
        ASSERT_EQ(submit_new(gateway, 1).action, SLUICE_ACTION_SEND);
        sluice_request cancel = gateway.make_request(1, SLUICE_KIND_CANCEL, 0);
        cancel.order_id = 77;
        ASSERT_EQ(gateway.submit(1, 0, cancel).action, SLUICE_ACTION_HELD);
        gateway.poll(1, 10);
        gateway.advance(11 * kMs);
        EXPECT_EQ(submit_new(gateway, 1).action, SLUICE_ACTION_HELD) << "scope " << static_cast<int>(scope);
        gateway.poll(1, 10);
        const Entry &last = gateway.history().entries.back();
        EXPECT_EQ(last.release.ticket, cancel.ticket) << "scope " << static_cast<int>(scope);
    }
}

// A class that has waited too long gets its share, even while its oldest request cannot go.
TEST(Sharing, lets_nobody_starve_behind_a_request_that_cannot_go) {
    EngineSetup setup = one_venue({window_of(Scope::venue, 1, 10), window_of(Scope::instrument, 1, 80'000'000)});
    setup.venues[0].limits[1].cost = {0, 0, 0, 0, 0, 1, 1, 1, 0};
    setup.venues[0].ageing_ms = 50;
    Gateway gateway(setup, true);
    const auto submit_query = [&](uint32_t kind, uint32_t instrument) {
        sluice_request request = gateway.make_request(1, kind, 0);
        request.instrument_id = instrument;
        gateway.set_mood(1, Mood::written_take);
        const sluice_verdict verdict = gateway.submit(1, 0, request);
        if (verdict.action == SLUICE_ACTION_SEND) report_written(gateway, verdict.grant);
        return request.ticket;
    };
    submit_query(SLUICE_KIND_QUERY, 1);
    submit_query(SLUICE_KIND_QUERY, 1);  // held for a day
    gateway.advance(kMs);
    const uint64_t query = submit_query(SLUICE_KIND_QUERY, 2);
    const uint64_t maintenance = submit_query(SLUICE_KIND_MAINTENANCE, 3);
    bool is_query_sent = false;
    bool is_maintenance_sent = false;
    for (int round = 0; round < 100; ++round) {
        submit_new(gateway, 1);
        submit_new(gateway, 1);
        gateway.advance(10 * kMs);
    }
    for (const Entry &entry : gateway.history().entries) {
        if (entry.what != What::release || entry.release.action != SLUICE_RELEASE_SEND) continue;
        is_query_sent = is_query_sent || entry.release.ticket == query;
        is_maintenance_sent = is_maintenance_sent || entry.release.ticket == maintenance;
    }
    EXPECT_TRUE(is_query_sent);
    EXPECT_TRUE(is_maintenance_sent);
}

}  // namespace
}  // namespace property
