// The HTTP server under the metrics listener: civetweb, which answers GET and HEAD of /metrics with a page and anything
// else with an error. [control] starts and stops it; its own threads, two workers and an acceptor, inherit the signal
// mask of the thread that starts it. The destructor returns when they have ended.
//
// Pages are sent as they are: to compress one would take many times as long as to write it, on a machine whose
// processors are there for orders.
#pragma once

#include <cstdint>
#include <string>

#include "telemetry/scrape_pages.hpp"

struct mg_context;

namespace sluice {

class MetricsServer {
public:
    // `address` as civetweb reads it, see listen_address.hpp. `pages` outlives the server. Throws std::runtime_error
    // when it cannot listen there.
    MetricsServer(const std::string &address, ScrapePages &pages);
    ~MetricsServer();
    MetricsServer(const MetricsServer &) = delete;
    MetricsServer &operator=(const MetricsServer &) = delete;

    // 0: the server does not tell.
    [[nodiscard]] uint16_t port() const noexcept;

private:
    mg_context *const context_;
};

}  // namespace sluice
