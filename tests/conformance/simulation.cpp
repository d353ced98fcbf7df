// The run's clock, and what the host does: strategies ask, messages are written, answers are heard.
#include "simulation.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace conformance {

namespace {

constexpr uint64_t kNever = UINT64_MAX;
constexpr uint64_t kPollsAtOnceMax = 1'000'000;  // without time passing: the gate asks to be polled for nothing

}  // namespace

uint64_t key_of_request(KeyOf key_of, const Request &request) {
    switch (key_of) {
        case KeyOf::venue:
            return 0;
        case KeyOf::account:
            return request.account;
        case KeyOf::lane:
            return request.lane;
        case KeyOf::account_instrument:
            return pair_key(request.account, request.instrument);
        case KeyOf::lane_instrument:
            break;
    }
    return pair_key(request.lane, request.instrument);
}

Message message_of(const Request &request) {
    Message message;
    message.kind = request.kind;
    message.count = request.count;
    message.account = request.account;
    message.instrument = request.instrument;
    message.lane = request.lane;
    message.order = request.order;
    return message;
}

Simulation::Simulation(const World &world, const Layout &layout, Judge &judge)
    : world_(world),
      layout_(layout),
      judge_(judge),
      venue_time_(world.venue_at_zero, world.drift_per_billion),
      random_(world.seed),
      lanes_(layout.lanes) {
    counts_.overflows_by_rule.resize(judge.rules().size());
}

void Simulation::measure_at(std::vector<uint64_t> times, void (*measure)(void *, uint64_t), void *context) {
    measure_ = measure;
    measure_context_ = context;
    for (const uint64_t at_ns : times)
        plan(at_ns, What::measure);
}

void Simulation::run(Gate &gate, Demand &demand, uint64_t end_ns, const std::vector<Incident> &incidents,
    const std::vector<ToldLimit> &told) {
    gate_ = &gate;
    demand_ = &demand;
    told_ = told;
    if (told_.size() > kToldMax) throw std::runtime_error("more told limits than a flight has room for");
    for (const Incident &incident : incidents) {
        const bool is_reload = incident.trouble == Trouble::reload;
        const What begins = incident.trouble == Trouble::restart ? What::restart
                            : is_reload                          ? What::reload
                                                                 : What::lane_down;
        plan(incident.at_ns, begins, incident.lane);
        if (begins == What::restart) continue;
        plan(incident.at_ns + incident.for_ns, is_reload ? What::reload_back : What::lane_up, incident.lane);
    }
    if (world_.block_ns != 0) plan(now_ns_, What::block);
    for (uint32_t lane = 0; lane < layout_.lanes; ++lane)
        lane_up(lane);
    for (uint32_t lane = 0; world_.heartbeat_ns != 0 && lane < layout_.lanes; ++lane)
        plan(now_ns_ + random_.up_to(world_.heartbeat_ns), What::heartbeat, lane);
    demand.begin(*this);
    poll_when_due();
    while (true) {
        const uint64_t event_ns = events_.empty() ? kNever : events_.top().at_ns;
        const uint64_t next_ns = std::min(event_ns, poll_ns_);
        if (next_ns > end_ns) break;
        if (next_ns > now_ns_) polls_at_once_ = 0;
        now_ns_ = std::max(now_ns_, next_ns);
        if (event_ns <= poll_ns_) {
            const Event event = events_.top();
            events_.pop();
            handle(event);
            const uint64_t due_ns = gate.due_ns();
            if (due_ns < poll_ns_) poll_when_due();
        } else {
            gate.poll(now_ns_);
            if (++polls_at_once_ > kPollsAtOnceMax) throw std::runtime_error("the gate asks for polls without end");
            poll_when_due();
        }
        settle_streams();
        if (stops_at_overflow_ && counts_.overflows != 0) break;
    }
}

void Simulation::poll_when_due() {
    const uint64_t due_ns = gate_->due_ns();
    poll_ns_ = due_ns == kNever ? kNever : std::max(due_ns, now_ns_) + random_.up_to(world_.late_poll_ns);
}

void Simulation::plan(uint64_t at_ns, What what, uint64_t index) {
    events_.push({std::max(at_ns, now_ns_), sequence_++, what, index});
}

void Simulation::handle(const Event &event) {
    switch (event.what) {
        case What::demand:
            return demand_->woken(*this, event.index);
        case What::write:
            return write(event.index);
        case What::tell_written: {
            Flight &flight = flights_[event.index];
            sluice_event told = SLUICE_EVENT_INIT;
            told.kind = SLUICE_EVENT_WRITTEN;
            told.grant = flight.grant;
            told.time_ns = flight.written_ns;
            if (flight.life == life_) report(flight.request.lane, told);
            return release_flight(event.index);
        }
        case What::answer:
            hear_answer(event.index);
            return release_flight(event.index);
        case What::fill_heard:
            return hear_fill(event.index);
        case What::cancel:
        case What::replace:
            if (orders_[event.index - 1].live_place == 0) return;
            return offer(
                about_order(event.what == What::cancel ? SLUICE_KIND_CANCEL : SLUICE_KIND_REPLACE, event.index));
        case What::lane_down:
            return lane_down(static_cast<uint32_t>(event.index));
        case What::lane_up:
            return lane_up(static_cast<uint32_t>(event.index));
        case What::restart:
            return restart();
        case What::restarted:
            return restarted();
        case What::reload:
        case What::reload_back:
            return gate_->reload(static_cast<uint32_t>(event.index), event.what == What::reload_back, now_ns_);
        case What::heartbeat:
            return heartbeat(static_cast<uint32_t>(event.index));
        case What::tell_again: {
            const OldNews &news = old_news_[event.index];
            return tell(news.lane, told_[news.place], news.told);
        }
        case What::measure:
            return measure_(measure_context_, now_ns_);
        default:
            return handle_venue(event);
    }
}

// ---- strategies ----

uint64_t Simulation::new_order(const Request &request) {
    Order order;
    order.request = request;
    order.request.order = orders_.size() + 1;
    orders_.push_back(order);
    return orders_.size();
}

uint64_t Simulation::any_live_order() {
    return live_.empty() ? 0 : live_[random_.up_to(live_.size() - 1)];
}

Request Simulation::about_order(uint32_t kind, uint64_t order) const {
    Request request = orders_[order - 1].request;
    request.kind = kind;
    request.count = 1;
    request.stream = UINT32_MAX;
    request.reduces_risk = false;
    return request;
}

uint64_t Simulation::live_orders(KeyOf key_of, uint64_t key) const {
    uint64_t count = 0;
    for (const uint64_t order : live_)
        count += key_of_request(key_of, orders_[order - 1].request) == key ? 1 : 0;
    return count;
}

void Simulation::offer(Request request) {
    if (request.kind == SLUICE_KIND_NEW && request.order == 0) request.order = new_order(request);
    const uint64_t index = take_flight();
    flights_[index].request = request;
    flights_[index].is_at_gate = true;
    ++at_gate_;
    ++counts_.requests;
    gate_->submit(uint64_t{generations_[index]} << 32 | (index + 1), request, now_ns_);
}

void Simulation::settle_streams() {
    for (std::size_t place = 0; place < settled_.size(); ++place)
        demand_->settled(*this, settled_[place]);
    settled_.clear();
}

// ---- what the gate says ----

void Simulation::may_send(uint64_t ticket, uint64_t grant) {
    const uint64_t index = (ticket & UINT32_MAX) - 1;
    if (index >= flights_.size() || generations_[index] != ticket >> 32 || !flights_[index].is_at_gate) {
        throw std::runtime_error("the gate lets a ticket go that it does not hold");
    }
    Flight &flight = flights_[index];
    flight.is_at_gate = false;
    --at_gate_;
    flight.grant = grant;
    flight.life = life_;
    ++counts_.sent;
    if (flight.request.stream != UINT32_MAX) settled_.push_back(flight.request.stream);
    uint64_t stall_ns = random_.around(world_.stall_ns);
    if (random_.one_in(200)) stall_ns += random_.up_to(world_.rare_stall_ns);
    flight.planned = 1;
    plan(now_ns_ + stall_ns, What::write, index);
}

void Simulation::dropped(uint64_t ticket) {
    const uint64_t index = (ticket & UINT32_MAX) - 1;
    if (index >= flights_.size() || generations_[index] != ticket >> 32 || !flights_[index].is_at_gate) {
        throw std::runtime_error("the gate drops a ticket that it does not hold");
    }
    ++counts_.dropped;
    if (flights_[index].request.stream != UINT32_MAX) settled_.push_back(flights_[index].request.stream);
    --at_gate_;
    flights_[index].planned = 1;
    release_flight(index);
}

uint64_t Simulation::take_flight() {
    if (free_flights_.empty()) {
        flights_.emplace_back();
        generations_.push_back(1);
        return flights_.size() - 1;
    }
    const uint64_t index = free_flights_.back();
    free_flights_.pop_back();
    return index;
}

void Simulation::release_flight(uint64_t index) {
    if (--flights_[index].planned != 0) return;
    flights_[index] = Flight();
    ++generations_[index];
    free_flights_.push_back(index);
}

// ---- the host's transport ----

void Simulation::write(uint64_t index) {
    Flight &flight = flights_[index];
    LaneState &lane = lanes_[flight.request.lane];
    // The process that was allowed to send it has ended before it did.
    if (flight.life != life_) return release_flight(index);
    if (!lane.is_up || random_.per_mille(world_.unwritten_per_mille)) {
        sluice_event told = SLUICE_EVENT_INIT;
        told.kind = SLUICE_EVENT_NOT_WRITTEN;
        told.grant = flight.grant;
        report(flight.request.lane, told);
        return release_flight(index);
    }
    flight.written_ns = now_ns_;
    flight.session = lane.session;
    // One connection keeps its order; what overtook would wait for the one before.
    const uint64_t arrival_ns = std::max(lane.last_arrival_ns, now_ns_ + world_.path_ns + jitter_ns());
    lane.last_arrival_ns = arrival_ns;
    arrivals_until_ns_ = std::max(arrivals_until_ns_, arrival_ns);
    flight.planned = 2;
    plan(now_ns_ + random_.up_to(world_.late_report_ns), What::tell_written, index);
    plan(arrival_ns, What::arrive, index);
}

// The ends are as likely as all that is between them: what a guard does not cover shows at the ends.
uint64_t Simulation::jitter_ns() {
    switch (random_.up_to(3)) {
        case 0:
            return 0;
        case 1:
            return world_.jitter_ns;
        default:
            return random_.up_to(world_.jitter_ns);
    }
}

void Simulation::report(uint32_t lane, sluice_event &event) {
    ++counts_.reports;
    if (event.time_ns == 0) event.time_ns = now_ns_;
    gate_->report(lane, event, now_ns_);
}

bool Simulation::is_heard(const Flight &flight) const {
    const LaneState &lane = lanes_[flight.request.lane];
    return flight.life == life_ && lane.is_up && lane.session == flight.session;
}

uint64_t Simulation::unanswered(uint32_t rule) const {
    uint64_t count = 0;
    std::vector<Charge> charges;
    for (const Flight &flight : flights_) {
        if (flight.planned == 0 || flight.is_answered) continue;
        charges.clear();
        judge_.plain_charges(message_of(flight.request), 0, charges);
        for (const Charge &charge : charges)
            count += charge.rule == rule && charge.cost != 0 ? 1 : 0;
    }
    return count;
}

void Simulation::hear_answer(uint64_t index) {
    flights_[index].is_answered = true;
    const Flight flight = flights_[index];
    if (!is_heard(flight)) return;
    sluice_event told = SLUICE_EVENT_INIT;
    told.grant = flight.grant;
    told.order_id = flight.request.order;
    if (flight.answer == Answer::none) {
        // Some hosts give up and say so, some hear of a loss, some never say anything.
        const uint64_t how = random_.up_to(2);
        told.kind = how == 0 ? SLUICE_EVENT_TIMED_OUT : SLUICE_EVENT_LOST;
        if (how != 2) report(flight.request.lane, told);
        if (flight.request.kind == SLUICE_KIND_NEW) plan(now_ns_, What::cancel, flight.request.order);
        return;
    }
    told.venue_time_ns = stamp_ns(flight.arrived, world_.stamp_resolution);
    told.venue_time_resolution_us = static_cast<uint32_t>(world_.stamp_resolution / kMicrosecond);
    tell_usage(flight);
    const bool is_accepted = flight.answer == Answer::accepted;
    told.kind = is_accepted                             ? SLUICE_EVENT_ACKED
                : flight.answer == Answer::rate_refused ? SLUICE_EVENT_RATE_REJECTED
                                                        : SLUICE_EVENT_REJECTED;
    report(flight.request.lane, told);
    if (flight.request.kind == SLUICE_KIND_NEW) {
        if (is_accepted) order_accepted(flight.request.order);
        if (!is_accepted) order_ended(flight.request.order);
    }
    if (flight.request.kind == SLUICE_KIND_CANCEL && is_accepted) order_ended(flight.request.order);
}

void Simulation::tell(uint32_t lane, const ToldLimit &limit, sluice_event told) {
    told.time_ns = now_ns_;
    ++counts_.reports;
    gate_->report_limit(lane, limit.limit.c_str(), told, now_ns_);
}

void Simulation::tell_usage(const Flight &flight) {
    if (!world_.tells_usage) return;
    for (std::size_t place = 0; place < told_.size(); ++place) {
        if (flight.told[place] < 0) continue;
        if (told_[place].only_kind != 0 && told_[place].only_kind != flight.request.kind) continue;
        sluice_event told = SLUICE_EVENT_INIT;
        told.kind = told_[place].is_remaining ? SLUICE_EVENT_LIMIT_REMAINING : SLUICE_EVENT_LIMIT_USED;
        told.grant = flight.grant;
        told.value = static_cast<uint64_t>(flight.told[place]);
        told.account_id = flight.request.account;
        told.instrument_id = flight.request.instrument;
        told.venue_time_ns = stamp_ns(flight.arrived, world_.stamp_resolution);
        told.venue_time_resolution_us = static_cast<uint32_t>(world_.stamp_resolution / kMicrosecond);
        tell(flight.request.lane, told_[place], told);
        if (random_.per_mille(world_.stale_per_mille)) {
            old_news_.push_back({flight.request.lane, place, told});
            plan(now_ns_ + random_.up_to(20 * kHostSecond), What::tell_again, old_news_.size() - 1);
        }
        if (random_.per_mille(world_.absurd_per_mille)) tell_absurdity(flight, told_[place]);
    }
}

// More left than the limit has, or more used than could ever be. Nothing of it may make the gate send too much.
void Simulation::tell_absurdity(const Flight &flight, const ToldLimit &limit) {
    sluice_event told = SLUICE_EVENT_INIT;
    told.kind = random_.one_in(4) ? SLUICE_EVENT_LIMIT_USED : SLUICE_EVENT_LIMIT_REMAINING;
    told.value = random_.one_in(2) ? UINT64_MAX : 1'000'000'000'000 + random_.up_to(1'000'000);
    told.grant = random_.one_in(2) ? flight.grant : 0;
    told.account_id = flight.request.account;
    told.instrument_id = flight.request.instrument;
    tell(flight.request.lane, limit, told);
}

// Session upkeep asks nobody: the gate is told of it when it has left.
void Simulation::heartbeat(uint32_t lane) {
    plan(now_ns_ + world_.heartbeat_ns, What::heartbeat, lane);
    if (!lanes_[lane].is_up) return;
    const uint64_t index = take_flight();
    Flight &flight = flights_[index];
    flight.request.kind = SLUICE_KIND_ADMIN;
    flight.request.lane = lane;
    flight.request.account = 1 + lane % layout_.accounts;
    flight.request.instrument = 1;
    flight.written_ns = now_ns_;
    flight.session = lanes_[lane].session;
    flight.life = UINT32_MAX;
    flight.planned = 1;
    sluice_event told = SLUICE_EVENT_INIT;
    told.kind = SLUICE_EVENT_UNGATED;
    told.message_kind = SLUICE_KIND_ADMIN;
    told.account_id = flight.request.account;
    told.instrument_id = 1;
    report(lane, told);
    const uint64_t arrival_ns = std::max(lanes_[lane].last_arrival_ns, now_ns_ + world_.path_ns + jitter_ns());
    lanes_[lane].last_arrival_ns = arrival_ns;
    plan(arrival_ns, What::arrive, index);
}

void Simulation::order_accepted(uint64_t id) {
    Order &order = orders_[id - 1];
    // It may have ended before we heard that it began.
    if (order.live_place != 0 || (!order.is_live_at_venue && order.fills != 0)) return;
    live_.push_back(id);
    order.live_place = static_cast<uint32_t>(live_.size());
    if (random_.per_mille(world_.cancel_per_mille)) {
        plan(now_ns_ + random_.around(world_.cancel_after_ns), What::cancel, id);
    }
    if (random_.per_mille(world_.replace_per_mille)) {
        plan(now_ns_ + random_.around(world_.cancel_after_ns / 2), What::replace, id);
    }
}

void Simulation::order_ended(uint64_t id) {
    Order &order = orders_[id - 1];
    if (order.live_place != 0) {
        const uint64_t last = live_.back();
        live_[order.live_place - 1] = last;
        orders_[last - 1].live_place = order.live_place;
        live_.pop_back();
        order.live_place = 0;
    }
    sluice_event told = SLUICE_EVENT_INIT;
    told.kind = SLUICE_EVENT_DONE;
    told.order_id = id;
    report(order.request.lane, told);
}

void Simulation::hear_fill(uint64_t index) {
    const FillNews news = news_[index];
    const Order &order = orders_[news.order - 1];
    sluice_event told = SLUICE_EVENT_INIT;
    told.kind = SLUICE_EVENT_FILLED;
    told.order_id = news.order;
    told.value = news.value_e8;
    told.flags = order.is_maker ? static_cast<uint32_t>(SLUICE_EVENT_FLAG_MAKER) : 0u;
    told.account_id = order.request.account;
    told.instrument_id = order.request.instrument;
    told.owner_id = order.request.owner;
    told.venue_time_ns = stamp_ns(news.at, world_.stamp_resolution);
    told.venue_time_resolution_us = static_cast<uint32_t>(world_.stamp_resolution / kMicrosecond);
    report(order.request.lane, told);
    if (news.is_last) order_ended(news.order);
}

}  // namespace conformance
