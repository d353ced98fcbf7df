#include "sluice_gate.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace conformance {

namespace {

constexpr int32_t kPollBudget = 256;

}  // namespace

SluiceGate::SluiceGate(
    const std::string &plugin_path, const Layout &layout, GateSetup setup, GateSink &sink, const uint64_t &now_ns)
    : plugin_(sluice::Plugin::load(plugin_path)),
      layout_(layout),
      setup_(std::move(setup)),
      sink_(sink),
      now_ns_(now_ns) {
    start(setup_.config);
}

SluiceGate::~SluiceGate() {
    stop();
}

void SluiceGate::start(const std::string &config) {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = this;
    host.release = on_release;
    host.wake = on_wake;
    host.log = on_log;
    host.now_ns = on_now;
    engine_ = std::make_unique<sluice::Engine>(plugin_, host, config);
    venue_id_ = engine_->intern(SLUICE_NAME_VENUE, "V");
    // Names are learnt in the order in which they are first told, so the ids are the numbers.
    for (uint32_t number = 1; number <= layout_.accounts; ++number)
        engine_->intern(SLUICE_NAME_ACCOUNT, "account-" + std::to_string(number));
    for (uint32_t number = 1; number <= layout_.instruments; ++number)
        engine_->intern(SLUICE_NAME_INSTRUMENT, "instrument-" + std::to_string(number));
    for (uint32_t number = 1; number <= layout_.owners; ++number)
        engine_->intern(SLUICE_NAME_OWNER, "owner-" + std::to_string(number));
    for (uint32_t lane = 0; lane < layout_.lanes; ++lane)
        lanes_.push_back(engine_->open_lane(venue_id_, "lane-" + std::to_string(lane)));
    limits_ = engine_->extension<sluice_ext_limits>();
    if (limits_ == nullptr) throw std::runtime_error("the plugin has no whole extension " SLUICE_EXT_LIMITS);
}

void SluiceGate::stop() {
    is_stopping_ = true;
    lanes_.clear();
    engine_.reset();
    limit_ids_.clear();
    own_numbers_.clear();
    woken_ns_ = UINT64_MAX;
    is_stopping_ = false;
    stopping_ns_ = 0;
}

void SluiceGate::restart(uint64_t) {
    stop();
    start(setup_.restart_config);
}

void SluiceGate::submit(uint64_t ticket, const Request &wanted, uint64_t now_ns) {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = wanted.kind;
    request.ticket = ticket;
    request.order_id = wanted.order;
    request.price_e8 = 100'000'000;
    request.quantity_e8 = 100'000'000;
    request.account_id = wanted.account;
    request.instrument_id = wanted.instrument;
    request.owner_id = wanted.owner;
    request.side = SLUICE_SIDE_BUY;
    request.flags = wanted.reduces_risk ? static_cast<uint32_t>(SLUICE_FLAG_REDUCES_RISK) : 0u;
    request.message_count = wanted.count;
    const sluice_verdict verdict = lanes_[wanted.lane].submit(request, now_ns);
    if (verdict.reason >= SLUICE_REASON_BAD_KIND && verdict.reason <= SLUICE_REASON_UNKNOWN_OWNER) {
        throw std::runtime_error("the plugin calls a request wrong: reason " + std::to_string(verdict.reason));
    }
    switch (verdict.action) {
        case SLUICE_ACTION_SEND:
            return sink_.may_send(ticket, verdict.grant);
        case SLUICE_ACTION_HELD:
            return;
        default:
            // What was absorbed takes another ticket along: a cancel its own order, and that one is told in a release.
            return sink_.dropped(ticket);
    }
}

void SluiceGate::poll(uint64_t now_ns) {
    woken_ns_ = UINT64_MAX;
    if (engine_->poll(venue_id_, now_ns, kPollBudget) < 0) throw std::runtime_error("poll failed");
}

uint64_t SluiceGate::due_ns() {
    return std::min(woken_ns_, engine_->next_due_ns(venue_id_));
}

void SluiceGate::report(uint32_t lane, const sluice_event &event, uint64_t now_ns) {
    if (lanes_[lane].report(event, now_ns) < 0) throw std::runtime_error("the plugin refuses a report");
}

uint32_t SluiceGate::limit_id(const std::string &name) {
    uint32_t &id = limit_ids_[name];
    if (id == 0) {
        sluice::ErrorBuffer error;
        error.check(limits_->find(engine_->get(), venue_id_, name.data(), name.size(), &id, error.get()),
            "limit '" + name + "'");
    }
    return id;
}

void SluiceGate::report_limit(uint32_t lane, const char *name, const sluice_event &event, uint64_t now_ns) {
    sluice_event named = event;
    named.limit_id = limit_id(name);
    report(lane, named, now_ns);
}

// What cannot be halved (a margin would not fit below it) stays as it is: that is the plugin's answer, not a fault.
void SluiceGate::reload(uint32_t number, bool is_back, uint64_t) {
    const std::string &name = setup_.limits[number % setup_.limits.size()];
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    if (is_back) {
        const auto own = own_numbers_.find(name);
        if (own == own_numbers_.end()) return;
        numbers = own->second;
    } else {
        if (limits_->numbers(engine_->get(), limit_id(name), &numbers) != SLUICE_OK) {
            throw std::runtime_error("the plugin does not tell the numbers of " + name);
        }
        own_numbers_.emplace(name, numbers);
        numbers.limit = std::max<uint64_t>(1, numbers.limit / 2);
        if (numbers.hard_limit != 0) numbers.hard_limit = std::max(numbers.limit, numbers.hard_limit / 2);
    }
    const sluice_status status = limits_->reload(engine_->get(), limit_id(name), &numbers, nullptr);
    if (is_back && status != SLUICE_OK) throw std::runtime_error("the plugin refuses the own numbers of " + name);
}

std::string SluiceGate::story(uint64_t now_ns) const {
    sluice_venue_clock clock = SLUICE_VENUE_CLOCK_INIT;
    if (limits_->venue_clock(engine_->get(), venue_id_, now_ns, &clock) != SLUICE_OK) return "no clock";
    return std::string("venue clock ") + (clock.is_known != 0 ? "known" : "unknown") + ", uncertainty " +
           std::to_string(clock.uncertainty_ns) + " ns, " + std::to_string(clock.samples) + " samples, " +
           std::to_string(clock.contradictions) + " contradictions";
}

sluice_status SluiceGate::on_release(void *context, const sluice_release *release) {
    SluiceGate &self = *static_cast<SluiceGate *>(context);
    if (self.is_stopping_) return SLUICE_OK;
    if (release->action == SLUICE_RELEASE_SEND) {
        self.sink_.may_send(release->ticket, release->grant);
    } else {
        self.sink_.dropped(release->ticket);
    }
    return SLUICE_OK;
}

void SluiceGate::on_wake(void *context, uint32_t, uint64_t due_ns) {
    SluiceGate &self = *static_cast<SluiceGate *>(context);
    self.woken_ns_ = std::min(self.woken_ns_, due_ns);
}

void SluiceGate::on_log(void *context, int32_t level, const char *text, size_t length) {
    SluiceGate &self = *static_cast<SluiceGate *>(context);
    if (level != SLUICE_LOG_HOST || self.is_stopping_) return;
    if (self.contract_lines_++ == 0) self.first_contract_line_.assign(text, length);
}

uint64_t SluiceGate::on_now(void *context) {
    SluiceGate &self = *static_cast<SluiceGate *>(context);
    if (self.is_stopping_) self.stopping_ns_ += kHostSecond;
    return self.now_ns_ + self.stopping_ns_;
}

}  // namespace conformance
