#include "config/semantic_check.hpp"

#include <string>
#include <string_view>

#include "config/breaker_check.hpp"
#include "config/field_place.hpp"
#include "config/found_text.hpp"
#include "config/json_path.hpp"
#include "config/limit_list_check.hpp"
#include "config/listen_address.hpp"
#include "config/name_check.hpp"
#include "config/read_config.hpp"

namespace sluice {
namespace {

class SemanticCheck {
public:
    SemanticCheck(const JsonValue &root, ProfileDocuments &profiles, const BrokenParts &broken, FaultList &faults)
        : root_(root), profiles_(profiles), broken_(broken), faults_(faults) {}

    void run() {
        check_listed_names("accounts");
        check_listed_names("instruments");
        check_listen();
        check_firm_limits(root_, broken_, faults_);
        check_venues();
    }

private:
    void check_listed_names(std::string_view key) {
        const JsonValue *names = broken_.find_sound(root_, key);
        if (!names) return;
        const std::string path = path_of_key("", key);
        NameCheck check(faults_);
        for (rapidjson::SizeType index = 0; index < names->Size(); ++index) {
            const JsonValue &name = (*names)[index];
            if (broken_.is_broken(name)) continue;
            check.check(name, index, [&path](size_t at) { return path_of_index(path, at); });
        }

        const JsonValue *capacity = broken_.find_sound(root_, "capacity");
        const JsonValue *names_max = capacity ? broken_.find_sound(*capacity, key) : nullptr;
        if (names_max && names->Size() > names_max->GetUint()) {
            faults_.add(
                *names, {path, "at most " + found_text(*names_max) + " names (capacity." + std::string(key) + ")",
                            found_text(*names)});
        }
    }

    void check_listen() {
        const JsonValue *metrics = broken_.find_sound(root_, "metrics");
        const JsonValue *listen = metrics ? broken_.find_sound(*metrics, "listen") : nullptr;
        if (listen && !is_listen_address(text_of(*listen))) {
            faults_.add(*listen, {"/metrics/listen", "host:port with a port from 0 to 65535, such as 127.0.0.1:9464",
                                     found_text(*listen)});
        }
    }

    void check_venues() {
        const JsonValue *venues = broken_.find_sound(root_, "venues");
        if (!venues) return;
        NameCheck names(faults_);
        for (rapidjson::SizeType index = 0; index < venues->Size(); ++index) {
            const JsonValue &venue = (*venues)[index];
            if (broken_.is_broken(venue)) continue;
            if (const JsonValue *name = broken_.find_sound(venue, "name")) {
                names.check(*name, index, [](size_t at) { return path_of_key(path_of_index("/venues", at), "name"); });
            }
            const std::string path = path_of_index("/venues", index);
            check_breaker_of(venue, path, "breaker");
            check_breaker_of(venue, path, "lane_breaker");
            check_venue_limits(root_, venue, path, profiles_, broken_, faults_);
        }
    }

    void check_breaker_of(const JsonValue &venue, const std::string &path, std::string_view key) {
        const JsonValue *breaker = broken_.find_sound(venue, key);
        if (!breaker || !broken_.is_whole(*breaker)) return;
        add_at(*breaker, path_of_key(path, key), check_breaker(read_breaker(*breaker)), faults_);
    }

    const JsonValue &root_;
    ProfileDocuments &profiles_;
    const BrokenParts &broken_;
    FaultList &faults_;
};

}  // namespace

void check_semantics(const JsonValue &root, ProfileDocuments &profiles, const BrokenParts &broken, FaultList &faults) {
    SemanticCheck(root, profiles, broken, faults).run();
}

}  // namespace sluice
