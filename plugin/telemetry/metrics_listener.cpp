#include "telemetry/metrics_listener.hpp"

#include <csignal>
#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

#include <prometheus/exposer.h>

#include "telemetry/engine_collectable.hpp"
#include "telemetry/listen_address.hpp"

namespace sluice {
namespace {

// Two, so that a scraper that hangs does not keep the others out.
constexpr const char *kWorkerThreads = "2";

// A connection that says nothing for so long gives its worker back; the server's own default is 30 seconds.
constexpr const char *kRequestTimeoutMs = "5000";

// Blocks every signal in this thread while it lives. Threads inherit the mask of the thread that starts them.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    SignalsBlocked(const SignalsBlocked &) = delete;
    SignalsBlocked &operator=(const SignalsBlocked &) = delete;

private:
    sigset_t before_;
};

std::unique_ptr<prometheus::Exposer> start_server(const ListenAddress &address) {
    const SignalsBlocked signals_blocked;
    try {
        return std::make_unique<prometheus::Exposer>(std::vector<std::string>{
            "listening_ports", address.text(), "num_threads", kWorkerThreads, "request_timeout_ms", kRequestTimeoutMs});
    } catch (const std::exception &fault) {
        // The server does not say why; a second try at the socket alone does.
        std::string reason = why_not_listen(address);
        if (reason.empty()) reason = fault.what();
        throw std::runtime_error("metrics listener: cannot listen on " + address.text() + ": " + reason +
                                 "; give a free address of this machine in \"metrics_listen\", port 0 to let the "
                                 "system choose one, or leave it out to have no listener");
    }
}

}  // namespace

MetricsListener::MetricsListener(const std::string &listen, std::function<EngineSnapshot()> take_snapshot)
    : collectable_(std::make_shared<EngineCollectable>(std::move(take_snapshot))),
      server_(start_server(parse_listen_address(listen))) {
    const std::vector<int> ports = server_->GetListeningPorts();
    if (ports.empty() || ports.front() <= 0) {
        throw std::runtime_error("metrics listener: the server on " + listen + " does not tell its port");
    }
    port_ = static_cast<uint16_t>(ports.front());
    server_->RegisterCollectable(collectable_);
}

MetricsListener::~MetricsListener() = default;

}  // namespace sluice
