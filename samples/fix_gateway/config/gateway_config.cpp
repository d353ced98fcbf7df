#include "config/gateway_config.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>

namespace fix_gateway {
namespace {

using Json = rapidjson::Value;

std::string json_text(const Json &value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    std::string text = buffer.GetString();
    constexpr std::size_t kShownMax = 80;
    if (text.size() > kShownMax) text = text.substr(0, kShownMax) + "...";
    return text;
}

// Reads the members of one JSON object, remembers which keys were asked for, and reports those that were not.
class ObjectReader {
public:
    ObjectReader(const Json &object, std::string path, ConfigFaults *faults)
        : object_(object), path_(std::move(path)), faults_(faults) {
        is_object_ = object.IsObject();
        if (!is_object_) fault(path_.empty() ? "/" : path_, "an object", json_text(object));
    }

    const Json *find(const char *key) {
        known_.insert(key);
        if (!is_object_) return nullptr;
        const auto member = object_.FindMember(key);
        return member == object_.MemberEnd() ? nullptr : &member->value;
    }

    void read(const char *key, std::string *value, bool is_required) {
        const Json *json = find(key);
        if (json == nullptr) {
            if (is_required && is_object_) fault(path_ + "/" + key, "a string", "nothing");
        } else if (!json->IsString() || json->GetStringLength() == 0) {
            fault(path_ + "/" + key, "a string that is not empty", json_text(*json));
        } else {
            value->assign(json->GetString(), json->GetStringLength());
        }
    }

    void read(const char *key, bool *value) {
        const Json *json = find(key);
        if (json == nullptr) return;
        if (!json->IsBool()) return fault(path_ + "/" + key, "true or false", json_text(*json));
        *value = json->GetBool();
    }

    void read(const char *key, std::uint32_t *value, std::uint32_t least, std::uint32_t most) {
        const Json *json = find(key);
        if (json == nullptr) return;
        if (!json->IsUint() || json->GetUint() < least || json->GetUint() > most) {
            return fault(path_ + "/" + key,
                "a whole number from " + std::to_string(least) + " to " + std::to_string(most), json_text(*json));
        }
        *value = json->GetUint();
    }

    // `value` receives the index of the word that was found.
    void read(const char *key, std::size_t *value, const std::vector<std::string> &words, bool is_required) {
        std::string expected;
        for (const std::string &word : words)
            expected += (expected.empty() ? "\"" : " or \"") + word + "\"";
        const Json *json = find(key);
        if (json == nullptr) {
            if (is_required && is_object_) fault(path_ + "/" + key, expected, "nothing");
            return;
        }
        for (std::size_t index = 0; index < words.size(); ++index) {
            if (json->IsString() && words[index] == json->GetString()) {
                *value = index;
                return;
            }
        }
        fault(path_ + "/" + key, expected, json_text(*json));
    }

    void report_unknown_keys() {
        if (!is_object_) return;
        for (const auto &member : object_.GetObject()) {
            const std::string key = member.name.GetString();
            if (known_.count(key) == 0) fault(path_ + "/" + key, "no such key", json_text(member.value));
        }
    }

    void fault(const std::string &path, const std::string &expected, const std::string &found) {
        faults_->push_back({path, expected, found});
    }

private:
    const Json &object_;
    const std::string path_;
    ConfigFaults *const faults_;
    bool is_object_ = false;
    std::set<std::string> known_;
};

void need_file(const std::string &path, const std::string &at, ConfigFaults *faults) {
    if (!path.empty() && access(path.c_str(), R_OK) != 0) faults->push_back({at, "a file that can be read", path});
}

// A plugin that cannot be loaded is the loader's subject: it names both ABI versions, which a mere existence check
// here would hide.
void read_protection(const Json &json, const std::string &folder, ProtectionConfig *protection, ConfigFaults *faults) {
    ObjectReader reader(json, "/protection", faults);
    std::size_t mode = 0;
    reader.read("mode", &mode, {"none", "fifo", "sluice"}, true);
    protection->mode = static_cast<ProtectionMode>(mode);
    const bool is_sluice = protection->mode == ProtectionMode::kSluice;
    reader.read("plugin", &protection->plugin, is_sluice);
    reader.read("config", &protection->config, is_sluice);
    reader.read("run_unprotected_if_plugin_fails", &protection->run_unprotected_if_plugin_fails);
    if (const Json *fifo_json = reader.find("fifo")) {
        ObjectReader fifo(*fifo_json, "/protection/fifo", faults);
        fifo.read("limit", &protection->fifo.limit, 1, 1000000);
        fifo.read("window_ms", &protection->fifo.window_ms, 1, 86400000);
        fifo.report_unknown_keys();
    }
    reader.report_unknown_keys();
    protection->plugin = path_below(folder, protection->plugin);
    protection->config = path_below(folder, protection->config);
    if (is_sluice) need_file(protection->config, "/protection/config", faults);
}

void read_routes(const Json &json, std::vector<RouteConfig> *routes, ConfigFaults *faults) {
    if (!json.IsArray() || json.Empty()) {
        faults->push_back({"/routes", "a list of at least one route", json_text(json)});
        return;
    }
    for (rapidjson::SizeType index = 0; index < json.Size(); ++index) {
        ObjectReader reader(json[index], "/routes/" + std::to_string(index), faults);
        RouteConfig route;
        reader.read("symbol", &route.symbol, false);
        reader.read("client", &route.client, false);
        reader.read("venue", &route.venue, true);
        reader.report_unknown_keys();
        routes->push_back(route);
    }
}

}  // namespace

std::string path_below(const std::string &folder, const std::string &path) {
    if (path.empty() || path[0] == '/') return path;
    return folder + "/" + path;
}

std::string folder_of(const std::string &path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

GatewayConfig parse_gateway_config(const std::string &json, const std::string &folder, ConfigFaults *faults) {
    GatewayConfig config;
    rapidjson::Document document;
    document.Parse(json.c_str(), json.size());
    if (document.HasParseError()) {
        faults->push_back({"/ at byte " + std::to_string(document.GetErrorOffset()), "JSON",
            rapidjson::GetParseError_En(document.GetParseError())});
        return config;
    }
    ObjectReader reader(document, "", faults);
    reader.read("clients", &config.clients, true);
    reader.read("venues", &config.venues, true);
    if (const Json *protection = reader.find("protection")) {
        read_protection(*protection, folder, &config.protection, faults);
    } else if (document.IsObject()) {
        faults->push_back({"/protection", "an object", "nothing"});
    }
    if (const Json *routes = reader.find("routes")) {
        read_routes(*routes, &config.routes, faults);
    } else if (document.IsObject()) {
        faults->push_back({"/routes", "a list of at least one route", "nothing"});
    }
    reader.read("held_deadline_ms", &config.held_deadline_ms, 0, 86400000);
    reader.read("cancel_on_client_disconnect", &config.cancel_on_client_disconnect);
    std::size_t on_stop = 0;
    reader.read("on_stop", &on_stop, {"cancel", "drain"}, false);
    config.on_stop = static_cast<OnStop>(on_stop);
    reader.read("report", &config.report, false);
    reader.read("orders_max", &config.orders_max, 1, 10000000);
    reader.read("final_order_keep_ms", &config.final_order_keep_ms, 0, 86400000);
    reader.read("venue_logon_wait_ms", &config.venue_logon_wait_ms, 0, 3600000);
    reader.read("stop_wait_ms", &config.stop_wait_ms, 0, 600000);
    reader.report_unknown_keys();

    config.clients = path_below(folder, config.clients);
    config.venues = path_below(folder, config.venues);
    config.report = path_below(folder, config.report);
    need_file(config.clients, "/clients", faults);
    need_file(config.venues, "/venues", faults);
    return config;
}

GatewayConfig load_gateway_config(const std::string &path, ConfigFaults *faults) {
    std::ifstream file(path);
    if (!file) {
        faults->push_back({path, "a JSON file that can be read", "none"});
        return {};
    }
    std::ostringstream text;
    text << file.rdbuf();
    return parse_gateway_config(text.str(), folder_of(path), faults);
}

}  // namespace fix_gateway
