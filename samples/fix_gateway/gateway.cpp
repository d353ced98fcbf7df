#include "gateway.hpp"

#include <algorithm>
#include <ctime>
#include <set>
#include <thread>

#include "clock.hpp"
#include "gates/make_gate.hpp"
#include "life/exit_report.hpp"
#include "log.hpp"

namespace fix_gateway {
namespace {

// How long the gate may take to let go of what it holds, once waiting for orders is over.
constexpr std::uint64_t kGateStopNs = 1000 * kMillisecondNs;
// How long a peer may take to answer a Logout.
constexpr std::uint64_t kLogoutWaitNs = 3000 * kMillisecondNs;

std::vector<std::string> client_names(const SessionFile &clients) {
    std::vector<std::string> names;
    for (const FIX::SessionID &session : clients.sessions)
        names.push_back(session.getTargetCompID().getString());
    return names;
}

OrderFlowOptions flow_options(const GatewayConfig &config) {
    OrderFlowOptions options;
    options.held_deadline_ns = config.held_deadline_ms * kMillisecondNs;
    options.orders_max = config.orders_max;
    options.final_keep_ns = config.final_order_keep_ms * kMillisecondNs;
    options.start_seconds = static_cast<std::uint64_t>(std::time(nullptr));
    options.now_ns = monotonic_ns;
    return options;
}

std::unique_ptr<FIX::MessageStoreFactory> make_stores(const SessionFile &file) {
    if (file.uses_file_store) return std::make_unique<FIX::FileStoreFactory>(file.settings);
    return std::make_unique<FIX::MemoryStoreFactory>();
}

}  // namespace

struct Gateway::Engines {
    std::unique_ptr<FIX::LogFactory> client_file_log, venue_file_log;
    std::unique_ptr<FIX::MessageStoreFactory> client_stores, venue_stores;
    std::vector<std::unique_ptr<FIX::Initiator>> initiators;
    std::unique_ptr<FIX::Acceptor> acceptor;
};

Gateway::Gateway(
    const GatewayConfig &config, const SessionFile &clients, const SessionFile &venues, ControlLoop &control)
    : config_(config),
      client_port_(clients.accept_port),
      control_(control),
      routing_(config.routes),
      venue_sessions_(venues.venue_sessions),
      outboxes_(clients.sessions, counters_),
      flow_(flow_options(config), client_names(clients), routing_, venue_sessions_, outboxes_, counters_),
      gate_(make_gate(config, venues.settings, venue_sessions_, flow_)),
      venue_side_(
          venue_sessions_, flow_,
          [this](std::uint32_t index) { control_.post([this, index] { flow_.on_venue_back(index); }); }, counters_),
      client_side_(
          clients.sessions, flow_,
          [this](std::uint32_t client, std::uint64_t last_order_id) { on_client_left(client, last_order_id); },
          counters_) {
    flow_.set_gate(gate_.get());
    make_engines(clients, venues);
    control_.set_every_second([this] { flow_.ask_open_questions(); });
}

Gateway::~Gateway() {
    control_.set_every_second(nullptr);
}

void Gateway::make_engines(const SessionFile &clients, const SessionFile &venues) {
    engines_ = std::make_unique<Engines>();
    Engines &engines = *engines_;
    engines.client_stores = make_stores(clients);
    engines.venue_stores = make_stores(venues);
    FIX::LogFactory *client_log = &event_log_;
    FIX::LogFactory *venue_log = &event_log_;
    if (clients.uses_file_log) {
        engines.client_file_log = std::make_unique<FIX::FileLogFactory>(clients.settings);
        client_log = engines.client_file_log.get();
    }
    if (venues.uses_file_log) {
        engines.venue_file_log = std::make_unique<FIX::FileLogFactory>(venues.settings);
        venue_log = engines.venue_file_log.get();
    }
    FIX::Application &venue_application = gate_->application(venue_side_);
    FIX::LogFactory &gated_log = gate_->log_factory(*venue_log);
    for (const std::string &venue : venue_sessions_.venues()) {
        const FIX::SessionSettings settings = settings_of_venue(venues, venue);
        if (venues.uses_tls) {
            engines.initiators.push_back(std::make_unique<FIX::SSLSocketInitiator>(
                venue_application, *engines.venue_stores, settings, gated_log));
        } else {
            engines.initiators.push_back(
                std::make_unique<FIX::SocketInitiator>(venue_application, *engines.venue_stores, settings, gated_log));
        }
    }
    if (clients.uses_tls) {
        engines.acceptor = std::make_unique<FIX::SSLSocketAcceptor>(
            client_side_, *engines.client_stores, clients.settings, *client_log);
    } else {
        engines.acceptor =
            std::make_unique<FIX::SocketAcceptor>(client_side_, *engines.client_stores, clients.settings, *client_log);
    }
}

void Gateway::on_client_left(std::uint32_t client, std::uint64_t last_order_id) {
    if (!config_.cancel_on_client_disconnect) return;
    control_.post([this, client, last_order_id] {
        if (!control_.is_stopping()) flow_.cancel_orders_of(client, last_order_id);
    });
}

bool Gateway::start() {
    gate_->start();
    for (const std::unique_ptr<FIX::Initiator> &initiator : engines_->initiators)
        initiator->start();
    const std::uint64_t until_ns = monotonic_ns() + config_.venue_logon_wait_ms * kMillisecondNs;
    const bool are_all_up = control_.run([this] { return venue_sessions_.are_all_logged_on(); }, until_ns, true);
    if (control_.is_stopping()) return false;
    if (!are_all_up) {
        for (std::uint32_t index = 0; index < venue_sessions_.size(); ++index) {
            if (venue_sessions_.is_logged_on(index)) continue;
            log_warning("venue " + venue_sessions_.venue_name(index) +
                        " is not logged on; its orders are refused until "
                        "it is");
        }
    }
    engines_->acceptor->start();
    return true;
}

std::string Gateway::ready_line() const {
    const std::uint32_t metrics_port = gate_->metrics_port();
    return "ready clients=" + std::to_string(client_port_) +
           " metrics=" + (metrics_port == 0 ? "-" : std::to_string(metrics_port));
}

void Gateway::run() {
    control_.run([] { return false; }, 0, true);
}

bool Gateway::stop() {
    flow_.begin_stop();
    if (config_.on_stop == OnStop::kCancel) flow_.cancel_all_orders();
    const std::uint64_t until_ns = monotonic_ns() + config_.stop_wait_ms * kMillisecondNs;
    const bool is_settled = control_.run([this] { return flow_.open_request_count() == 0; }, until_ns, false);
    if (!is_settled) {
        log_warning(std::to_string(flow_.open_request_count()) + " requests are still open after " +
                    std::to_string(config_.stop_wait_ms) + " ms");
    }
    gate_->stop(monotonic_ns() + kGateStopNs);
    log_out();
    const bool is_clean = flow_.open_request_count() == 0;
    if (!config_.report.empty()) {
        write_exit_report(config_.report, config_.protection.mode, counters_, flow_, *gate_, is_clean);
    }
    return is_clean;
}

// QuickFIX's own stop() waits up to 15 s for each engine with a session that does not answer a Logout. Asked
// beforehand, all of them log out at the same time; the engines are then stopped side by side without that wait.
void Gateway::log_out() {
    std::vector<FIX::SessionID> venues;
    for (std::uint32_t index = 0; index < venue_sessions_.size(); ++index)
        venues.push_back(venue_sessions_.session(index));
    ask_to_log_out(venues);
    std::vector<std::thread> stops;
    for (const std::unique_ptr<FIX::Initiator> &initiator : engines_->initiators) {
        stops.emplace_back([&initiator] { initiator->stop(true); });
    }
    for (std::thread &stop : stops)
        stop.join();
    const std::set<FIX::SessionID> &clients = engines_->acceptor->getSessions();
    ask_to_log_out({clients.begin(), clients.end()});
    engines_->acceptor->stop(true);
}

void Gateway::ask_to_log_out(const std::vector<FIX::SessionID> &sessions) {
    for (const FIX::SessionID &id : sessions) {
        if (FIX::Session *session = FIX::Session::lookupSession(id)) session->logout("the gateway stops");
    }
    const auto are_out = [&sessions] {
        return std::none_of(sessions.begin(), sessions.end(), [](const FIX::SessionID &id) {
            FIX::Session *session = FIX::Session::lookupSession(id);
            return session != nullptr && session->isLoggedOn();
        });
    };
    control_.run(are_out, monotonic_ns() + kLogoutWaitNs, false);
}

}  // namespace fix_gateway
