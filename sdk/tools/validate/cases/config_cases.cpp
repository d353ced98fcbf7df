// Configs that are wrong: no engine, and a text that names the field.
#include <cstring>

#include "validate/host.hpp"

namespace sluice::validate {

namespace {

struct BadConfig {
    const char *text;
    const char *field;  // has to be in the text of the error
};

constexpr BadConfig kBadConfigs[] = {
    {R"({})", "version"},
    {R"({"version": 1})", "venues"},
    {R"({"version": 2, "venues": [{"name": "A"}]})", "version"},
    {R"({"version": "1", "venues": [{"name": "A"}]})", "version"},
    {R"({"version": 1, "venues": []})", "venues"},
    {R"({"version": 1, "venues": {"name": "A"}})", "venues"},
    {R"({"version": 1, "colour": "blue", "venues": [{"name": "A"}]})", "colour"},
    {R"({"version": 1, "venues": [{}]})", "name"},
    {R"({"version": 1, "venues": [{"name": ""}]})", "name"},
    {R"({"version": 1, "venues": [{"name": "A"}, {"name": "A"}]})", "venues/1/name"},
    {R"({"version": 1, "venues": [{"name": "A", "held_max": 0}]})", "held_max"},
    {R"({"version": 1, "venues": [{"name": "A", "held_max": -3}]})", "held_max"},
    {R"({"version": 1, "venues": [{"name": "A", "held_max": 1.5}]})", "held_max"},
    {R"({"version": 1, "venues": [{"name": "A", "held_maxx": 10}]})", "held_maxx"},
    {R"({"version": 1, "venues": [{"name": "A", "lanes_max": 1000000}]})", "lanes_max"},
    {R"({"version": 1, "venues": [{"name": "A", "grant_timeout_ms": true}]})", "grant_timeout_ms"},
    {R"({"version": 1, "capacity": {"owners": 0}, "venues": [{"name": "A"}]})", "owners"},
    {R"({"version": 1, "venues": [{"name": "A", "breaker": {"probes": 0}}]})", "probes"},
    {R"({"version": 1, "venues": [{"name": "A", "profile": "no-such-venue"}]})", "profile"},
    {R"({"version": 1, "metrics": {"listen": "nowhere"}, "venues": [{"name": "A"}]})", "listen"},
};

// One limit each, of a venue.
constexpr BadConfig kBadLimits[] = {
    {R"({"name": "l"})", "shape"},
    {R"({"name": "l", "shape": "pyramid", "scope": "venue", "limit": 1})", "shape"},
    {R"({"name": "l", "shape": "sliding_window", "scope": "planet", "limit": 1, "window_ms": 1})", "scope"},
    {R"({"name": "l", "shape": "sliding_window", "scope": "venue", "limit": 0, "window_ms": 1})", "limit"},
    {R"({"name": "l", "shape": "sliding_window", "scope": "venue", "limit": 9})", "window_ms"},
    {R"({"name": "l", "shape": "sliding_window", "scope": "venue", "limit": 9, "window_ms": 0})", "window_ms"},
    {R"({"name": "l", "shape": "sliding_window", "scope": "venue", "limit": 9, "window_ms": 9, "margin": 9})",
        "margin"},
    {R"({"name": "l", "shape": "sliding_window", "scope": "venue", "limit": 9, "window_ms": 9, "cancel_reserve": 9})",
        "cancel_reserve"},
    {R"({"name": "l", "shape": "sliding_window", "scope": "venue", "limit": 9, "window_ms": 9, "hard_limit": 3})",
        "hard_limit"},
    {R"({"name": "l", "shape": "token_bucket", "scope": "venue", "limit": 9})", "refill"},
    {R"({"name": "l", "shape": "token_bucket", "scope": "venue", "limit": 9, "window_ms": 9})", "window_ms"},
};

struct Created {
    sluice_status status = SLUICE_OK;
    sluice_error error = SLUICE_ERROR_INIT;
    std::string log;
};

Created create(Judge &judge, const Plugin &plugin, const std::string &config) {
    Created created;
    sluice_host host = SLUICE_HOST_INIT;
    host.context = &created.log;
    host.release = [](void *, const sluice_release *) { return sluice_status{SLUICE_OK}; };
    host.log = [](void *context, int32_t, const char *text, std::size_t length) {
        static_cast<std::string *>(context)->append(text, length).append("\n");
    };
    auto *engine = reinterpret_cast<sluice_engine *>(uint64_t{0x1234});
    created.status = plugin.table().engine_create(&host, config.data(), config.size(), &engine, &created.error);
    judge.expect(engine == nullptr, "a refused config left an engine: %.200s", config.c_str());
    return created;
}

void expect_named(Judge &judge, const Plugin &plugin, const std::string &config, const char *field) {
    const Created created = create(judge, plugin, config);
    judge.expect(
        created.status == SLUICE_E_CONFIG, "status %d instead of CONFIG for %.200s", created.status, config.c_str());
    judge.expect(std::strstr(created.error.message, field) != nullptr, "the error does not name %s: '%s' for %.200s",
        field, created.error.message, config.c_str());
    judge.expect(
        created.log.find(field) != std::string::npos, "the log does not name %s for %.200s", field, config.c_str());
}

void faults(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    for (const BadConfig &bad : kBadConfigs)
        expect_named(judge, plugin, bad.text, bad.field);
    for (const BadConfig &bad : kBadLimits)
        expect_named(judge, plugin, one_venue(std::string(R"("limits": [)") + bad.text + "]"), bad.field);
}

void all_at_once(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    const Created created = create(judge, plugin, R"({"version": 1, "colour": 1, "venues": [
        {"name": "A", "held_max": 0, "limits": [{"name": "l", "shape": "pyramid", "scope": "venue", "limit": 1}]},
        {"name": "A"}]})");
    for (const char *field : {"colour", "held_max", "shape", "venues/1/name"})
        judge.expect(created.log.find(field) != std::string::npos, "the log leaves out the fault of %s", field);
}

void garbage(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    std::string nested(100'000, '[');
    std::string objects;
    for (int depth = 0; depth < 20'000; ++depth)
        objects += R"({"venues":)";
    for (const std::string &config : {std::string(), std::string("\0\0\0", 3), std::string("null"), std::string("[]"),
             std::string("{"), std::string("\xff\xfe{}"), std::string(R"({"version": 1e400, "venues": []})"),
             std::string(R"({"version": 1, "venues": [{"name": "\u0000"}]})"),
             std::string(R"({"version": 1, "venues": [{"name": "A"}]} trailing)"), nested, objects}) {
        const Created created = create(judge, plugin, config);
        judge.expect(created.status == SLUICE_E_CONFIG, "status %d instead of CONFIG for '%.40s'", created.status,
            config.c_str());
        judge.expect(created.error.message[0] != '\0', "no text for '%.40s'", config.c_str());
    }
}

// Every prefix of a sound config is a config with a fault, and a crash waiting for a careless parser.
void cut_short(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    const std::string whole = one_venue(R"("held_max": 10, )" + window_limit(10, 1000, R"("cancel_reserve": 2)"));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Created created = create(judge, plugin, whole.substr(0, length));
        judge.expect(
            created.status == SLUICE_E_CONFIG, "status %d for the first %zu bytes of a config", created.status, length);
    }
    const Host host(judge, plugin, whole);
}

}  // namespace

void add_config_cases(CaseList &list) {
    list.push_back({"config.faults", "a config with a fault is refused with a text that names the field", faults});
    list.push_back({"config.all_at_once", "all faults of a config are reported at once", all_at_once});
    list.push_back({"config.garbage", "what is no config at all is refused", garbage});
    list.push_back({"config.cut_short", "every cut config is refused", cut_short});
}

}  // namespace sluice::validate
