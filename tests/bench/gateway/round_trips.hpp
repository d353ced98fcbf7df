// Sends orders through a gateway and measures until the client has its fill: client socket, gateway, venue socket, and
// the same way back. Both ends are here, on one thread, and one clock measures. Used by one thread.
#pragma once

#include <string>
#include <vector>

#include "gateway/gateway_process.hpp"

namespace sluice_bench {

class RoundTrips {
public:
    explicit RoundTrips(GatewayProcess &gateway);
    ~RoundTrips();
    RoundTrips(const RoundTrips &) = delete;
    RoundTrips &operator=(const RoundTrips &) = delete;

    // So many orders at a fixed rate. A round trip begins when the order was due, not when it was sent.
    void run_at_rate(double orders_per_second, int orders);

    // As fast as it goes with `outstanding` orders on their way. A round trip begins with the write.
    void run_saturated(int outstanding, int orders);

    // Of all runs since the last call, in nanoseconds.
    std::vector<double> take_round_trips();

    // Of the last run.
    double orders_per_second() const { return orders_per_second_; }

private:
    void send_order(double begin_ns);
    void handle_ready(double timeout_ns);
    void answer_order(std::string_view message);
    void take_fill(std::string_view message);

    GatewayProcess &gateway_;
    int epoll_;
    std::vector<double> begin_ns_;  // by order; the number of an order is its place
    std::vector<double> round_trips_ns_;
    std::size_t finished_ = 0;
    std::size_t executions_ = 0;
    double orders_per_second_ = 0;
};

}  // namespace sluice_bench
