#include "gate_core.hpp"

#include <thread>

#include "sluice/cpp/failure.hpp"

namespace sluice {
namespace quickfix {

namespace {

// What an engine may take to drop everything after it was told to abandon it.
constexpr std::chrono::seconds kAbandonTimeMax(5);
constexpr std::int32_t kPollBudget = 64;

}  // namespace

Gate::Core::Core(const Plugin &plugin, const std::string &sluice_config, const FIX::SessionSettings &settings,
    GateListener &listener, const GateOptions &options)
    : listener_(listener), store_(options.held_max), engine_(plugin, make_host(this), sluice_config), names_(engine_) {
    reasons_ = engine_.extension<sluice_ext_reasons>();
    classifier_ = engine_.extension<sluice_ext_answers>();
    open_lanes(settings, options);
    make_pumps(options);
}

Gate::Core::~Core() {
    try {
        stop(SLUICE_STOP_ABANDON, std::chrono::milliseconds(0));
    } catch (const std::exception &fault) {
        log(SLUICE_LOG_ERROR, std::string("stop: ") + fault.what());
    }
    for (const auto &lane : lanes_)
        lane->lane = Lane();
}

sluice_host Gate::Core::make_host(Core *core) {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = core;
    host.release = [](void *context, const sluice_release *release) -> sluice_status {
        return static_cast<Core *>(context)->release(*release);
    };
    host.wake = [](void *context, std::uint32_t venue, std::uint64_t due_ns) {
        const auto &pumps = static_cast<Core *>(context)->pumps_;
        const auto pump = pumps.find(venue);
        if (pump != pumps.end()) pump->second->wake(due_ns);
    };
    host.log = [](void *context, std::int32_t level, const char *text, std::size_t length) {
        static_cast<Core *>(context)->log(level, std::string(text, length));
    };
    return host;
}

void Gate::Core::open_lanes(const FIX::SessionSettings &settings, const GateOptions &options) {
    std::string faults;
    std::uint32_t fault_count = 0;
    const auto note_fault = [&](const SessionKeys &keys, const std::string &why) {
        faults += "\n  session " + keys.session.toString() + ": " + why;
        ++fault_count;
    };
    for (const SessionKeys &keys : read_session_keys(settings)) {
        try {
            const std::uint32_t venue = engine_.intern(SLUICE_NAME_VENUE, keys.venue);
            std::uint32_t account;
            std::string why;
            if (!names_.find(SLUICE_NAME_ACCOUNT, keys.account, account, why)) {
                note_fault(keys, std::string(kAccountKey) + ": " + why);
                continue;
            }
            std::unique_ptr<LaneState> lane(new LaneState(keys, venue, options.orders_max, next_order_id_));
            lane->lane = engine_.open_lane(venue, keys.lane);
            venue_ids_[keys.venue] = venue;
            lanes_.push_back(std::move(lane));
            lanes_by_session_.add(
                hash_of(keys.session.toStringFrozen()), static_cast<std::uint32_t>(lanes_.size() - 1));
        } catch (const failure &fault) {
            note_fault(keys, fault.what());
        }
    }
    if (fault_count) throw failure(SLUICE_E_CONFIG, fault_count, "Sluice cannot gate these sessions:" + faults);
}

void Gate::Core::make_pumps(const GateOptions &options) {
    for (const auto &venue : venue_ids_) {
        PumpOptions pump;
        pump.wait = options.pump_wait;
        pump.cpu = options.pump_cpu;
        pump.name = "sluice-" + venue.first;
        pump.budget = kPollBudget;
        const std::uint32_t id = venue.second;
        pump.before_poll = [this, id](std::uint64_t now_ns) { return before_poll(id, now_ns); };
        pumps_[id].reset(new Pump(engine_, id, pump));
    }
    for (const auto &lane : lanes_)
        lane->pump = pumps_.at(lane->venue_id).get();
}

void Gate::Core::start() {
    for (const auto &pump : pumps_)
        pump.second->start();
}

bool Gate::Core::stop(std::uint32_t mode, std::chrono::milliseconds timeout) {
    if (is_stopped_) return true;
    using Clock = std::chrono::steady_clock;
    const Clock::time_point drained = Clock::now() + timeout;
    const Clock::time_point given_up = drained + kAbandonTimeMax;
    bool is_at_rest = false;
    while (!is_at_rest && Clock::now() < given_up) {
        const std::uint32_t mode_now = Clock::now() < drained ? mode : std::uint32_t(SLUICE_STOP_ABANDON);
        if (mode_now == SLUICE_STOP_ABANDON) is_abandoned_.store(true);
        is_at_rest = engine_.stop(mode_now);
        if (is_at_rest) break;
        for (const auto &pump : pumps_) {
            if (pump.second->is_running()) {
                pump.second->wake(0);
            } else {
                engine_.poll(pump.first, 0, kPollBudget);
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    for (const auto &pump : pumps_)
        pump.second->stop();
    is_stopped_ = is_at_rest;
    if (!is_at_rest) log(SLUICE_LOG_ERROR, "the engine did not come to rest; held messages may be left behind");
    return is_at_rest && Clock::now() < drained + std::chrono::seconds(1);
}

LaneState *Gate::Core::find_lane(const FIX::SessionID &session) const noexcept {
    const TextView text = session.toStringFrozen();
    const std::uint32_t lane = lanes_by_session_.find(
        hash_of(text), [&](std::uint32_t place) { return text == lanes_[place]->keys.session.toStringFrozen(); });
    return lane == PlaceIndex::kNone ? nullptr : lanes_[lane].get();
}

std::uint32_t Gate::Core::venue_id(const std::string &venue) const {
    const auto known = venue_ids_.find(venue);
    if (known != venue_ids_.end()) return known->second;
    throw failure(SLUICE_E_UNKNOWN, 0, "Sluice: no session has " + std::string(kVenueKey) + "=" + venue + ".");
}

GateNumbers Gate::Core::numbers() const {
    GateNumbers numbers;
    numbers.sent = counters_.sent.load();
    numbers.held = counters_.held.load();
    numbers.absorbed = counters_.absorbed.load();
    numbers.refused = counters_.refused.load();
    numbers.dropped = counters_.dropped.load();
    numbers.not_written = counters_.not_written.load();
    numbers.possdup_gap_filled = counters_.possdup_gap_filled.load();
    numbers.logged_off_vetoed = counters_.logged_off_vetoed.load();
    numbers.unstored_cancels = counters_.unstored_cancels.load();
    numbers.held_now = store_.size();
    for (const auto &lane : lanes_)
        numbers.orders_now += lane->chains.size();
    return numbers;
}

void Gate::Core::log(int level, const std::string &text) noexcept {
    try {
        listener_.on_log(level, text);
    } catch (...) {
        // There is nobody left to tell.
    }
}

std::string Gate::Core::sentence(std::uint32_t reason) const {
    if (reasons_) return reasons_->sentence(reason);
    return "reason " + std::to_string(reason);
}

std::uint64_t Gate::Core::before_poll(std::uint32_t venue, std::uint64_t now_ns) noexcept {
    std::uint64_t due_ns = SLUICE_NEVER;
    for (const auto &lane : lanes_) {
        if (lane->venue_id != venue) continue;
        lane->hand_over_notes();
        const std::uint64_t lane_due_ns = time_out_answers(*lane, now_ns);
        if (lane_due_ns < due_ns) due_ns = lane_due_ns;
    }
    return due_ns;
}

}  // namespace quickfix
}  // namespace sluice
