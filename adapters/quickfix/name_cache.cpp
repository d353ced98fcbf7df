#include "name_cache.hpp"

namespace sluice {
namespace quickfix {

namespace {

constexpr std::size_t kCellsMin = 64;

}  // namespace

bool NameTable::find(TextView name, std::uint32_t &id) const noexcept {
    const Cells *cells = current_.load(std::memory_order_acquire);
    if (cells == nullptr) return false;
    const std::uint32_t hash = hash_of(name);
    for (std::size_t at = hash & cells->mask;; at = (at + 1) & cells->mask) {
        const Name *known = cells->names[at].load(std::memory_order_acquire);
        if (known == nullptr) return false;
        if (known->hash == hash && TextView(known->text) == name) {
            id = known->id;
            return true;
        }
    }
}

void NameTable::put(Cells &cells, const Name &name) noexcept {
    std::size_t at = name.hash & cells.mask;
    while (cells.names[at].load(std::memory_order_relaxed) != nullptr)
        at = (at + 1) & cells.mask;
    cells.names[at].store(&name, std::memory_order_release);
}

void NameTable::add(TextView name, std::uint32_t id) {
    std::lock_guard<std::mutex> lock(mutex_);
    std::uint32_t known = 0;
    if (find(name, known)) return;
    names_.emplace_back(new Name{name.str(), hash_of(name), id});
    const std::size_t cells = cells_.empty() ? 0 : cells_.back()->mask + 1;
    if (names_.size() * 2 <= cells) {
        put(*cells_.back(), *names_.back());
        return;
    }
    std::unique_ptr<Cells> larger(new Cells(cells == 0 ? kCellsMin : cells * 2));
    for (const std::unique_ptr<const Name> &each : names_)
        put(*larger, *each);
    cells_.push_back(std::move(larger));
    current_.store(cells_.back().get(), std::memory_order_release);
}

bool NameCache::find(std::uint32_t name_kind, const std::string &name, std::uint32_t &id, std::string &why) {
    id = 0;
    if (name.empty()) return true;
    NameTable &names = names_[name_kind - SLUICE_NAME_ACCOUNT];
    if (names.find(name, id)) return true;
    ErrorBuffer error;
    if (engine_.try_intern(name_kind, name, id, error.get()) < 0) {
        id = 0;
        static const char *const kWords[] = {"account", "instrument", "owner"};
        why = std::string(kWords[name_kind - SLUICE_NAME_ACCOUNT]) + " '" + name +
              "': " + error.text("the Sluice config does not know it");
        return false;
    }
    names.add(name, id);
    return true;
}

}  // namespace quickfix
}  // namespace sluice
