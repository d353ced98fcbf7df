// The metrics: a text that Prometheus can read, that counts what really happened.
#include "validate/host.hpp"
#include "validate/metrics_text.hpp"

namespace sluice::validate {

namespace {

std::string scrape(Host &host) {
    std::size_t length = 0;
    const sluice_status asked = host.metrics().write_text(host.engine, nullptr, 0, &length, nullptr);
    host.judge.expect(
        asked == SLUICE_E_BUSY && length > 0, "write_text without room: status %d, length %zu", asked, length);
    std::string text(length + 4'096, '\x7f');
    const std::size_t capacity = text.size() - 16;
    const sluice_status status = host.metrics().write_text(host.engine, text.data(), capacity, &length, nullptr);
    if (status != SLUICE_OK || length > capacity)
        host.judge.give_up("write_text: status %d, length %zu", status, length);
    host.judge.expect(
        text.find_first_not_of('\x7f', length) == std::string::npos, "write_text wrote behind its length");
    text.resize(length);
    return text;
}

void counts(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(5, 1000)));
    sluice_lane *lane = host.lane_up();
    host.id(SLUICE_NAME_OWNER, "a \"quoted\" \\ name");
    for (uint64_t ticket = 1; ticket <= 9; ++ticket)
        host.offer(lane, new_order(ticket));
    const MetricsText before = read_metrics(scrape(host));
    judge.expect(before.fault.empty(), "no Prometheus text: %.300s", before.fault.c_str());
    const auto sum = [](const MetricsText &text, const char *name) {
        const auto found = text.sums.find(name);
        return found == text.sums.end() ? -1.0 : found->second;
    };
    judge.expect(
        sum(before, "sluice_submits_total") == 9, "9 submits are counted as %.0f", sum(before, "sluice_submits_total"));
    judge.expect(sum(before, "sluice_held_requests") == 4, "4 held requests are counted as %.0f",
        sum(before, "sluice_held_requests"));
    host.run_until(host.now() + 5 * kSecondNs);
    const MetricsText after = read_metrics(scrape(host));
    judge.expect(after.fault.empty(), "no Prometheus text: %.300s", after.fault.c_str());
    judge.expect(sum(after, "sluice_held_requests") == 0, "no held request is counted as %.0f",
        sum(after, "sluice_held_requests"));
}

// A buffer that is one byte too short stays as it is.
void room(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    const std::size_t whole = scrape(host).size();
    std::string buffer(whole + 64, '\x7f');
    std::size_t length = 0;
    const sluice_status status = host.metrics().write_text(host.engine, buffer.data(), whole / 2, &length, nullptr);
    judge.expect(
        status == SLUICE_E_BUSY && length >= whole / 2, "a short buffer: status %d, length %zu", status, length);
    judge.expect(buffer.find_first_not_of('\x7f') == std::string::npos, "a buffer that is too short was written");
}

void percentiles(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, cancel_of(900, 2));
    host.run_until(host.now() + 2 * kSecondNs);
    uint64_t value_ns = 0;
    uint64_t count = 0;
    const sluice_status status = host.metrics().percentile(
        host.engine, 1, SLUICE_HISTOGRAM_WAIT, SLUICE_CLASS_CRITICAL, 500'000, &value_ns, &count);
    judge.expect(status == SLUICE_OK && count == 1, "percentile: status %d, count %llu", status,
        static_cast<unsigned long long>(count));
    judge.expect(value_ns > kSecondNs - kSecondNs / 32 && value_ns < kSecondNs + kSecondNs / 32 + 10,
        "a wait of one second is told as %llu ns", static_cast<unsigned long long>(value_ns));
    host.metrics().percentile(host.engine, 1, SLUICE_HISTOGRAM_WAIT, SLUICE_CLASS_IDLE, 0, &value_ns, &count);
    judge.expect(value_ns == 0 && count == 0, "a class without requests has a wait of %llu ns",
        static_cast<unsigned long long>(value_ns));
}

}  // namespace

void add_metrics_cases(CaseList &list) {
    list.push_back({"metrics.counts", "the metrics are Prometheus text and count what happened", counts});
    list.push_back({"metrics.room", "a buffer that is too short is left alone", room});
    list.push_back({"metrics.percentiles", "percentiles are right within 1/32", percentiles});
}

}  // namespace sluice::validate
