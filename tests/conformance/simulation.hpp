// One run: strategies, a gate, a host that writes late and hears late, a network that delays, and a venue with its own
// clock that judges each message as it comes. Events in the order of time, ties in the order in which they were
// planned. Everything random comes from the world's seed, so a run can be repeated. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <queue>
#include <string>
#include <vector>

#include "demand.hpp"
#include "gate.hpp"
#include "judge.hpp"
#include "random.hpp"
#include "world.hpp"

namespace conformance {

// Who there is to send and what they may name.
struct Layout {
    uint32_t lanes = 1;
    uint32_t accounts = 1;
    uint32_t instruments = 1;
    uint32_t owners = 1;
};

// A rule whose use the venue tells, and the profile's name for it; `scope` says whose key a report has.
enum class KeyOf { venue, account, lane, account_instrument, lane_instrument };
struct ToldLimit {
    std::string rule;
    std::string limit;
    KeyOf key_of = KeyOf::venue;
    uint32_t only_kind = 0;     // only answers to this kind tell it; 0: all
    bool is_remaining = false;  // the venue says what is left instead of what is used
};

uint64_t key_of_request(KeyOf key_of, const Request &request);
// What the venue will see of it, without what only the venue knows.
Message message_of(const Request &request);

struct Counts {
    uint64_t requests = 0;
    uint64_t sent = 0;
    uint64_t arrivals = 0;
    uint64_t reports = 0;
    uint64_t overflows = 0;
    uint64_t hard_overflows = 0;
    uint64_t dropped = 0;
    std::vector<uint64_t> overflows_by_rule;
    std::string first_overflow;  // a sentence

    uint64_t events() const { return requests + arrivals + reports; }
};

class Simulation : private GateSink {
public:
    Simulation(const World &world, const Layout &layout, Judge &judge);
    GateSink &sink() { return *this; }

    // Runs until the host's clock shows end_ns. `gate` and `demand` must outlive it.
    void run(Gate &gate, Demand &demand, uint64_t end_ns, const std::vector<Incident> &incidents = {},
        const std::vector<ToldLimit> &told = {});
    // run() then returns with the first overflow.
    void stop_at_overflow() { stops_at_overflow_ = true; }
    // Calls back when the host's clock shows these times, in their order.
    void measure_at(std::vector<uint64_t> times, void (*measure)(void *context, uint64_t now_ns), void *context);

    // For demands.
    uint64_t now_ns() const { return now_ns_; }
    const uint64_t &clock() const { return now_ns_; }
    const Layout &layout() const { return layout_; }
    Random &random() { return random_; }
    void wake_demand(uint64_t at_ns, uint64_t number) { plan(at_ns, What::demand, number); }
    void offer(Request request);
    uint64_t new_order(const Request &request);
    // Some order that lives as far as the host knows; 0: none.
    uint64_t any_live_order();
    Request about_order(uint32_t kind, uint64_t order) const;

    // For measuring.
    const Counts &counts() const { return counts_; }
    const VenueTime &venue_time() const { return venue_time_; }
    Judge &judge() { return judge_; }
    // Orders that live as far as the host knows and count under this key.
    uint64_t live_orders(KeyOf key_of, uint64_t key) const;
    int64_t height() const { return height_; }
    uint64_t at_gate() const { return at_gate_; }
    // Messages that cost something in this rule, were granted, and whose answer the host has not heard.
    uint64_t unanswered(uint32_t rule) const;
    static constexpr uint64_t kStartNs = 1'000 * kHostSecond;
    static constexpr uint32_t kToldMax = 4;

private:
    enum class What : uint32_t {
        demand,
        write,
        tell_written,
        arrive,
        venue_answers,
        answer,
        fill,
        fill_heard,
        cancel,
        replace,
        lane_down,
        lane_up,
        restart,
        restarted,
        reload,
        reload_back,
        heartbeat,
        tell_again,
        block,
        block_heard,
        measure
    };
    struct Event {
        uint64_t at_ns;
        uint64_t sequence;
        What what;
        uint64_t index;
        bool operator>(const Event &other) const {
            return at_ns != other.at_ns ? at_ns > other.at_ns : sequence > other.sequence;
        }
    };
    enum class Answer : uint8_t { none, accepted, refused, rate_refused };
    struct Flight {
        Request request;
        uint64_t grant = 0;
        uint64_t written_ns = 0;
        Instant arrived = 0;
        uint32_t life = 0;     // of the gate that granted it
        uint32_t session = 0;  // of its lane
        Answer answer = Answer::none;
        uint8_t planned = 0;  // events that still name it
        bool is_at_gate = false;
        bool is_answered = false;
        Message message;
        std::array<int64_t, kToldMax> told{-1, -1, -1, -1};  // what the venue would say of each told limit
    };
    struct Order {
        Request request;
        Instant placed = 0;
        uint32_t fills = 0;
        uint32_t live_place = 0;  // in live_, one based; 0: it does not live as far as the host knows
        bool is_live_at_venue = false;
        bool is_maker = false;
        bool is_cancel_wanted = false;
    };
    struct LaneState {
        uint64_t last_arrival_ns = 0;
        uint32_t session = 0;
        bool is_up = true;
    };
    struct FillNews {
        uint64_t order;
        uint64_t value_e8;
        Instant at;
        bool is_last;
    };

    // What was told of a limit, to be told again.
    struct OldNews {
        uint32_t lane;
        std::size_t place;
        sluice_event told;
    };

    void may_send(uint64_t ticket, uint64_t grant) override;
    void dropped(uint64_t ticket) override;

    void plan(uint64_t at_ns, What what, uint64_t index = 0);
    void handle(const Event &event);
    void handle_venue(const Event &event);
    void write(uint64_t index);
    uint64_t jitter_ns();
    void arrive(uint64_t index);
    void rule_on(Flight &flight, Message &message, Instant at);
    void take_effect(const Flight &flight, Instant at);
    void hear_answer(uint64_t index);
    int64_t told_value(const ToldLimit &limit, const Request &request, Instant at);
    void note_usage(Flight &flight, Instant at);
    void tell_usage(const Flight &flight);
    void tell_absurdity(const Flight &flight, const ToldLimit &limit);
    void tell(uint32_t lane, const ToldLimit &limit, sluice_event told);
    void heartbeat(uint32_t lane);
    void order_accepted(uint64_t order);
    void fill(uint64_t order);
    void hear_fill(uint64_t index);
    void order_ended(uint64_t order);
    void lane_down(uint32_t lane);
    void lane_up(uint32_t lane);
    void restart();
    void restarted();
    void make_block();
    void report(uint32_t lane, sluice_event &event);
    void release_flight(uint64_t index);
    uint64_t take_flight();
    bool is_heard(const Flight &flight) const;
    void poll_when_due();
    void settle_streams();

    const World world_;
    const Layout layout_;
    Judge &judge_;
    const VenueTime venue_time_;
    Random random_;
    Gate *gate_ = nullptr;
    Demand *demand_ = nullptr;
    std::vector<ToldLimit> told_;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    uint64_t sequence_ = 0;
    uint64_t now_ns_ = kStartNs;
    uint64_t arrivals_until_ns_ = 0;  // no message is on its way to the venue after this
    std::vector<Flight> flights_;
    std::vector<uint64_t> free_flights_;
    std::vector<uint32_t> generations_;  // of the places in flights_: a ticket is never used twice
    std::vector<Order> orders_;
    std::vector<uint64_t> live_;
    std::vector<LaneState> lanes_;
    std::vector<FillNews> news_;
    std::vector<OldNews> old_news_;
    std::vector<uint32_t> settled_;  // streams to tell when the gate's call has returned
    std::vector<uint64_t> measure_times_;
    void (*measure_)(void *, uint64_t) = nullptr;
    void *measure_context_ = nullptr;
    Counts counts_;
    uint64_t poll_ns_ = 0;
    uint64_t polls_at_once_ = 0;
    uint64_t at_gate_ = 0;
    uint32_t life_ = 0;
    int64_t height_ = 0;
    bool stops_at_overflow_ = false;
};

}  // namespace conformance
