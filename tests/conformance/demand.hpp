// Who wants to send what, when. A demand offers requests to the simulation through its methods; the simulation tells it
// what became of them. One thread.
#pragma once

#include <cstdint>
#include <vector>

#include "gate.hpp"
#include "random.hpp"

namespace conformance {

class Simulation;

class Demand {
public:
    virtual ~Demand() = default;
    virtual void begin(Simulation &simulation) = 0;
    // A time that it asked for with wake_demand() has come.
    virtual void woken(Simulation &simulation, uint64_t number) = 0;
    // A request with this stream left the gate, for the wire or for good.
    virtual void settled(Simulation &, uint32_t) {}
};

// Strategies that always want more: each stream keeps `backlog` requests at the gate, and asks for the next one
// `pace_ns` after one has left it.
struct Stream {
    Request request;  // without an order id where its kind opens one
    uint32_t backlog = 16;
    uint64_t pace_ns = 1'000'000;
    bool is_of_old_orders = false;  // a cancel or amend is about an order that an earlier process placed
};

class EndlessDemand : public Demand {
public:
    // Nothing is wanted before start_ns: by then a rule that was assumed used is free, and the first burst is a whole
    // one.
    EndlessDemand(std::vector<Stream> streams, uint64_t start_ns) : streams_(std::move(streams)), start_ns_(start_ns) {}
    void begin(Simulation &simulation) override;
    void woken(Simulation &simulation, uint64_t number) override;
    void settled(Simulation &simulation, uint32_t stream) override;

private:
    void ask(Simulation &simulation, uint32_t stream);
    std::vector<Stream> streams_;
    const uint64_t start_ns_;
};

// Strategies that rest and then want everything at once, at the worst moment: shortly before and after the edges of a
// window, and, if it opens with a message, after one message has opened it long before.
struct Edge {
    uint64_t at_ns = 0;      // on the host's clock, for a message to arrive at the edge if nothing delays it
    uint64_t opener_ns = 0;  // when the single message is wanted; 0: none
};

class EdgeDemand : public Demand {
public:
    // Each stream wants `burst` messages up to spread_ns before each edge, and as many up to that after it.
    EdgeDemand(std::vector<Stream> streams, std::vector<Edge> edges, uint32_t burst, uint64_t spread_ns)
        : streams_(std::move(streams)), edges_(std::move(edges)), burst_(burst), spread_ns_(spread_ns) {}
    void begin(Simulation &simulation) override;
    void woken(Simulation &simulation, uint64_t number) override;

private:
    void want(Simulation &simulation, uint32_t messages);
    std::vector<Stream> streams_;
    std::vector<Edge> edges_;
    const uint32_t burst_;
    const uint64_t spread_ns_;
};

// So many requests of one kind at once, after a pause.
struct Burst {
    uint64_t gap_ns = 0;
    uint32_t messages = 1;
    uint32_t kind = 0;
    uint32_t who = 0;    // account, instrument, owner and lane follow from it
    uint32_t count = 1;  // orders in each
};

// What goes wrong with the lanes and the host itself, and when.
enum class Trouble : uint32_t { lane_down, restart, reload };
struct Incident {
    uint64_t at_ns = 0;
    Trouble trouble = Trouble::lane_down;
    uint32_t lane = 0;  // reload: which limit, modulo their number
    uint64_t for_ns = 0;
};

class BurstDemand : public Demand {
public:
    explicit BurstDemand(const std::vector<Burst> &bursts) : bursts_(bursts) {}
    void begin(Simulation &simulation) override;
    void woken(Simulation &simulation, uint64_t number) override;

private:
    const std::vector<Burst> &bursts_;
};

// One request of recorded flow.
struct FlowRow {
    uint64_t time_us = 0;
    uint32_t owner = 0;
    uint32_t order = 0;
    uint32_t instrument = 0;
    uint32_t kind = 0;
};

// Recorded flow from start_ns on, its time stretched by stretch_per_mille.
class FlowDemand : public Demand {
public:
    FlowDemand(const std::vector<FlowRow> &rows, uint64_t stretch_per_mille, uint64_t start_ns)
        : rows_(rows), stretch_per_mille_(stretch_per_mille), start_ns_(start_ns) {}
    void begin(Simulation &simulation) override;
    void woken(Simulation &simulation, uint64_t number) override;

private:
    uint64_t time_of(uint64_t number) const;
    const std::vector<FlowRow> &rows_;
    const uint64_t stretch_per_mille_;
    const uint64_t start_ns_;
    std::vector<uint64_t> orders_;  // by the recording's number
};

}  // namespace conformance
