#include "demand.hpp"

#include "simulation.hpp"

namespace conformance {

void EndlessDemand::begin(Simulation &simulation) {
    for (uint32_t stream = 0; stream < streams_.size(); ++stream) {
        for (uint32_t number = 0; number < streams_[stream].backlog; ++number)
            simulation.wake_demand(start_ns_, stream);
    }
}

void EndlessDemand::woken(Simulation &simulation, uint64_t number) {
    ask(simulation, static_cast<uint32_t>(number));
}

void EndlessDemand::settled(Simulation &simulation, uint32_t stream) {
    const uint64_t pace_ns = streams_[stream].pace_ns;
    const uint64_t pause_ns = pace_ns / 2 + simulation.random().up_to(pace_ns);
    simulation.wake_demand(simulation.now_ns() + pause_ns, stream);
}

void EndlessDemand::ask(Simulation &simulation, uint32_t stream) {
    Request request = streams_[stream].request;
    request.stream = stream;
    if (streams_[stream].is_of_old_orders) {
        request.order = simulation.new_order(request);
    } else if (request.kind == SLUICE_KIND_CANCEL || request.kind == SLUICE_KIND_REPLACE) {
        const uint64_t order = simulation.any_live_order();
        if (order == 0) return settled(simulation, stream);
        request = simulation.about_order(request.kind, order);
        request.stream = stream;
    }
    simulation.offer(request);
}

void EdgeDemand::begin(Simulation &simulation) {
    // Three calls for each edge: its opener, what comes before it, what comes after it.
    for (std::size_t place = 0; place < edges_.size(); ++place) {
        const Edge &edge = edges_[place];
        const uint64_t before_ns = simulation.random().up_to(spread_ns_);
        const uint64_t after_ns = simulation.random().up_to(spread_ns_);
        if (edge.opener_ns != 0) simulation.wake_demand(edge.opener_ns, place * 3);
        simulation.wake_demand(edge.at_ns - before_ns, place * 3 + 1);
        simulation.wake_demand(edge.at_ns + after_ns, place * 3 + 2);
    }
}

void EdgeDemand::woken(Simulation &simulation, uint64_t number) {
    want(simulation, number % 3 == 0 ? 1 : burst_);
}

void EdgeDemand::want(Simulation &simulation, uint32_t messages) {
    for (uint32_t message = 0; message < messages; ++message) {
        for (const Stream &stream : streams_) {
            Request request = stream.request;
            if (stream.is_of_old_orders) request.order = simulation.new_order(request);
            simulation.offer(request);
        }
    }
}

void BurstDemand::begin(Simulation &simulation) {
    if (!bursts_.empty()) simulation.wake_demand(simulation.now_ns() + bursts_[0].gap_ns, 0);
}

void BurstDemand::woken(Simulation &simulation, uint64_t number) {
    const Burst &burst = bursts_[number];
    const Layout &layout = simulation.layout();
    for (uint32_t message = 0; message < burst.messages; ++message) {
        Request request;
        const uint32_t who = burst.who + message % 3;
        request.kind = burst.kind;
        request.count = burst.count;
        request.account = 1 + who % layout.accounts;
        request.instrument = 1 + who / 2 % layout.instruments;
        request.owner = 1 + who % layout.owners;
        request.lane = who / 3 % layout.lanes;
        request.reduces_risk = who % 7 == 0 && burst.kind == SLUICE_KIND_NEW;
        if (burst.kind == SLUICE_KIND_CANCEL || burst.kind == SLUICE_KIND_REPLACE) {
            const uint64_t order = simulation.any_live_order();
            if (order == 0) break;
            request = simulation.about_order(burst.kind, order);
        }
        simulation.offer(request);
    }
    if (number + 1 < bursts_.size()) {
        simulation.wake_demand(simulation.now_ns() + bursts_[number + 1].gap_ns, number + 1);
    }
}

uint64_t FlowDemand::time_of(uint64_t number) const {
    return start_ns_ + rows_[number].time_us * stretch_per_mille_;
}

void FlowDemand::begin(Simulation &simulation) {
    if (rows_.empty()) return;
    uint32_t most = 0;
    for (const FlowRow &row : rows_)
        most = row.order > most ? row.order : most;
    orders_.assign(most + 1, 0);
    simulation.wake_demand(time_of(0), 0);
}

void FlowDemand::woken(Simulation &simulation, uint64_t number) {
    const FlowRow &row = rows_[number];
    const Layout &layout = simulation.layout();
    uint64_t &order = orders_[row.order];
    Request request;
    request.kind = row.kind;
    request.owner = 1 + row.owner % layout.owners;
    request.account = 1 + row.owner % layout.accounts;
    request.instrument = 1 + row.instrument % layout.instruments;
    request.lane = row.owner % layout.lanes;
    if (row.kind == SLUICE_KIND_NEW) order = simulation.new_order(request);
    request.order = order;
    if (order != 0) simulation.offer(request);
    if (number + 1 < rows_.size()) simulation.wake_demand(time_of(number + 1), number + 1);
}

}  // namespace conformance
