#include "saturation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sluice_gate.hpp"

namespace conformance {

namespace {

constexpr Span kFirstMidnight = 20'777 * kDay;  // 2026-11-20
constexpr uint32_t kBacklog = 32;
constexpr uint64_t kDemandTimes = 4;  // as much as the rule allows
constexpr uint64_t kSamples = 400;

uint64_t host_ns_of(Span span) {
    return static_cast<uint64_t>(span / kNanosecond);
}

}  // namespace

struct Saturation::Samples {
    const Saturation *saturation = nullptr;
    Simulation *simulation = nullptr;
    uint32_t rule = 0;
    uint64_t taken = 0;
    uint64_t waiting = 0;
    double reserve = 0;      // of all keys together, summed over the samples
    double outstanding = 0;  // likewise
    int64_t counted_first = 0;
    int64_t counted_last = 0;
    int64_t cancels_first = 0;
    int64_t cancels_last = 0;
    int64_t height_first = 0;
    int64_t height_last = 0;
};

World mild_world(const Scenario &scenario, const Profile &profile, uint64_t seed) {
    Random random(seed);
    World world;
    world.seed = random.next();
    // Somewhere in the quarter of an hour before midnight on the venue's clock.
    const Instant start = kFirstMidnight - static_cast<Span>(random.between(1, 900'000'000'000)) * kNanosecond;
    // As slow as it may be in half of the worlds: that is where windows last and buckets refill longest.
    world.drift_per_billion = random.one_in(2) ? -50'000 : static_cast<int64_t>(random.up_to(100'000)) - 50'000;
    const VenueTime from_zero(0, world.drift_per_billion);
    world.venue_at_zero = start - from_zero.of(Simulation::kStartNs);
    world.path_ns = random.between(100 * kHostMicrosecond, 15 * kHostMillisecond);
    world.jitter_ns = profile.smallest_guard_ns();
    world.back_ns = random.up_to(3 * kHostMillisecond);
    world.stall_ns = 10 * kHostMicrosecond;
    world.rare_stall_ns = 500 * kHostMicrosecond;
    world.late_report_ns = 100 * kHostMicrosecond;
    world.late_poll_ns = 30 * kHostMicrosecond;
    world.handling_ns = 200 * kHostMicrosecond;
    world.refused_per_mille = 10;
    world.filled_per_mille = 150;
    world.maker_per_mille = 100;
    world.fill_after_ns = 2 * kHostSecond;
    world.cancel_after_ns = 4 * kHostSecond;
    world.cancel_per_mille = 600;
    world.replace_per_mille = 50;
    world.stamp_resolution = scenario.stamp_resolution;
    world.tells_usage = true;
    world.block_ns = scenario.block_ns;
    return world;
}

Span memory_of(const Rule &rule, uint64_t block_ns) {
    switch (rule.shape) {
        case Shape::bucket:
        case Shape::falling:
            return rule.flow_time * rule.limit / rule.flow;
        case Shape::block_span:
            return rule.blocks * static_cast<Span>(block_ns + block_ns / 4) * kNanosecond;
        case Shape::outstanding:
            return 10 * kSecond;
        case Shape::lifetime:
            return 60 * kMinute;
        default:
            return rule.window;
    }
}

uint64_t cost_in(Judge &judge, const Target &target) {
    const uint32_t rule = judge.rule(target.rule);
    Message message;
    message.kind = target.kind;
    message.count = target.count;
    message.account = message.instrument = 1;
    std::vector<Charge> charges;
    judge.plain_charges(message, 0, charges);
    int64_t cost = 1;
    for (const Charge &charge : charges) {
        if (charge.rule == rule) cost = std::max(cost, charge.cost);
    }
    return static_cast<uint64_t>(cost);
}

uint64_t warm_up_ns(const Judge &judge, uint64_t block_ns) {
    Span longest = kSecond;
    for (const Rule &rule : judge.rules()) {
        const Span memory = memory_of(rule, block_ns);
        if (memory <= 10 * kMinute) longest = std::max(longest, memory);
    }
    return host_ns_of(longest + longest / 8) + 5 * kHostSecond;
}

Saturation::Saturation(const Scenario &scenario, const Target &target, const Profile &profile, uint64_t seed)
    : scenario_(scenario),
      target_(target),
      profile_(profile),
      limit_(profile.limit(target.limit)),
      world_(mild_world(scenario, profile, seed)),
      layout_(scenario.layout) {
    const std::unique_ptr<Judge> judge = scenario.judge(0);
    const Rule &rule = judge->rules()[judge->rule(target.rule)];
    if (target.instruments != 0) layout_.instruments = target.instruments;
    if (target.accounts != 0) layout_.accounts = target.accounts;
    if (target.handling_ns != 0) world_.handling_ns = target.handling_ns;
    // Trades earn more than they cost: the budget has to run out to be measured.
    if (rule.shape == Shape::lifetime) world_.filled_per_mille = 2;
    choose_times(rule);
}

void Saturation::leave_out_news() {
    world_.filled_per_mille = 0;
    // A budget begins as if it were used up, until the venue tells what is left.
    world_.tells_usage = std::any_of(profile_.limits.begin(), profile_.limits.end(),
        [](const ProfileLimit &limit) { return limit.shape == "budget"; });
}

void Saturation::choose_times(const Rule &rule) {
    const std::unique_ptr<Judge> judge = scenario_.judge(0);
    start_ns_ = Simulation::kStartNs + warm_up_ns(*judge, world_.block_ns);
    // Measured when the first burst is over.
    const Span memory = memory_of(rule, world_.block_ns);
    begin_ns_ = start_ns_ + host_ns_of(memory <= 10 * kMinute ? memory + memory / 2 : 0);
    Span length = memory * static_cast<Span>(target_.spans);
    if (rule.shape == Shape::clock_window) {
        const VenueTime time(world_.venue_at_zero, world_.drift_per_billion);
        const Instant first = time.of(begin_ns_);
        const Instant boundary = first - first % rule.window + rule.window;
        begin_ns_ = time.host_ns(boundary) + 1;
        end_ns_ = time.host_ns(boundary + length) - 1;
        return;
    }
    if (rule.shape == Shape::outstanding) {
        length = static_cast<Span>(target_.handling_ns * target_.spans) * kNanosecond;
    }
    end_ns_ = begin_ns_ + host_ns_of(length);
}

std::vector<Stream> Saturation::streams(Judge &judge) const {
    const uint32_t rule_index = judge.rule(target_.rule);
    const Rule &rule = judge.rules()[rule_index];
    std::vector<Request> wanted;
    const bool by_instrument = target_.key_of == KeyOf::account_instrument || layout_.instruments > 4;
    const uint32_t first =
        target_.key_of == KeyOf::lane || target_.key_of == KeyOf::venue ? layout_.lanes : layout_.accounts;
    for (uint32_t place = 0; place < first; ++place) {
        for (uint32_t instrument = 1; instrument <= (by_instrument ? layout_.instruments : 1); ++instrument) {
            Request request;
            request.kind = target_.kind;
            request.count = target_.count;
            request.account = 1 + place % layout_.accounts;
            request.lane = place % layout_.lanes;
            request.instrument = by_instrument ? instrument : 1 + place % layout_.instruments;
            request.owner = 1 + static_cast<uint32_t>(wanted.size()) % layout_.owners;
            wanted.push_back(request);
        }
    }
    const uint64_t cost = cost_in(judge, target_);
    uint64_t memory_ns = host_ns_of(memory_of(rule, world_.block_ns));
    if (rule.shape == Shape::outstanding) memory_ns = target_.handling_ns;
    if (rule.shape == Shape::lifetime) memory_ns /= 4;
    std::vector<Stream> made;
    for (const Request &request : wanted) {
        Stream stream;
        stream.request = request;
        stream.is_of_old_orders = target_.is_of_old_orders;
        stream.backlog = kBacklog;
        stream.pace_ns = memory_ns * cost / static_cast<uint64_t>(rule.limit) / kDemandTimes;
        made.push_back(stream);
    }
    for (uint32_t account = 1; target_.ask_every_ns != 0 && account <= layout_.accounts; ++account) {
        Stream stream;
        stream.request.kind = SLUICE_KIND_QUERY;
        stream.request.account = account;
        stream.request.instrument = 1;
        stream.request.owner = 1;
        stream.backlog = 1;
        stream.pace_ns = target_.ask_every_ns;
        made.push_back(stream);
    }
    return made;
}

void Saturation::measure(Simulation &simulation, Samples &samples) const {
    Judge &judge = simulation.judge();
    const Rule &rule = judge.rules()[samples.rule];
    if (samples.taken == 0) {
        samples.counted_first = judge.counted(samples.rule);
        samples.cancels_first = judge.counted_by_cancels(samples.rule);
        samples.height_first = simulation.height();
    }
    samples.counted_last = judge.counted(samples.rule);
    samples.cancels_last = judge.counted_by_cancels(samples.rule);
    samples.height_last = simulation.height();
    ++samples.taken;
    samples.waiting += simulation.at_gate() != 0 ? 1 : 0;
    if (rule.shape == Shape::outstanding) {
        samples.outstanding += static_cast<double>(simulation.unanswered(samples.rule));
    }
    for (const uint64_t key : judge.keys(samples.rule)) {
        uint64_t reserve = limit_.cancel_reserve;
        if (limit_.has_order_reserve) {
            reserve = std::clamp(simulation.live_orders(target_.key_of, key) * limit_.cancel_cost, limit_.reserve_floor,
                limit_.reserve_cap);
        }
        samples.reserve += static_cast<double>(reserve);
    }
}

SaturationResult Saturation::result_of(Simulation &simulation, const Samples &samples) const {
    SaturationResult result;
    result.counts = simulation.counts();
    Judge &judge = simulation.judge();
    const Rule &rule = judge.rules()[samples.rule];
    const auto keys = static_cast<double>(judge.keys(samples.rule).size());
    const double taken = static_cast<double>(std::max<uint64_t>(1, samples.taken));
    result.saturated = static_cast<double>(samples.waiting) / taken;
    const double guard = static_cast<double>(limit_.guard_us) / 1e6;
    const VenueTime &time = simulation.venue_time();
    const double length = seconds_of(time.of(end_ns_) - time.of(begin_ns_));
    const double window = seconds_of(memory_of(rule, world_.block_ns));
    result.used = static_cast<double>(samples.counted_last - samples.counted_first);
    // A fixed reserve is spent by the cancels of the window; one that follows the live orders is for those to come.
    const double cancels =
        limit_.has_order_reserve ? 0 : static_cast<double>(samples.cancels_last - samples.cancels_first);
    double limit = static_cast<double>(rule.limit) * keys;
    if (target_.is_margin_subtracted) limit -= static_cast<double>(limit_.margin) * keys;
    const double reserve = samples.reserve / taken;
    switch (rule.shape) {
        case Shape::bucket:
        case Shape::falling:
            // A burst that is held back is held back once; the flow is not.
            result.allowed = keys * length * static_cast<double>(rule.flow) / seconds_of(rule.flow_time);
            break;
        case Shape::clock_window: {
            const double windows = std::round(length / window);
            result.allowed = limit * windows - std::max(0.0, reserve * windows - cancels);
            break;
        }
        case Shape::block_span: {
            const double blocks = static_cast<double>(samples.height_last - samples.height_first);
            const double spans = blocks / static_cast<double>(rule.blocks + static_cast<int64_t>(limit_.guard_blocks));
            result.allowed = limit * spans - std::max(0.0, reserve * spans - cancels);
            break;
        }
        case Shape::outstanding:
            result.used = samples.outstanding / taken;
            result.allowed = limit - reserve;
            break;
        case Shape::lifetime: {
            result.used = 0;
            Message order;
            for (const uint64_t key : judge.keys(samples.rule)) {
                result.used += static_cast<double>(judge.used(samples.rule, key, time.of(end_ns_)));
                result.allowed += static_cast<double>(judge.limit_of({samples.rule, key, 1, 0, 0}, order));
            }
            break;
        }
        default: {
            const double spans = length / (window + guard);
            result.allowed = limit * spans - std::max(0.0, reserve * spans - cancels);
            break;
        }
    }
    return result;
}

namespace {

std::vector<uint64_t> sample_times(uint64_t begin_ns, uint64_t end_ns) {
    std::vector<uint64_t> times;
    for (uint64_t number = 0; number <= kSamples; ++number)
        times.push_back(begin_ns + (end_ns - begin_ns) / kSamples * number);
    times.back() = end_ns;
    return times;
}

}  // namespace

SaturationResult Saturation::run_plugin(
    const std::string &plugin_path, const Overrides &overrides, bool stops_at_overflow) {
    const std::unique_ptr<Judge> judge = scenario_.judge(world_.variant);
    Simulation simulation(world_, layout_, *judge);
    const Overrides all = merged(scenario_.operator_numbers, overrides);
    SluiceGate gate(
        plugin_path, layout_, setup_of(profile_, layout_, all, scenario_.told), simulation.sink(), simulation.clock());
    EndlessDemand demand(streams(*judge), start_ns_);
    Samples samples;
    samples.saturation = this;
    samples.simulation = &simulation;
    samples.rule = judge->rule(target_.rule);
    simulation.measure_at(
        sample_times(begin_ns_, end_ns_),
        [](void *context, uint64_t) {
            Samples &own = *static_cast<Samples *>(context);
            own.saturation->measure(*own.simulation, own);
        },
        &samples);
    if (stops_at_overflow) simulation.stop_at_overflow();
    std::vector<Incident> incidents;
    if (target_.restart_percent != 0) {
        incidents.push_back(
            {begin_ns_ + (end_ns_ - begin_ns_) / 100 * target_.restart_percent, Trouble::restart, 0, 0});
    }
    simulation.run(gate, demand, end_ns_, incidents, scenario_.told);
    SaturationResult result = result_of(simulation, samples);
    char numbers[160];
    std::snprintf(numbers, sizeof(numbers), "used %.0f of %.0f, %lld by cancels, mean reserve %.1f; ", result.used,
        result.allowed, static_cast<long long>(samples.cancels_last - samples.cancels_first),
        samples.reserve / static_cast<double>(std::max<uint64_t>(1, samples.taken)));
    result.story = numbers + gate.story(simulation.now_ns());
    return result;
}

SaturationResult Saturation::run_naive(NaiveKind kind) {
    const std::unique_ptr<Judge> judge = scenario_.judge(world_.variant);
    Simulation simulation(world_, layout_, *judge);
    NaiveGate gate(kind, *judge, world_.block_ns, simulation.sink());
    EndlessDemand demand(streams(*judge), start_ns_);
    simulation.run(gate, demand, end_ns_);
    SaturationResult result;
    result.counts = simulation.counts();
    return result;
}

}  // namespace conformance
