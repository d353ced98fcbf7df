#include "gateway/round_trips.hpp"

#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "gateway/fix_text.hpp"

namespace sluice_bench {

namespace {

constexpr double kSecondNs = 1e9;
constexpr double kSilenceMaxNs = 10 * kSecondNs;

double now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * kSecondNs + static_cast<double>(now.tv_nsec);
}

}  // namespace

RoundTrips::RoundTrips(GatewayProcess &gateway) : gateway_(gateway), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    for (FixSession *session : {&gateway_.client(), &gateway_.venue()}) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = session;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, session->descriptor(), &event);
    }
}

RoundTrips::~RoundTrips() {
    close(epoll_);
}

void RoundTrips::run_at_rate(double orders_per_second, int orders) {
    const double gap_ns = kSecondNs / orders_per_second;
    const double start_ns = now_ns();
    const std::size_t until = begin_ns_.size() + static_cast<std::size_t>(orders);
    double due_ns = start_ns + gap_ns;
    double last_ns = start_ns;
    while (finished_ < until) {
        const double now = now_ns();
        if (begin_ns_.size() < until && now >= due_ns) {
            send_order(due_ns);
            due_ns += gap_ns;
            last_ns = now;
            continue;
        }
        if (now > last_ns + kSilenceMaxNs) throw std::runtime_error("gateway " + gateway_.name() + " lost an order");
        handle_ready(begin_ns_.size() < until ? due_ns - now : kSecondNs);
    }
    orders_per_second_ = orders / (now_ns() - start_ns) * kSecondNs;
}

void RoundTrips::run_saturated(int outstanding, int orders) {
    const double start_ns = now_ns();
    const std::size_t until = begin_ns_.size() + static_cast<std::size_t>(orders);
    while (finished_ < until) {
        while (begin_ns_.size() < until && begin_ns_.size() - finished_ < static_cast<std::size_t>(outstanding))
            send_order(now_ns());
        const std::size_t before = finished_ + executions_;
        handle_ready(kSilenceMaxNs);
        if (finished_ + executions_ == before && now_ns() > begin_ns_.back() + kSilenceMaxNs) {
            throw std::runtime_error("gateway " + gateway_.name() + " lost an order");
        }
    }
    orders_per_second_ = orders / (now_ns() - start_ns) * kSecondNs;
}

std::vector<double> RoundTrips::take_round_trips() {
    return std::exchange(round_trips_ns_, {});
}

void RoundTrips::send_order(double begin_ns) {
    std::string fields;
    add_field(fields, 11, "B" + std::to_string(begin_ns_.size()));
    begin_ns_.push_back(begin_ns);
    fields += "1=ACCOUNT\00155=BTC-USD\00154=1\00138=1\00140=2\00144=100.5\00159=0\00160=20260101-00:00:00.000\001";
    gateway_.client().send("D", fields);
}

void RoundTrips::handle_ready(double timeout_ns) {
    std::array<epoll_event, 2> ready;
    const auto whole_seconds = static_cast<time_t>(timeout_ns / kSecondNs);
    const timespec timeout{
        whole_seconds, static_cast<long>(timeout_ns - static_cast<double>(whole_seconds) * kSecondNs)};
    const int count = epoll_pwait2(epoll_, ready.data(), ready.size(), &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
        auto *session = static_cast<FixSession *>(ready[static_cast<std::size_t>(i)].data.ptr);
        const bool is_venue = session == &gateway_.venue();
        session->read([&](std::string_view type, std::string_view message) {
            if (is_venue && type == "D") answer_order(message);
            if (!is_venue && type == "8") take_fill(message);
        });
    }
}

// The venue fills each order at once and whole: the shortest life of an order, one message each way.
void RoundTrips::answer_order(std::string_view message) {
    const std::string number = std::to_string(++executions_);
    std::string fields;
    add_field(fields, 37, "O" + number);
    add_field(fields, 11, fix_field(message, 11));
    add_field(fields, 17, "E" + number);
    add_field(fields, 55, fix_field(message, 55));
    add_field(fields, 38, fix_field(message, 38));
    add_field(fields, 44, fix_field(message, 44));
    fields += "150=F\00139=2\00154=1\00132=1\00131=100.5\001151=0\00114=1\0016=100.5\00160=20260101-00:00:00.000\001";
    gateway_.venue().send("8", fields);
}

void RoundTrips::take_fill(std::string_view message) {
    const std::string id(fix_field(message, 11));
    const std::size_t order = std::strtoul(id.c_str() + 1, nullptr, 10);
    if (fix_field(message, 39) != "2" || order >= begin_ns_.size()) {
        throw std::runtime_error("gateway " + gateway_.name() + " says " + std::string(message));
    }
    round_trips_ns_.push_back(now_ns() - begin_ns_[order]);
    ++finished_;
}

}  // namespace sluice_bench
