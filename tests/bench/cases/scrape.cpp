// What a scrape costs, the text of all metrics of 1,000 venues as sluice.metrics/1 writes it, and what it does to the
// messages that pass meanwhile: submit() at a fixed arrival rate on one processor, with and without scrapes one after
// the other on a second one.

#include <atomic>
#include <random>
#include <stdexcept>
#include <thread>

#include "cases/cases.hpp"
#include "harness/gateway_engine.hpp"
#include "harness/paced_latency.hpp"
#include "harness/pinning.hpp"
#include "harness/undisturbed.hpp"

namespace sluice_bench {

namespace {

constexpr std::uint32_t kVenues = 1000;
constexpr double kPerSecond = 50'000;
constexpr int kCalls = 10'000;  // a repeat

class ScrapedGateway {
public:
    // Each limit of a venue has a counter for each of so many keys of its scope.
    ScrapedGateway(const RunOptions &options, std::uint32_t venues, std::uint32_t keys)
        : venues_(venues), gateway_(options.plugin_path, shape_of(venues, keys), quiet_host()) {
        metrics_ =
            static_cast<const sluice_ext_metrics *>(gateway_.api().extension(gateway_.engine(), SLUICE_EXT_METRICS));
        if (metrics_ == nullptr) throw std::runtime_error("the plugin has no sluice.metrics/1");
        // Each venue has seen traffic, so each histogram has something to tell.
        for (std::uint32_t i = 0; i < venues_ * 64; ++i)
            pass_order(i % venues_, i / venues_);
        std::size_t length = 0;
        metrics_->write_text(gateway_.engine(), nullptr, 0, &length, nullptr);
        text_.resize(length * 2);
    }

    // The length of the text.
    std::size_t scrape() {
        std::size_t length = 0;
        if (metrics_->write_text(gateway_.engine(), text_.data(), text_.size(), &length, nullptr) != SLUICE_OK) {
            throw std::runtime_error("the metrics text does not fit");
        }
        return length;
    }

    void measure_scrape(Figures &figures, const std::string &name) {
        const Undisturbed undisturbed;
        const std::uint64_t begin = ticks_at_begin();
        const std::size_t length = scrape();
        figures.add(name + "_ms", ns_of(ticks_at_end() - begin) / 1e6);
        figures.add(name + "_text_bytes", static_cast<double>(length));
    }

    void measure_submit(std::size_t calls, Figures &figures, const std::string &name) {
        PacedLatency latency(kPerSecond);
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        sluice_request request = plain_order();
        std::size_t venue = 0;
        latency.run(
            calls, [&](std::size_t) { venue = submit(request, verdict); },
            [&](std::size_t) { gateway_.finish_order(venue, verdict.grant, request.order_id, 0); });
        latency.add_to(figures, name);
    }

    void measure_submit_while_scraped(std::size_t calls, Figures &figures) {
        std::atomic<bool> is_ended{false};
        std::atomic<bool> has_begun{false};
        std::thread scraper([&] {
            pin_to_processor(1);
            const Undisturbed undisturbed;
            do {
                scrape();
                has_begun = true;
            } while (!is_ended);
        });
        while (!has_begun)
            std::this_thread::yield();
        measure_submit(calls, figures, "submit_while_scraped");
        is_ended = true;
        scraper.join();
    }

private:
    static EngineShape shape_of(std::uint32_t venues, std::uint32_t keys) {
        EngineShape shape;
        shape.limits = four_open_limits();
        shape.venues = venues;
        shape.accounts = keys;
        shape.instruments = keys;
        shape.owners = keys;
        shape.held_max = shape.orders_max = shape.grants_max = 256;
        return shape;
    }

    std::size_t submit(sluice_request &request, sluice_verdict &verdict) {
        const std::size_t venue = random_() % venues_;
        request.ticket = request.order_id = ++ticket_;
        request.account_id = gateway_.account(ticket_);
        request.instrument_id = gateway_.instrument(ticket_);
        request.owner_id = gateway_.owner(ticket_);
        gateway_.api().submit(gateway_.lane(venue), &request, 0, &verdict);
        return venue;
    }

    void pass_order(std::size_t venue, std::size_t key) {
        sluice_request request = plain_order();
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        request.ticket = request.order_id = ++ticket_;
        request.account_id = gateway_.account(key);
        request.instrument_id = gateway_.instrument(key);
        request.owner_id = gateway_.owner(key);
        gateway_.api().submit(gateway_.lane(venue), &request, 0, &verdict);
        gateway_.finish_order(venue, verdict.grant, request.order_id, 0);
    }

    const std::uint32_t venues_;
    GatewayEngine gateway_;
    const sluice_ext_metrics *metrics_ = nullptr;
    std::string text_;
    std::uint64_t ticket_ = 0;
    std::minstd_rand random_;
};

}  // namespace

void scrape(const RunOptions &options, Figures &figures) {
    const std::uint32_t venues = options.is_smoke ? 4 : kVenues;
    constexpr std::uint32_t kManyKeys = 16;
    ScrapedGateway gateway(options, venues, 1);
    ScrapedGateway wide(options, venues, kManyKeys);
    const auto calls = static_cast<std::size_t>(options.rounds(kCalls));
    run_interleaved(options.repeats, {
                                         [&] { gateway.measure_scrape(figures, "scrape"); },
                                         [&] { wide.measure_scrape(figures, "scrape_16_keys"); },
                                         [&] { gateway.measure_submit(calls, figures, "submit_alone"); },
                                         [&] { gateway.measure_submit_while_scraped(calls, figures); },
                                     });
}

}  // namespace sluice_bench
