#include "harness/gateway_engine.hpp"

namespace sluice_bench {

namespace {

std::string config_of(const EngineShape &shape) {
    std::string venues;
    for (std::uint32_t venue = 0; venue < shape.venues; ++venue) {
        venues += (venue == 0 ? "" : ",");
        venues += R"({"name":"V)" + std::to_string(venue) + R"(","lanes_max":1,"held_max":)" +
                  std::to_string(shape.held_max) + R"(,"orders_max":)" + std::to_string(shape.orders_max) +
                  R"(,"grants_max":)" + std::to_string(shape.grants_max) + R"(,"limits":)" + shape.limits + "}";
    }
    return R"({"version":1,"capacity":{"accounts":)" + std::to_string(shape.accounts) + R"(,"instruments":)" +
           std::to_string(shape.instruments) + R"(,"owners":)" + std::to_string(shape.owners) + R"(},"venues":[)" +
           venues + "]}";
}

}  // namespace

std::string four_open_limits(bool has_windows) {
    const std::string bucket =
        R"(","limit":1000000,"refill_amount":1000000,"refill_interval_ms":1,"shape":"token_bucket"})";
    const std::string window = R"(","limit":1000,"window_ms":1,"shape":"sliding_window"})";
    const std::string &inner = has_windows ? window : bucket;
    return R"([{"name":"venue","scope":"venue)" + bucket + R"(,{"name":"account","scope":"account)" + inner +
           R"(,{"name":"instrument","scope":"instrument)" + inner + R"(,{"name":"lane","scope":"lane)" + bucket + "]";
}

GatewayEngine::GatewayEngine(const std::string &plugin_path, const EngineShape &shape, sluice_host host)
    : engine_(sluice::Plugin::load(plugin_path), host, config_of(shape)),
      venue_ids_(intern_all(SLUICE_NAME_VENUE, "V", shape.venues)),
      accounts_(intern_all(SLUICE_NAME_ACCOUNT, "account", shape.accounts)),
      instruments_(intern_all(SLUICE_NAME_INSTRUMENT, "instrument", shape.instruments)),
      owners_(intern_all(SLUICE_NAME_OWNER, "owner", shape.owners)) {
    for (const std::uint32_t venue : venue_ids_) {
        lanes_.push_back(engine_.open_lane(venue, "lane"));
        sluice_event up = SLUICE_EVENT_INIT;
        up.kind = SLUICE_EVENT_LANE_UP;
        lanes_.back().report(up);
    }
}

std::vector<std::uint32_t> GatewayEngine::intern_all(
    std::uint32_t name_kind, const char *prefix, std::uint32_t count) const {
    std::vector<std::uint32_t> ids;
    for (std::uint32_t index = 0; index < count; ++index) {
        ids.push_back(engine_.intern(name_kind, prefix + std::to_string(index)));
    }
    return ids;
}

void GatewayEngine::finish_order(
    std::size_t venue, std::uint64_t grant, std::uint64_t order_id, std::uint64_t now_ns) const {
    sluice_event event = SLUICE_EVENT_INIT;
    event.grant = grant;
    event.kind = SLUICE_EVENT_WRITTEN;
    api().report(lane(venue), &event, now_ns);
    event.kind = SLUICE_EVENT_DONE;
    event.order_id = order_id;
    api().report(lane(venue), &event, now_ns);
}

sluice_host quiet_host() {
    sluice_host host = SLUICE_HOST_INIT;
    host.release = [](void *, const sluice_release *) -> sluice_status { return SLUICE_OK; };
    return host;
}

sluice_request plain_order() {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = SLUICE_KIND_NEW;
    request.side = SLUICE_SIDE_BUY;
    request.price_e8 = 10'000'000'000;
    request.quantity_e8 = 100'000'000;
    return request;
}

}  // namespace sluice_bench
