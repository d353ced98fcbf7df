// The HTTP listener that Prometheus scrapes (GET /metrics), for engines whose config asks for one. [control] creates
// and destroys it; it owns the only threads of the plugin, those of its HTTP server, with all signals blocked so that
// the host's handlers keep running where the host wants them. The destructor returns when they have ended; after that
// the snapshot function is not called any more.
//
// Two ways of the server (civetweb) that cannot be turned off: its threads set SIGPIPE to be ignored in the whole
// process, which nothing here relies on; and when it stops, a connection that still waits for a worker is forgotten, so
// that its client runs into its own time-out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "telemetry/listen_address.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {

class MetricsServer;
class ScrapePages;

class MetricsListener {
public:
    // Listens on "host:port"; with port 0 the system chooses a free one. Throws std::runtime_error with the address and
    // the remedy when that cannot be done. `take_snapshot`: see scrape_pages.hpp.
    MetricsListener(const std::string &listen, std::function<EngineSnapshot()> take_snapshot);
    ~MetricsListener();

    MetricsListener(const MetricsListener &) = delete;
    MetricsListener &operator=(const MetricsListener &) = delete;

    [[nodiscard]] uint16_t port() const noexcept { return address_.port; }

private:
    ListenAddress address_;               // with the port that was chosen
    std::unique_ptr<ScrapePages> pages_;  // destroyed after the server, whose threads write them
    std::unique_ptr<MetricsServer> server_;
};

}  // namespace sluice
