// The listener over real sockets on 127.0.0.1 and ports that the system chooses.
#include "telemetry/metrics_listener.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "prometheus_page.hpp"

namespace sluice {
namespace {

class Connection {
public:
    explicit Connection(uint16_t port, int patience_seconds = 20)
        : file_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const timeval patience = {patience_seconds, 0};
        setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_open_ = connect(file_, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0;
    }
    ~Connection() { close(file_); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] bool is_open() const { return is_open_; }

    [[nodiscard]] bool send_text(const std::string &text) {
        return send(file_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
    }

    // Everything until the server closes.
    [[nodiscard]] std::string receive_all() {
        std::string all;
        char block[65'536];
        for (ssize_t got = 0; (got = recv(file_, block, sizeof(block), 0)) > 0;) {
            all.append(block, static_cast<std::size_t>(got));
        }
        return all;
    }

private:
    int file_;
    bool is_open_ = false;
};

std::string request_of(const std::string &method, const std::string &path) {
    return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
}
const std::string kRequest = request_of("GET", "/metrics");

// All that the server answers; empty when there is none.
std::string ask(uint16_t port, const std::string &request, int patience_seconds = 20) {
    Connection connection(port, patience_seconds);
    if (!connection.is_open() || !connection.send_text(request)) return "";
    return connection.receive_all();
}

// The body of the page; empty when there is no server or it did not answer 200.
std::string fetch(uint16_t port, int patience_seconds = 20) {
    const std::string answer = ask(port, kRequest, patience_seconds);
    const std::size_t body = answer.find("\r\n\r\n");
    if (answer.rfind("HTTP/1.1 200", 0) != 0 || body == std::string::npos) return "";
    return answer.substr(body + 4);
}

EngineSnapshot one_kill() {
    EngineSnapshot snapshot;
    snapshot.kills.emplace_back();
    return snapshot;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(MetricsListener, serves_the_page_on_a_port_that_the_system_chose) {
    const MetricsListener listener("127.0.0.1:0", one_kill);
    ASSERT_NE(listener.port(), 0);
    const test::PrometheusPage page = test::parse_prometheus_page(fetch(listener.port()));
    EXPECT_EQ(page.value("sluice_kill_engaged", {}), 1);
}

TEST(MetricsListener, says_what_it_sends_and_how_long_it_is) {
    const MetricsListener listener("127.0.0.1:0", one_kill);
    const std::string page = fetch(listener.port());
    const std::string head = ask(listener.port(), request_of("HEAD", "/metrics"));
    EXPECT_EQ(head.rfind("HTTP/1.1 200", 0), 0u) << head;
    EXPECT_NE(head.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"), std::string::npos) << head;
    EXPECT_NE(head.find("Content-Length: " + std::to_string(page.size()) + "\r\n"), std::string::npos) << head;
    EXPECT_EQ(head.find("sluice_"), std::string::npos) << "a head has no body";
}

TEST(MetricsListener, answers_nothing_but_a_scrape) {
    const MetricsListener listener("127.0.0.1:0", one_kill);
    for (const char *method : {"POST", "PUT", "DELETE"}) {
        const std::string answer = ask(listener.port(), request_of(method, "/metrics"));
        EXPECT_EQ(answer.rfind("HTTP/1.1 405", 0), 0u) << method << ": " << answer;
        EXPECT_NE(answer.find("Allow: GET, HEAD\r\n"), std::string::npos) << answer;
    }
    for (const char *path : {"/", "/metric", "/etc/passwd", "/../../etc/passwd"}) {
        const std::string answer = ask(listener.port(), request_of("GET", path));
        EXPECT_EQ(answer.rfind("HTTP/1.1 404", 0), 0u) << path << ": " << answer;
    }
}

TEST(MetricsListener, serves_a_host_name_and_two_listeners_at_once) {
    const MetricsListener first("localhost:0", one_kill);
    const MetricsListener second("127.0.0.1:0", one_kill);
    EXPECT_NE(first.port(), second.port());
    EXPECT_NE(fetch(first.port()), "");
    EXPECT_NE(fetch(second.port()), "");
}

TEST(MetricsListener, names_address_reason_and_remedy_when_the_port_is_taken) {
    const MetricsListener listener("127.0.0.1:0", one_kill);
    const std::string address = "127.0.0.1:" + std::to_string(listener.port());
    try {
        const MetricsListener second(address, one_kill);
        FAIL() << "two listeners on " << address;
    } catch (const std::runtime_error &fault) {
        const std::string text = fault.what();
        EXPECT_NE(text.find(address), std::string::npos) << text;
        EXPECT_NE(text.find("Address already in use"), std::string::npos) << text;
        EXPECT_NE(text.find("/metrics/listen"), std::string::npos) << text;
        EXPECT_NE(text.find("port 0"), std::string::npos) << text;
    }
    EXPECT_NE(fetch(listener.port()), "") << "the first one still serves";
}

TEST(MetricsListener, refuses_an_address_of_another_machine_and_a_text_that_is_none) {
    EXPECT_THROW(MetricsListener("192.0.2.1:0", one_kill), std::runtime_error);
    EXPECT_THROW(MetricsListener("127.0.0.1:0,127.0.0.1:0", one_kill), std::runtime_error);
}

TEST(MetricsListener, is_silent_after_its_end_and_its_port_is_free_again) {
    std::atomic<int> snapshots{0};
    uint16_t port = 0;
    {
        const MetricsListener listener("127.0.0.1:0", [&snapshots] {
            ++snapshots;
            return one_kill();
        });
        port = listener.port();
        EXPECT_NE(fetch(port), "");
    }
    EXPECT_EQ(snapshots, 1);
    EXPECT_EQ(fetch(port), "");
    const MetricsListener again("127.0.0.1:" + std::to_string(port), one_kill);
    EXPECT_EQ(again.port(), port);
    EXPECT_NE(fetch(port), "");
}

// The destructor must not wait for a client that keeps its connection and says nothing.
TEST(MetricsListener, ends_although_clients_hold_connections_open) {
    auto listener = std::make_unique<MetricsListener>("127.0.0.1:0", one_kill);
    const Connection silent(listener->port());
    Connection half(listener->port());
    ASSERT_TRUE(half.send_text("GET /metr"));
    const auto start = std::chrono::steady_clock::now();
    listener.reset();
    EXPECT_LT(seconds_since(start), 8.0);
}

// The server alone would take two seconds, at every stop of a gateway.
TEST(MetricsListener, ends_at_once_when_nobody_scrapes) {
    for (const char *address : {"127.0.0.1:0", "0.0.0.0:0", "localhost:0"}) {
        auto listener = std::make_unique<MetricsListener>(address, one_kill);
        EXPECT_NE(fetch(listener->port()), "") << address;
        const auto start = std::chrono::steady_clock::now();
        listener.reset();
        EXPECT_LT(seconds_since(start), 1.0) << address;
    }
}

// Two clients that say nothing hold both workers; the page must come back when their time is over.
TEST(MetricsListener, gives_workers_back_that_silent_clients_hold) {
    const MetricsListener listener("127.0.0.1:0", one_kill);
    const Connection first(listener.port());
    const Connection second(listener.port());
    const auto start = std::chrono::steady_clock::now();
    EXPECT_NE(fetch(listener.port()), "");
    EXPECT_LT(seconds_since(start), 15.0);
}

TEST(MetricsListener, ends_while_scrapes_are_under_way) {
    for (int round = 0; round < 3; ++round) {
        std::atomic<bool> is_gone{false};
        std::atomic<int> late{0};
        auto listener = std::make_unique<MetricsListener>("127.0.0.1:0", [&] {
            if (is_gone) ++late;
            return one_kill();
        });
        const uint16_t port = listener->port();
        std::vector<std::thread> scrapers;
        for (int index = 0; index < 3; ++index) {
            scrapers.emplace_back([port] {
                for (int scrape = 0; scrape < 5; ++scrape)
                    (void)fetch(port, 1);
            });
        }
        (void)fetch(port);
        listener.reset();
        is_gone = true;
        for (std::thread &scraper : scrapers)
            scraper.join();
        EXPECT_EQ(late, 0) << "a snapshot was taken after the end";
    }
}

std::atomic<pthread_t> handler_thread{};
extern "C" void note_thread(int) {
    handler_thread = pthread_self();
}

// A signal of the process goes to any thread that does not block it. When the host's own thread blocks it for a
// moment, the listener's threads must not be the ones that take it.
TEST(MetricsListener, leaves_signals_to_the_host) {
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = note_thread;
    sigaction(SIGUSR1, &action, &before);
    sigset_t usr1;
    sigset_t mask_before;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    {
        const MetricsListener listener("127.0.0.1:0", one_kill);
        EXPECT_NE(fetch(listener.port()), "");
        pthread_sigmask(SIG_BLOCK, &usr1, &mask_before);
        EXPECT_EQ(sigismember(&mask_before, SIGUSR1), 0) << "the mask of this thread is as it was";
        kill(getpid(), SIGUSR1);
        // It counts as pending until a thread that may take it has run: time for those of the listener to do so.
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        sigset_t pending;
        sigpending(&pending);
        EXPECT_EQ(sigismember(&pending, SIGUSR1), 1) << "a thread of the listener took it";
        pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
        EXPECT_TRUE(pthread_equal(handler_thread, pthread_self()));
    }
    sigaction(SIGUSR1, &before, nullptr);
}

// A scraper that gives up in the middle of a long page must cost nothing but its own page.
TEST(MetricsListener, survives_a_client_that_leaves_in_the_middle) {
    const auto counters = std::make_unique<VenueCounters>();
    const MetricsListener listener("127.0.0.1:0", [&counters] {
        EngineSnapshot snapshot;
        for (int index = 0; index < 300; ++index) {
            VenueSnapshot &venue = snapshot.venues.emplace_back();
            venue.name = snapshot.keep("venue " + std::to_string(index));
            venue.counters = counters.get();
        }
        return snapshot;
    });
    for (int round = 0; round < 5; ++round) {
        Connection connection(listener.port());
        ASSERT_TRUE(connection.send_text(kRequest));
    }
    const test::PrometheusPage page = test::parse_prometheus_page(fetch(listener.port()));
    EXPECT_EQ(page.families.at("sluice_submits_total").rows.size(), 300u);
}

}  // namespace
}  // namespace sluice
