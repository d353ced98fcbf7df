// What submit() to SEND costs when there is much of everything and no message comes to where the last one was: 1,000
// venues, 100,000 instruments, 65,536 held requests, each alone and all together, against one of each.
//
// An instrument is traded at one venue; the next message is for any of them. The held requests wait for the limit of
// their account, which no other message meets, so they stay held while everything else flows past them.

#include <array>
#include <cstdio>
#include <memory>
#include <random>
#include <stdexcept>

#include "cases/cases.hpp"
#include "harness/batch_timer.hpp"
#include "harness/gateway_engine.hpp"

namespace sluice_bench {

namespace {

constexpr std::size_t kBatch = 64;
constexpr int kBatches = 500;  // a repeat
constexpr std::uint32_t kAccounts = 64;
constexpr std::uint32_t kAccountLimit = 100'000;
constexpr std::uint32_t kMessageCountMax = 1000;

struct Size {
    const char *name;
    std::uint32_t venues;
    std::uint32_t instruments;
    std::uint32_t held;
};

class SizedGateway {
public:
    SizedGateway(const std::string &plugin_path, const Size &size)
        : size_(size), gateway_(plugin_path, shape_of(size), quiet_host()) {
        for (std::size_t venue = 0; size.held != 0 && venue < size.venues; ++venue)
            use_up_account(venue);
        for (std::uint32_t i = 0; i < size.held; ++i)
            hold(i % size.venues);
    }

    double run_ns(int batches) {
        BatchTimer timer;
        const sluice_api_v1 &api = gateway_.api();
        for (int batch = 0; batch < batches; ++batch) {
            prepare();
            timer.time(kBatch, [&] {
                for (std::size_t i = 0; i < kBatch; ++i)
                    api.submit(lanes_[i], &requests_[i], 0, &verdicts_[i]);
            });
            for (std::size_t i = 0; i < kBatch; ++i) {
                if (verdicts_[i].action != SLUICE_ACTION_SEND) throw std::runtime_error("submit did not say SEND");
                gateway_.finish_order(venues_[i], verdicts_[i].grant, requests_[i].order_id, 0);
            }
        }
        return timer.median_ns();
    }

private:
    static EngineShape shape_of(const Size &size) {
        constexpr std::uint32_t kRoom = 1024;
        EngineShape shape;
        shape.limits = R"([
{"name":"venue","shape":"token_bucket","scope":"venue","limit":1000000,"refill_amount":1000000,"refill_interval_ms":1},
{"name":"account","shape":"token_bucket","scope":"account","limit":)" +
                       std::to_string(kAccountLimit) + R"(,"refill_amount":1,"refill_interval_ms":3600000},
{"name":"instrument","shape":"token_bucket","scope":"instrument","limit":1000000,"refill_amount":1000000,
 "refill_interval_ms":1},
{"name":"lane","shape":"token_bucket","scope":"lane","limit":1000000,"refill_amount":1000000,"refill_interval_ms":1}])";
        shape.venues = size.venues;
        shape.accounts = kAccounts;
        shape.instruments = size.instruments;
        shape.owners = kAccounts;
        shape.held_max = size.held / size.venues + kRoom;
        shape.orders_max = shape.grants_max = shape.held_max + kRoom;
        return shape;
    }

    sluice_request next_order(std::size_t account, std::size_t instrument) {
        sluice_request request = plain_order();
        request.ticket = request.order_id = ++ticket_;
        request.account_id = gateway_.account(account);
        request.instrument_id = gateway_.instrument(instrument);
        request.owner_id = gateway_.owner(account);
        return request;
    }

    // Account 0 is for what is to be held.
    void use_up_account(std::size_t venue) {
        for (std::uint32_t used = 0; used < kAccountLimit; used += kMessageCountMax) {
            sluice_request request = next_order(0, venue % size_.instruments);
            request.message_count = kMessageCountMax;
            sluice_verdict verdict = SLUICE_VERDICT_INIT;
            gateway_.api().submit(gateway_.lane(venue), &request, 0, &verdict);
            gateway_.finish_order(venue, verdict.grant, request.order_id, 0);
        }
    }

    void hold(std::size_t venue) {
        sluice_request request = next_order(0, random_() % size_.instruments);
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        gateway_.api().submit(gateway_.lane(venue), &request, 0, &verdict);
        if (verdict.action != SLUICE_ACTION_HELD) throw std::runtime_error("submit did not say HELD");
    }

    void prepare() {
        for (std::size_t i = 0; i < kBatch; ++i) {
            const std::size_t any = random_();
            const std::size_t instrument = any % size_.instruments;
            venues_[i] = (size_.instruments >= size_.venues ? instrument : any) % size_.venues;
            lanes_[i] = gateway_.lane(venues_[i]);
            requests_[i] = next_order(1 + any % (kAccounts - 1), instrument);
            verdicts_[i] = SLUICE_VERDICT_INIT;
        }
    }

    const Size size_;
    GatewayEngine gateway_;
    std::array<std::size_t, kBatch> venues_{};
    std::array<sluice_lane *, kBatch> lanes_{};
    std::array<sluice_request, kBatch> requests_{};
    std::array<sluice_verdict, kBatch> verdicts_{};
    std::uint64_t ticket_ = 0;
    std::mt19937 random_{1};  // always the same order
};

}  // namespace

void size_cost(const RunOptions &options, Figures &figures) {
    constexpr std::array<Size, 5> kSizes{{{"small", 1, 1, 0}, {"venues_1000", 1000, 1, 0},
        {"instruments_100000", 1, 100'000, 0}, {"held_65536", 1, 1, 65'536}, {"all", 1000, 100'000, 65'536}}};
    constexpr std::array<Size, 2> kSmokeSizes{{{"small", 1, 1, 0}, {"all", 4, 100, 64}}};
    std::vector<Size> sizes(kSizes.begin(), kSizes.end());
    if (options.is_smoke) sizes.assign(kSmokeSizes.begin(), kSmokeSizes.end());
    std::vector<std::unique_ptr<SizedGateway>> gateways;
    std::vector<std::function<void()>> sides;
    const int batches = options.rounds(kBatches);
    for (const Size &size : sizes) {
        try {
            gateways.push_back(std::make_unique<SizedGateway>(options.plugin_path, size));
        } catch (const sluice::failure &failure) {
            std::fprintf(stderr, "size %s is not measured: %s\n", size.name, failure.what());
            continue;
        }
        SizedGateway &gateway = *gateways.back();
        sides.emplace_back([&gateway, &figures, size, batches] {
            figures.add(std::string("submit_") + size.name + "_ns", gateway.run_ns(batches));
        });
    }
    run_interleaved(options.repeats, sides);
}

}  // namespace sluice_bench
