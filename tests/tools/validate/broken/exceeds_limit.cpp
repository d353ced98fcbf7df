// A window of 100 milliseconds is over after 95.
#include <string>

#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status create(
    const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error) {
    if (config == nullptr) return real().engine_create(host, config, config_length, engine, error);
    std::string changed(config, config_length);
    for (const char *end : {",", "}"}) {
        const std::string said = std::string("\"window_ms\": 100") + end;
        const std::string kept = std::string("\"window_ms\": 95") + end;
        for (size_t at = changed.find(said); at != std::string::npos; at = changed.find(said, at))
            changed.replace(at, said.size(), kept);
    }
    return real().engine_create(host, changed.data(), changed.size(), engine, error);
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.engine_create = create;
}

}  // namespace broken
