#include "harness/sized_gateway.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice_bench {

namespace {

constexpr std::uint32_t kAccounts = 64;
constexpr std::uint32_t kAccountLimit = 100'000;
constexpr std::uint32_t kMessageCountMax = 1000;

std::string limit_text(std::uint32_t index) {
    constexpr std::array<const char *, 4> kScopes{"venue", "account", "instrument", "lane"};
    const std::string scope = kScopes[index % kScopes.size()];
    // The account's limit does not refill while this runs: what waits for it stays held.
    const std::string numbers = index == 1 ? R"("limit":)" + std::to_string(kAccountLimit) +
                                                 R"(,"refill_amount":1,"refill_interval_ms":3600000)"
                                           : R"("limit":1000000,"refill_amount":1000000,"refill_interval_ms":1)";
    return R"({"name":")" + scope + std::to_string(index) + R"(","shape":"token_bucket","scope":")" + scope + "\"," +
           numbers + "}";
}

EngineShape shape_of(const EngineSize &size) {
    constexpr std::uint32_t kRoom = 1024;
    EngineShape shape;
    for (std::uint32_t index = 0; index < size.limits; ++index)
        shape.limits += (index == 0 ? "[" : ",") + limit_text(index);
    shape.limits += "]";
    shape.venues = size.venues;
    shape.accounts = kAccounts;
    shape.instruments = size.instruments;
    shape.owners = size.owners;
    shape.held_max = size.held / size.venues + kRoom;
    shape.orders_max = shape.grants_max = shape.held_max + kRoom;
    return shape;
}

}  // namespace

SizedGateway::SizedGateway(const std::string &plugin_path, const EngineSize &size)
    : size_(size), gateway_(plugin_path, shape_of(size), quiet_host()) {
    for (std::size_t venue = 0; size.held != 0 && venue < size.venues; ++venue)
        use_up_account(venue);
    for (std::uint32_t i = 0; i < size.held; ++i)
        hold(i % size.venues);
    for (std::size_t i = 0; i < std::max(size.instruments, size.venues); ++i)
        pass_first(i % size.venues, i % size.instruments);
}

void SizedGateway::run_batch(BatchTimer &timer) {
    const sluice_api_v1 &api = gateway_.api();
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

sluice_request SizedGateway::next_order(std::size_t account, std::size_t instrument) {
    sluice_request request = plain_order();
    request.ticket = request.order_id = ++ticket_;
    request.account_id = gateway_.account(account);
    request.instrument_id = gateway_.instrument(instrument);
    request.owner_id = gateway_.owner(ticket_);
    return request;
}

// Account 0 is for what is to be held.
void SizedGateway::use_up_account(std::size_t venue) {
    for (std::uint32_t used = 0; used < kAccountLimit; used += kMessageCountMax) {
        sluice_request request = next_order(0, venue % size_.instruments);
        request.message_count = kMessageCountMax;
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        gateway_.api().submit(gateway_.lane(venue), &request, 0, &verdict);
        gateway_.finish_order(venue, verdict.grant, request.order_id, 0);
    }
}

void SizedGateway::hold(std::size_t venue) {
    const sluice_request request = next_order(0, random_() % size_.instruments);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    gateway_.api().submit(gateway_.lane(venue), &request, 0, &verdict);
    if (verdict.action != SLUICE_ACTION_HELD) throw std::runtime_error("submit did not say HELD");
}

// The first message of an instrument may have to wait for a page of memory; what is measured is every later one.
void SizedGateway::pass_first(std::size_t venue, std::size_t instrument) {
    const sluice_request request = next_order(1 + instrument % (kAccounts - 1), instrument);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    gateway_.api().submit(gateway_.lane(venue), &request, 0, &verdict);
    gateway_.finish_order(venue, verdict.grant, request.order_id, 0);
}

void SizedGateway::prepare() {
    for (std::size_t i = 0; i < kBatch; ++i) {
        const std::size_t any = random_();
        const std::size_t instrument = any % size_.instruments;
        venues_[i] = (size_.instruments >= size_.venues ? instrument : any) % size_.venues;
        lanes_[i] = gateway_.lane(venues_[i]);
        requests_[i] = next_order(1 + any % (kAccounts - 1), instrument);
        verdicts_[i] = SLUICE_VERDICT_INIT;
    }
}

}  // namespace sluice_bench
