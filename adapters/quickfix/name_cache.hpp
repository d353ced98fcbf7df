// Remembers the ids of accounts, instruments and owners, so that a name is looked up in the plugin once. Bounded by the
// plugin: only names that it accepted are remembered, and none is ever forgotten.
//
// Threads: any. A known name is found without a lock: names are only ever added, to a table whose cells go from empty
// to full once. A larger table takes the place of a full one, which is kept for those who may still read it. Adding has
// one lock for each kind of name, never held across the call into the plugin.
#ifndef SLUICE_QUICKFIX_NAME_CACHE_HPP
#define SLUICE_QUICKFIX_NAME_CACHE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "id_text.hpp"
#include "sluice/cpp/engine.hpp"

namespace sluice {
namespace quickfix {

class NameTable {
public:
    NameTable() = default;
    NameTable(const NameTable &) = delete;
    NameTable &operator=(const NameTable &) = delete;

    // False: not known.
    bool find(TextView name, std::uint32_t &id) const noexcept;

    // A name that is known already stays as it is.
    void add(TextView name, std::uint32_t id);

private:
    struct Name {
        std::string text;
        std::uint32_t hash;
        std::uint32_t id;
    };
    struct Cells {
        explicit Cells(std::size_t count) : mask(count - 1), names(new std::atomic<const Name *>[count]()) {}

        const std::size_t mask;
        std::unique_ptr<std::atomic<const Name *>[]> names;  // never all of them full
    };

    static void put(Cells &cells, const Name &name) noexcept;

    // Written under mutex_, read without it.
    std::atomic<const Cells *> current_{nullptr};
    std::mutex mutex_;
    // Protected by mutex_.
    std::vector<std::unique_ptr<Cells>> cells_;  // the last is the current one
    std::vector<std::unique_ptr<const Name>> names_;
};

class NameCache {
public:
    explicit NameCache(const Engine &engine) : engine_(engine) {}

    // The id of a name; 0 for an empty name. name_kind is ACCOUNT, INSTRUMENT or OWNER. False when the plugin does not
    // take the name: `id` is then 0 and `why` says so in one sentence.
    bool find(std::uint32_t name_kind, const std::string &name, std::uint32_t &id, std::string &why);

private:
    const Engine &engine_;
    NameTable names_[3];
};

}  // namespace quickfix
}  // namespace sluice

#endif
