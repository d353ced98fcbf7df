// Remembers the ids of accounts, instruments and owners, so that a name is looked up in the plugin once. Threads: any;
// one lock for each kind of name, held for the look-up only and never across the call into the plugin. Bounded by the
// plugin: only names that it accepted are remembered.
#ifndef SLUICE_QUICKFIX_NAME_CACHE_HPP
#define SLUICE_QUICKFIX_NAME_CACHE_HPP

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "sluice/cpp/engine.hpp"

namespace sluice {
namespace quickfix {

class NameCache {
public:
    explicit NameCache(const Engine &engine) : engine_(engine) {}

    // The id of a name; 0 for an empty name. name_kind is ACCOUNT, INSTRUMENT or OWNER. False when the plugin does not
    // take the name: `id` is then 0 and `why` says so in one sentence.
    bool find(std::uint32_t name_kind, const std::string &name, std::uint32_t &id, std::string &why);

private:
    struct Names {
        std::mutex mutex;
        std::unordered_map<std::string, std::uint32_t> ids;
    };

    const Engine &engine_;
    Names names_[3];
};

}  // namespace quickfix
}  // namespace sluice

#endif
