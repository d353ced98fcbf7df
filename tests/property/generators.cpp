#include "generators.hpp"

#include <algorithm>

namespace property {

namespace {

uint32_t up_to(uint32_t most) {
    return *rc::gen::resize(100, rc::gen::inRange<uint32_t>(0, most + 1));
}

LimitSetup draw_limit(bool is_firm) {
    LimitSetup limit;
    static constexpr Shape kShapes[] = {Shape::sliding_window, Shape::token_bucket, Shape::decaying_counter,
        Shape::sliding_window, Shape::aligned_window, Shape::first_message_window, Shape::in_flight};
    limit.shape = kShapes[up_to(is_firm ? 3 : 6)];  // the firm's own limits have no venue's clock and no answers
    limit.scope = is_firm ? Scope::firm : static_cast<Scope>(1 + up_to(4));
    limit.limit = 3 + up_to(6);
    limit.window_ms = limit.is_bucket() ? 1 + up_to(10) : 5 + up_to(30);
    limit.refill_amount = 1 + up_to(2);
    limit.margin = up_to(1);
    limit.reserve = up_to(1);
    if (up_to(3) == 0) {
        limit.hard_limit = limit.limit + up_to(2);
        limit.hard_margin = std::min<uint64_t>(up_to(3), limit.hard_limit - 2);
    }
    if (!limit.is_bucket() && limit.shape != Shape::in_flight && up_to(2) == 0) limit.guard_us = 300;
    // What is left must hold the dearest message.
    const uint64_t left = std::min(limit.limit - limit.margin - limit.reserve, limit.wall());
    for (uint32_t kind = SLUICE_KIND_NEW; kind <= SLUICE_KIND_ADMIN; ++kind)
        limit.cost[kind] = static_cast<uint32_t>(std::min<uint64_t>(left, up_to(5) == 0 ? up_to(2) : 1));
    limit.cost[SLUICE_KIND_NEW] = 1;
    return limit;
}

}  // namespace

rc::Gen<EngineSetup> any_setup(uint32_t venues, bool with_firm_limits) {
    return rc::gen::exec([venues, with_firm_limits] {
        EngineSetup setup;
        const uint32_t firm = with_firm_limits ? up_to(1) : 0;
        for (uint32_t index = 0; index < firm; ++index)
            setup.firm.push_back(draw_limit(true));
        for (uint32_t id = 0; id < venues; ++id) {
            VenueSetup venue;
            const uint32_t limits = up_to(3);
            for (uint32_t index = 0; index < limits; ++index)
                venue.limits.push_back(draw_limit(false));
            static constexpr uint32_t kHeld[] = {64, 3, 8};
            static constexpr uint32_t kOrders[] = {64, 200, 20};
            static constexpr uint32_t kGrants[] = {64, 4, 12};
            venue.held_max = kHeld[up_to(2)];
            venue.orders_max = kOrders[up_to(2)];
            venue.grants_max = kGrants[up_to(2)];
            venue.ageing_ms = up_to(1) == 0 ? 100 : 5;
            venue.has_breakers = up_to(2) == 0;
            setup.venues.push_back(venue);
        }
        return setup;
    });
}

rc::Gen<std::vector<Command>> any_commands() {
    const auto small = rc::gen::resize(100, rc::gen::inRange<uint32_t>(0, 1000));
    const auto op =
        rc::gen::weightedElement<Op>({{24, Op::submit_new}, {8, Op::submit_replace}, {14, Op::submit_cancel},
            {6, Op::submit_other}, {22, Op::report_write}, {10, Op::report_answer}, {1, Op::report_garbage},
            {1, Op::report_ungated}, {16, Op::poll}, {14, Op::advance}, {1, Op::skew}, {5, Op::mood}, {1, Op::kill},
            {1, Op::clear}, {1, Op::breaker}, {3, Op::lane_event}, {1, Op::lane_cycle}, {1, Op::reload}});
    return rc::gen::container<std::vector<Command>>(
        rc::gen::build<Command>(rc::gen::set(&Command::op, op), rc::gen::set(&Command::venue, small),
            rc::gen::set(&Command::a, small), rc::gen::set(&Command::b, small), rc::gen::set(&Command::c, small)));
}

}  // namespace property
