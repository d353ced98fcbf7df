// The far side of a run: the venue takes messages, judges, answers, fills; lanes break and hosts start anew.
#include <algorithm>
#include <limits>

#include "simulation.hpp"

namespace conformance {

void Simulation::handle_venue(const Event &event) {
    switch (event.what) {
        case What::arrive:
            return arrive(event.index);
        case What::venue_answers:
            judge_.answers(flights_[event.index].message, venue_time_.of(now_ns_));
            return release_flight(event.index);
        case What::fill:
            return fill(event.index);
        case What::block:
            return make_block();
        case What::block_heard: {
            sluice_event told = SLUICE_EVENT_INIT;
            told.kind = SLUICE_EVENT_BLOCK;
            told.value = event.index;
            return report(0, told);
        }
        default:
            return;
    }
}

void Simulation::arrive(uint64_t index) {
    Flight &flight = flights_[index];
    // The connection broke while it was on its way: sometimes the venue has it all the same.
    if (lanes_[flight.request.lane].session != flight.session && random_.one_in(2)) return release_flight(index);
    const Instant at = venue_time_.of(now_ns_);
    flight.arrived = at;
    ++counts_.arrivals;
    rule_on(flight, flight.message, at);
    const bool is_lost = flight.answer != Answer::rate_refused && random_.per_mille(world_.lost_per_mille);
    const uint64_t answered_ns = now_ns_ + world_.handling_ns / 2 + random_.up_to(world_.handling_ns);
    if (judge_.has_outstanding() && flight.answer != Answer::rate_refused) {
        ++flight.planned;
        plan(answered_ns, What::venue_answers, index);
    }
    if (is_lost) flight.answer = Answer::none;
    const uint64_t heard_ns = answered_ns + world_.path_ns + random_.around(world_.back_ns);
    plan(is_lost ? heard_ns + kHostSecond : heard_ns, What::answer, index);
}

void Simulation::rule_on(Flight &flight, Message &message, Instant at) {
    const Request &request = flight.request;
    message = message_of(request);
    message.is_valid = !random_.per_mille(world_.refused_per_mille);
    if (request.kind == SLUICE_KIND_CANCEL || request.kind == SLUICE_KIND_REPLACE) {
        const Order &order = orders_[request.order - 1];
        message.has_order = order.is_live_at_venue;
        message.order_placed = order.placed;
        message.is_valid = message.is_valid && order.is_live_at_venue;
    }
    const Ruling ruling = judge_.arrives(message, at);
    if (!ruling.is_within()) {
        flight.answer = Answer::rate_refused;
        // Nobody asked the gate about session upkeep, so nobody can blame it; what follows has to leave room for it.
        if (request.kind == SLUICE_KIND_ADMIN) return;
        ++counts_.overflows;
        ++counts_.overflows_by_rule[static_cast<std::size_t>(ruling.broken_rule)];
        counts_.hard_overflows += ruling.is_over_hard ? 1 : 0;
        if (counts_.first_overflow.empty()) {
            counts_.first_overflow =
                std::string(judge_.rules()[static_cast<std::size_t>(ruling.broken_rule)].name) + " at " +
                std::to_string(now_ns_ - kStartNs) + " ns, kind " + std::to_string(request.kind) + ", account " +
                std::to_string(request.account) + ", instrument " + std::to_string(request.instrument) + ", lane " +
                std::to_string(request.lane) + ", written " + std::to_string(flight.written_ns - kStartNs) + " ns";
        }
        return;
    }
    note_usage(flight, at);
    flight.answer = message.is_valid ? Answer::accepted : Answer::refused;
    if (message.is_valid) take_effect(flight, at);
}

int64_t Simulation::told_value(const ToldLimit &limit, const Request &request, Instant at) {
    Charge charge;
    charge.rule = judge_.rule(limit.rule);
    charge.key = key_of_request(limit.key_of, request);
    const int64_t used = judge_.used(charge.rule, charge.key, at);
    if (!limit.is_remaining) return used;
    return std::max<int64_t>(0, judge_.limit_of(charge, Message()) - used);
}

void Simulation::note_usage(Flight &flight, Instant at) {
    if (!world_.tells_usage) return;
    for (std::size_t place = 0; place < told_.size(); ++place)
        flight.told[place] = told_value(told_[place], flight.request, at);
}

void Simulation::take_effect(const Flight &flight, Instant at) {
    if (flight.request.order == 0) return;
    Order &order = orders_[flight.request.order - 1];
    if (flight.request.kind == SLUICE_KIND_CANCEL) order.is_live_at_venue = false;
    if (flight.request.kind == SLUICE_KIND_REPLACE) order.placed = at;
    if (flight.request.kind != SLUICE_KIND_NEW) return;
    order.is_live_at_venue = true;
    order.placed = at;
    order.is_maker = random_.per_mille(world_.maker_per_mille);
    if (random_.per_mille(world_.filled_per_mille)) {
        plan(now_ns_ + random_.around(world_.fill_after_ns), What::fill, flight.request.order);
    }
}

void Simulation::fill(uint64_t id) {
    Order &order = orders_[id - 1];
    if (!order.is_live_at_venue) return;
    const Instant at = venue_time_.of(now_ns_);
    Fill fill;
    fill.order = id;
    fill.account = order.request.account;
    fill.is_first = order.fills == 0;
    fill.is_maker = order.is_maker;
    fill.value_e8 = random_.between(1, 200) * 100'000'000 + random_.up_to(99'999'999);
    fill.order_placed = order.placed;
    ++order.fills;
    const bool is_last = order.fills >= 3 || random_.one_in(2);
    if (is_last) order.is_live_at_venue = false;
    judge_.filled(fill, at);
    news_.push_back({id, fill.value_e8, at, is_last});
    plan(now_ns_ + world_.path_ns + random_.around(world_.back_ns), What::fill_heard, news_.size() - 1);
    if (!is_last) plan(now_ns_ + random_.around(world_.fill_after_ns), What::fill, id);
}

void Simulation::make_block() {
    judge_.new_block(++height_);
    plan(now_ns_ + world_.path_ns + jitter_ns(), What::block_heard, static_cast<uint64_t>(height_));
    plan(now_ns_ + world_.block_ns + random_.up_to(world_.block_ns / 2), What::block);
}

// ---- troubles ----

void Simulation::lane_down(uint32_t lane) {
    if (!lanes_[lane].is_up) return;
    lanes_[lane].is_up = false;
    ++lanes_[lane].session;
    sluice_event told = SLUICE_EVENT_INIT;
    told.kind = SLUICE_EVENT_LANE_DOWN;
    report(lane, told);
}

void Simulation::lane_up(uint32_t lane) {
    lanes_[lane].is_up = true;
    sluice_event told = SLUICE_EVENT_INIT;
    told.kind = SLUICE_EVENT_LANE_UP;
    report(lane, told);
}

void Simulation::restart() {
    for (LaneState &lane : lanes_) {
        lane.is_up = false;
        ++lane.session;
    }
    ++life_;
    gate_->restart(now_ns_);
    for (uint64_t index = 0; index < flights_.size(); ++index) {
        if (!flights_[index].is_at_gate) continue;
        if (flights_[index].request.stream != UINT32_MAX) settled_.push_back(flights_[index].request.stream);
        --at_gate_;
        flights_[index].planned = 1;
        release_flight(index);
    }
    // A host that asks the venue what is used has to wait until what the old process wrote has arrived.
    plan(std::max(now_ns_ + kHostMillisecond, arrivals_until_ns_ + 1), What::restarted);
}

void Simulation::restarted() {
    const Instant at = venue_time_.of(now_ns_);
    for (const ToldLimit &limit : told_) {
        for (uint32_t account = 1; account <= layout_.accounts; ++account) {
            for (uint32_t instrument = 1; instrument <= layout_.instruments; ++instrument) {
                Request asked;
                asked.account = account;
                asked.instrument = instrument;
                sluice_event told = SLUICE_EVENT_INIT;
                told.kind = limit.is_remaining ? SLUICE_EVENT_LIMIT_REMAINING : SLUICE_EVENT_LIMIT_USED;
                told.account_id = account;
                told.instrument_id = instrument;
                told.value = static_cast<uint64_t>(told_value(limit, asked, at));
                tell(0, limit, told);
            }
        }
    }
    for (uint32_t lane = 0; lane < layout_.lanes; ++lane)
        lane_up(lane);
}

}  // namespace conformance
