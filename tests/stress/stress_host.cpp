#include "stress_host.hpp"

#include <time.h>

#include <algorithm>
#include <stdexcept>

namespace sluice_test {

std::uint64_t monotonic_now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
}

StressHost::StressHost(const std::string &config, std::uint32_t venue_count, std::size_t tickets_max)
    : api(library.table()), ledger_(tickets_max), write_times_(new WriteTimes[venue_count]) {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = this;
    host.release = [](void *context, const sluice_release *release) {
        return static_cast<StressHost *>(context)->release(*release);
    };
    sluice_error error = SLUICE_ERROR_INIT;
    if (api.engine_create(&host, config.data(), config.size(), &engine, &error) != SLUICE_OK) {
        throw std::runtime_error(error.message);
    }
    for (std::uint32_t venue = 1; venue <= venue_count; ++venue) {
        sluice_lane *lane = nullptr;
        api.lane_open(engine, venue, "lane", 4, &lane, nullptr);
        report(lane, SLUICE_EVENT_LANE_UP, 0);
        lanes_.push_back(lane);
    }
}

StressHost::~StressHost() {
    stop_pumps();
    stop_engine();
    api.engine_destroy(engine, nullptr);
}

void StressHost::start_pumps() {
    is_pumping_ = true;
    for (std::uint32_t venue = 1; venue <= lanes_.size(); ++venue)
        pumps_.emplace_back([this, venue] { pump(venue); });
}

void StressHost::stop_pumps() {
    is_pumping_ = false;
    for (std::thread &pump : pumps_)
        pump.join();
    pumps_.clear();
}

void StressHost::pump(std::uint32_t venue_id) {
    while (is_pumping_.load(std::memory_order_relaxed)) {
        if (api.poll(engine, venue_id, 0, 16) == 0) std::this_thread::yield();
    }
}

void StressHost::stop_engine() {
    while (api.engine_stop(engine, SLUICE_STOP_ABANDON, nullptr) == SLUICE_E_BUSY)
        api.poll(engine, SLUICE_VENUE_ALL, 0, 1000);
}

std::uint64_t StressHost::take_ticket() {
    const std::uint64_t ticket = next_ticket_.fetch_add(1, std::memory_order_relaxed);
    return ticket < ledger_.size() ? ticket : 0;
}

sluice_verdict StressHost::send(std::uint32_t venue_id, sluice_request request, std::uint32_t answer) {
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    ledger_[request.ticket].store(Fate::submitted, std::memory_order_relaxed);
    if (api.submit(lane(venue_id), &request, 0, &verdict) != SLUICE_OK) return verdict;
    if (verdict.action == SLUICE_ACTION_SEND) write(venue_id, lane(venue_id), verdict.grant, answer);
    if (verdict.action == SLUICE_ACTION_HELD) {
        held_count_.fetch_add(1, std::memory_order_relaxed);
        // The release may have come before this line.
        Fate expected = Fate::submitted;
        ledger_[request.ticket].compare_exchange_strong(expected, Fate::held, std::memory_order_relaxed);
    }
    return verdict;
}

sluice_status StressHost::release(const sluice_release &release) {
    // Now and then the transport is full.
    const bool is_send = release.action == SLUICE_RELEASE_SEND;
    if (is_send && release.ticket % 31 == 0 && release.held_ns < 20'000'000) return SLUICE_E_BUSY;
    const Fate before = ledger_[release.ticket].exchange(Fate::released, std::memory_order_relaxed);
    if (before == Fate::released || before == Fate::none) ledger_[release.ticket] = Fate::twice;
    if (is_send) write(release.venue_id, release.lane, release.grant, SLUICE_EVENT_ACKED);
    return SLUICE_OK;
}

void StressHost::write(std::uint32_t venue_id, sluice_lane *lane, std::uint64_t grant, std::uint32_t answer) {
    if (answer == SLUICE_EVENT_NOT_WRITTEN) {
        report(lane, SLUICE_EVENT_NOT_WRITTEN, grant);
        return;
    }
    const std::uint64_t written_ns = monotonic_now_ns();
    {
        WriteTimes &venue = write_times_[venue_id - 1];
        const std::lock_guard<std::mutex> guard(venue.mutex);
        venue.times.push_back(written_ns);
    }
    report(lane, SLUICE_EVENT_WRITTEN, grant, written_ns);
    report(lane, answer, grant);
}

void StressHost::report(sluice_lane *lane, std::uint32_t kind, std::uint64_t grant, std::uint64_t time_ns) const {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.grant = grant;
    event.time_ns = time_ns;
    api.report(lane, &event, 0);
}

MetricsText StressHost::scrape() const {
    const auto &metrics = *static_cast<const sluice_ext_metrics *>(api.extension(engine, SLUICE_EXT_METRICS));
    std::string text(1 << 20, '\0');
    std::size_t length = 0;
    if (metrics.write_text(engine, text.data(), text.size(), &length, nullptr) != SLUICE_OK) {
        throw std::runtime_error("write_text");
    }
    text.resize(length);
    return MetricsText(text);
}

std::vector<std::uint64_t> StressHost::broken_tickets() const {
    std::vector<std::uint64_t> broken;
    for (std::uint64_t ticket = 1; ticket < ledger_.size(); ++ticket) {
        const Fate fate = ledger_[ticket].load();
        if (fate == Fate::held || fate == Fate::twice) broken.push_back(ticket);
    }
    return broken;
}

std::size_t peak_of(std::vector<std::uint64_t> times, std::uint64_t span_ns) {
    std::sort(times.begin(), times.end());
    std::size_t peak = 0;
    for (std::size_t first = 0, last = 0; last < times.size(); ++last) {
        while (times[last] - times[first] > span_ns)
            ++first;
        peak = std::max(peak, last - first + 1);
    }
    return peak;
}

}  // namespace sluice_test
