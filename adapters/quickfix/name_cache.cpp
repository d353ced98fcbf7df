#include "name_cache.hpp"

namespace sluice {
namespace quickfix {

bool NameCache::find(std::uint32_t name_kind, const std::string &name, std::uint32_t &id, std::string &why) {
    id = 0;
    if (name.empty()) return true;
    Names &names = names_[name_kind - SLUICE_NAME_ACCOUNT];
    {
        std::lock_guard<std::mutex> lock(names.mutex);
        const auto known = names.ids.find(name);
        if (known != names.ids.end()) {
            id = known->second;
            return true;
        }
    }
    ErrorBuffer error;
    if (engine_.try_intern(name_kind, name, id, error.get()) < 0) {
        id = 0;
        static const char *const kWords[] = {"account", "instrument", "owner"};
        why = std::string(kWords[name_kind - SLUICE_NAME_ACCOUNT]) + " '" + name +
              "': " + error.text("the Sluice config does not know it");
        return false;
    }
    std::lock_guard<std::mutex> lock(names.mutex);
    names.ids.emplace(name, id);
    return true;
}

}  // namespace quickfix
}  // namespace sluice
