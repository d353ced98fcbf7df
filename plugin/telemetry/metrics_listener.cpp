#include "telemetry/metrics_listener.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <exception>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "telemetry/metrics_server.hpp"
#include "telemetry/scrape_pages.hpp"

namespace sluice {
namespace {

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

std::unique_ptr<MetricsServer> start_server(const ListenAddress &address, ScrapePages &pages) {
    const SignalsBlocked signals_blocked;
    try {
        return std::make_unique<MetricsServer>(address.text(), pages);
    } catch (const std::exception &fault) {
        // The server does not say why; a second try at the socket alone does.
        std::string reason = why_not_listen(address);
        if (reason.empty()) reason = fault.what();
        throw std::runtime_error(
            "metrics listener: cannot listen on " + address.text() + ": " + reason +
            "; give a free address of this machine at /metrics/listen of the config, port 0 to let "
            "the system choose one, or leave it out to have no listener");
    }
}

// While it lives, knocks at the server's door. The server's acceptor looks at its stop flag only when somebody connects
// or two seconds have passed, so without this every stop of a gateway would take two seconds. The pauses double, so
// that a long scrape that has to end first is not followed by a queue of knocks.
class AcceptorWaker {
public:
    explicit AcceptorWaker(const ListenAddress &address) {
        const SignalsBlocked signals_blocked;
        try {
            thread_ = std::thread([this, &address] { run(address); });
        } catch (const std::system_error &) {
            // Without another thread the server stops all the same, only later.
        }
    }
    ~AcceptorWaker() {
        is_over_.store(true, std::memory_order_relaxed);
        if (thread_.joinable()) thread_.join();
    }

    AcceptorWaker(const AcceptorWaker &) = delete;
    AcceptorWaker &operator=(const AcceptorWaker &) = delete;

private:
    void run(const ListenAddress &address) const {
        constexpr std::chrono::milliseconds kLook{5};
        for (unsigned looks = 1, next_knock = 1; !is_over_.load(std::memory_order_relaxed); ++looks) {
            std::this_thread::sleep_for(kLook);
            if (looks < next_knock) continue;
            knock(address);
            next_knock = looks * 2;
        }
    }

    std::atomic<bool> is_over_{false};
    std::thread thread_;
};

}  // namespace

MetricsListener::MetricsListener(const std::string &listen, std::function<EngineSnapshot()> take_snapshot)
    : address_(parse_listen_address(listen)),
      pages_(std::make_unique<ScrapePages>(std::move(take_snapshot))),
      server_(start_server(address_, *pages_)) {
    address_.port = server_->port();
    if (address_.port == 0)
        throw std::runtime_error("metrics listener: the server on " + listen + " does not tell its port");
}

MetricsListener::~MetricsListener() {
    const AcceptorWaker waker(address_);
    server_.reset();
}

}  // namespace sluice
