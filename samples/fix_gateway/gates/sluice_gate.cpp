#include "gates/sluice_gate.hpp"

#include <chrono>
#include <sstream>
#include <vector>

#include "clock.hpp"
#include "log.hpp"
#include "sluice/ext/metrics.h"
#include "sluice/verdict.h"

namespace fix_gateway {
namespace {

namespace adapter = sluice::quickfix;

// Places for held messages, made when they are needed. The queues of the Sluice config are the bound; this one only has
// to be no smaller.
constexpr std::size_t kHeldMax = 1000000;

// What a client reads begins with who says it.
std::string client_text(std::uint32_t reason, const std::string &text) {
    if (reason == SLUICE_REASON_EXPIRED) return "Sluice: expired while held";
    if (reason == SLUICE_REASON_ANNIHILATED) return "Sluice: cancelled before it was sent";
    static const char kPrefix[] = "Sluice: ";
    if (text.compare(0, sizeof kPrefix - 1, kPrefix) == 0) return text;
    return kPrefix + (text.empty() ? "reason " + std::to_string(reason) : text);
}

adapter::GateOptions gate_options(std::uint32_t orders_max) {
    adapter::GateOptions options;
    options.held_max = kHeldMax;
    options.orders_max = orders_max;
    return options;
}

}  // namespace

SluiceGate::SluiceGate(const sluice::Plugin &plugin, const std::string &sluice_config,
    const FIX::SessionSettings &settings, std::uint32_t orders_max, const VenueSessions &sessions,
    fix_gateway::GateListener &listener)
    : sessions_(sessions),
      listener_(listener),
      gate_(plugin, sluice_config, settings, *this, gate_options(orders_max)) {}

GateVerdict SluiceGate::offer(OutboundItem item) {
    adapter::SubmitOptions options;
    options.owner = std::move(item.owner);
    options.account = std::move(item.account);
    options.deadline_ns = item.deadline_ns;
    options.reduces_risk = item.reduces_risk;
    options.order_id = item.order_id;
    options.tag = item.request_id;
    const adapter::Outcome outcome = gate_.submit(item.message, sessions_.session(item.venue_session), options);
    GateVerdict verdict;
    switch (outcome.fate) {
        case adapter::Fate::kSent:
            verdict.action = GateAction::kSent;
            break;
        case adapter::Fate::kHeld:
            verdict.action = GateAction::kHeld;
            break;
        case adapter::Fate::kRefused:
            verdict.action = GateAction::kRefused;
            verdict.text = client_text(outcome.reason, outcome.text);
            break;
        case adapter::Fate::kAbsorbed:
            verdict.action = GateAction::kAbsorbed;
            if (outcome.reason == SLUICE_REASON_ANNIHILATED) {
                verdict.settlement = Settlement::kAnnihilated;
                verdict.text = client_text(outcome.reason, outcome.text);
            } else if (outcome.reason == SLUICE_REASON_FOLDED) {
                verdict.settlement = Settlement::kFolded;
                verdict.text = "Sluice: a later amend took its place";
            } else {
                verdict.settlement = Settlement::kDuplicate;
                verdict.text = "Sluice: a cancel of this order is held already";
            }
            break;
    }
    return verdict;
}

FIX::Application &SluiceGate::application(FIX::Application &inner) {
    application_ = std::make_unique<adapter::SluiceApplication>(inner, gate_);
    return *application_;
}

FIX::LogFactory &SluiceGate::log_factory(FIX::LogFactory &inner) {
    log_factory_ = std::make_unique<adapter::SluiceLogFactory>(gate_, &inner);
    return *log_factory_;
}

void SluiceGate::start() {
    gate_.start();
}

void SluiceGate::stop(std::uint64_t until_ns) {
    const std::uint64_t now_ns = monotonic_ns();
    const std::uint64_t left_ns = until_ns > now_ns ? until_ns - now_ns : 0;
    const std::chrono::milliseconds timeout(left_ns / kMillisecondNs);
    if (!gate_.stop(SLUICE_STOP_DRAIN, timeout)) log_warning("Sluice did not come to rest in time");
}

std::size_t SluiceGate::held_count() const {
    return static_cast<std::size_t>(gate_.numbers().held_now);
}

std::uint32_t SluiceGate::metrics_port() const {
    const auto *metrics = gate_.engine().extension<sluice_ext_metrics>();
    return metrics == nullptr ? 0 : metrics->port(gate_.engine().get());
}

// on_wire() has seen it.
void SluiceGate::on_sent(const adapter::News &) {}

void SluiceGate::on_dropped(const adapter::News &news) {
    GateDrop drop;
    drop.request_id = news.tag;
    drop.is_annihilated = news.reason == SLUICE_REASON_ANNIHILATED;
    drop.is_expired = news.reason == SLUICE_REASON_EXPIRED;
    drop.text = client_text(news.reason, news.text);
    listener_.on_dropped(drop);
}

void SluiceGate::on_log(int level, const std::string &text) {
    const LogLevel known = level >= SLUICE_LOG_ERROR     ? LogLevel::kError
                           : level == SLUICE_LOG_WARNING ? LogLevel::kWarning
                                                         : LogLevel::kInfo;
    log_line(known, "sluice: " + text);
}

// The adapter's counters, and every sample of the plugin's Prometheus text as one member.
void SluiceGate::write_report(rapidjson::Value *object, rapidjson::Document::AllocatorType *allocator) {
    const adapter::GateNumbers numbers = gate_.numbers();
    rapidjson::Value counts(rapidjson::kObjectType);
    counts.AddMember("sent", numbers.sent, *allocator);
    counts.AddMember("held", numbers.held, *allocator);
    counts.AddMember("absorbed", numbers.absorbed, *allocator);
    counts.AddMember("refused", numbers.refused, *allocator);
    counts.AddMember("dropped", numbers.dropped, *allocator);
    counts.AddMember("not_written", numbers.not_written, *allocator);
    counts.AddMember("possdup_gap_filled", numbers.possdup_gap_filled, *allocator);
    counts.AddMember("logged_off_vetoed", numbers.logged_off_vetoed, *allocator);
    counts.AddMember("unstored_cancels", numbers.unstored_cancels, *allocator);
    object->AddMember("adapter", counts, *allocator);

    const auto *metrics = gate_.engine().extension<sluice_ext_metrics>();
    if (metrics == nullptr) return;
    std::size_t length = 0;
    sluice_engine *engine = gate_.engine().get();
    metrics->write_text(engine, nullptr, 0, &length, nullptr);
    // Traffic may add a line between the two calls.
    std::vector<char> text(length + 65536);
    if (metrics->write_text(engine, text.data(), text.size(), &length, nullptr) != SLUICE_OK) return;
    std::istringstream lines(std::string(text.data(), length));
    rapidjson::Value samples(rapidjson::kObjectType);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.rfind(' ');
        if (line.empty() || line[0] == '#' || space == std::string::npos) continue;
        char *end = nullptr;
        const double value = std::strtod(line.c_str() + space + 1, &end);
        if (*end != '\0' || value != value || value - value != 0) continue;  // JSON knows no NaN and no infinity
        rapidjson::Value name(line.substr(0, space).c_str(), *allocator);
        samples.AddMember(name, value, *allocator);
    }
    object->AddMember("metrics", samples, *allocator);
}

}  // namespace fix_gateway
