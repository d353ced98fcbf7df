#include "quiet_host.hpp"

namespace hotpath {

QuietHost::QuietHost(const sluice_api_v1 &table, const std::string &config, bool has_clock) : api(table) {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = this;
    host.release = [](void *context, const sluice_release *release) {
        QuietHost &self = *static_cast<QuietHost *>(context);
        if (self.answer == SLUICE_OK) self.releases[self.release_count++ % self.releases.size()] = *release;
        return self.answer;
    };
    host.wake = [](void *context, std::uint32_t, std::uint64_t) {
        const QuietHost &self = *static_cast<QuietHost *>(context);
        if (self.accident != nullptr) self.accident();
    };
    host.log = [](void *, std::int32_t, const char *, std::size_t) {};
    if (has_clock) {
        host.now_ns = [](void *context) {
            QuietHost &self = *static_cast<QuietHost *>(context);
            ++self.clock_questions;
            return self.clock_ns;
        };
    } else {
        clock_ns = 0;
    }
    sluice_error error = SLUICE_ERROR_INIT;
    if (api.engine_create(&host, config.data(), config.size(), &engine, &error) != SLUICE_OK ||
        api.lane_open(engine, 1, "lane", 4, &lane, &error) != SLUICE_OK) {
        throw std::runtime_error(error.message);
    }
    request.account_id = id_of(SLUICE_NAME_ACCOUNT, "account");
    request.instrument_id = id_of(SLUICE_NAME_INSTRUMENT, "instrument");
    request.owner_id = id_of(SLUICE_NAME_OWNER, "owner");
    batch = static_cast<const sluice_ext_batch *>(api.extension(engine, SLUICE_EXT_BATCH));
    for (sluice_verdict &each : verdicts)
        each = SLUICE_VERDICT_INIT;
}

QuietHost::~QuietHost() {
    answer = SLUICE_OK;
    accident = nullptr;
    for (int attempt = 0; attempt < 100; ++attempt) {
        if (api.engine_stop(engine, SLUICE_STOP_ABANDON, nullptr) != SLUICE_E_BUSY) break;
        // A grant of which nothing was reported counts as written after a while.
        if (clock_ns != 0) advance(1000 * kMillisecondNs);
        poll();
    }
    api.engine_destroy(engine, nullptr);
}

std::uint32_t QuietHost::id_of(std::uint32_t name_kind, const std::string &name) {
    std::uint32_t id = 0;
    sluice_error error = SLUICE_ERROR_INIT;
    if (api.intern(engine, name_kind, name.data(), name.size(), &id, &error) != SLUICE_OK) {
        throw std::runtime_error(error.message);
    }
    return id;
}

void QuietHost::report(std::uint32_t kind, std::uint64_t grant, std::uint64_t order) noexcept {
    sluice_event what = SLUICE_EVENT_INIT;
    what.kind = kind;
    what.grant = grant;
    what.order_id = order;
    report(what);
}

void QuietHost::settle(std::uint64_t grant, std::uint64_t order) noexcept {
    report(SLUICE_EVENT_WRITTEN, grant, order);
    report(SLUICE_EVENT_ACKED, grant, order);
    report(SLUICE_EVENT_DONE, 0, order);
}

void QuietHost::drain() noexcept {
    poll();
    for (std::size_t index = 0; index < release_count; ++index) {
        const sluice_release &release = releases[index];
        if (release.action == SLUICE_RELEASE_SEND) settle(release.grant, release.order_id);
    }
    release_count = 0;
}

void QuietHost::next_new() noexcept {
    next(SLUICE_KIND_NEW, next_key);
    request.price_e8 = 10'000'000'000;
    request.quantity_e8 = 100'000'000;
    request.side = SLUICE_SIDE_BUY;
}

void QuietHost::next(std::uint32_t kind, std::uint64_t order) noexcept {
    request.kind = kind;
    request.ticket = next_key++;
    request.order_id = order;
    request.deadline_ns = 0;
    request.message_count = 0;
    request.flags = 0;
}

void QuietHost::spend() noexcept {
    next_new();
    submit();
    settle(verdict.grant, request.order_id);
}

}  // namespace hotpath
