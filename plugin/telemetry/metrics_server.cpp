#include "telemetry/metrics_server.hpp"

#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <civetweb.h>

namespace sluice {
namespace {

// Two, so that a scraper that hangs does not keep the others out.
constexpr const char *kWorkerThreads = "2";

// A connection that says nothing for so long gives its worker back; the server's own default is 30 seconds.
constexpr const char *kRequestTimeoutMs = "5000";

// civetweb counts its users without a lock, and engines come and go on any thread.
constinit std::mutex library_mutex;

bool send(mg_connection *connection, const ScrapePage &page) noexcept {
    for (const std::string_view part : page.parts()) {
        const int sent = mg_write(connection, part.data(), part.size());
        if (sent < 0 || static_cast<std::size_t>(sent) != part.size()) return false;
    }
    return true;
}

// Runs on a worker. Returns the HTTP status, which tells civetweb that the request is answered.
int answer(mg_connection *connection, void *context) noexcept {
    auto &pages = *static_cast<ScrapePages *>(context);
    const std::string_view method = mg_get_request_info(connection)->request_method;
    if (method != "GET" && method != "HEAD") {
        mg_printf(connection,
            "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\n"
            "Connection: close\r\n\r\n");
        return 405;
    }
    std::unique_ptr<ScrapePage> page;
    try {
        page = pages.take();
    } catch (const std::exception &) {
        mg_printf(connection, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return 503;
    }
    mg_printf(connection,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: %zu\r\n"
        "Connection: close\r\n\r\n",
        page->size());
    // A scraper that has gone needs no more of it.
    if (method == "GET") (void)send(connection, *page);
    pages.give_back(std::move(page));
    return 200;
}

mg_context *start(const std::string &address) {
    const char *options[] = {"listening_ports", address.c_str(), "num_threads", kWorkerThreads, "request_timeout_ms",
        kRequestTimeoutMs, nullptr};
    const std::lock_guard guard(library_mutex);
    mg_init_library(MG_FEATURES_DEFAULT);
    mg_context *const context = mg_start(nullptr, nullptr, options);
    if (context == nullptr) {
        mg_exit_library();
        throw std::runtime_error("the server did not start");
    }
    return context;
}

}  // namespace

MetricsServer::MetricsServer(const std::string &address, ScrapePages &pages) : context_(start(address)) {
    mg_set_request_handler(context_, "/metrics", answer, &pages);
}

MetricsServer::~MetricsServer() {
    mg_stop(context_);
    const std::lock_guard guard(library_mutex);
    mg_exit_library();
}

uint16_t MetricsServer::port() const noexcept {
    mg_server_port port{};
    if (mg_get_server_ports(context_, 1, &port) < 1 || port.port <= 0 || port.port > UINT16_MAX) return 0;
    return static_cast<uint16_t>(port.port);
}

}  // namespace sluice
