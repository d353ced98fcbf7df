#include "venue/grant_table.hpp"

#include "platform/assertion.hpp"

namespace sluice {

GrantTable::GrantTable(uint32_t capacity, std::pmr::memory_resource *memory) : grants_(capacity, memory) {
    for (uint32_t index = capacity; index-- > 0;) {
        grants_[index].next = free_;
        free_ = index;
    }
}

uint32_t GrantTable::allocate(uint64_t now_ns) noexcept {
    const uint32_t index = free_;
    if (index == kNone) return kNone;
    free_ = grants_[index].next;
    const uint32_t generation = grants_[index].generation + 1;
    grants_[index] = Grant{};
    grants_[index].generation = generation;
    grants_[index].granted_ns = now_ns;
    grants_[index].state = GrantState::unwritten;
    join(unwritten_, index);
    return index;
}

void GrantTable::free(uint32_t index) noexcept {
    Grant &grant = grants_[index];
    SLUICE_ASSERT(grant.state != GrantState::free);
    leave(list_of(grant), index);
    grant.state = GrantState::free;
    grant.next = free_;
    free_ = index;
}

void GrantTable::move_to_unanswered(uint32_t index) noexcept {
    Grant &grant = grants_[index];
    SLUICE_ASSERT(grant.state == GrantState::unwritten);
    leave(unwritten_, index);
    grant.state = GrantState::unanswered;
    join(unanswered_, index);
}

uint32_t GrantTable::find(uint64_t handle) const noexcept {
    const uint64_t place = handle & 0xffffffffu;
    if (place == 0 || place > grants_.size()) return kNone;
    const auto index = static_cast<uint32_t>(place - 1);
    const Grant &grant = grants_[index];
    return grant.state != GrantState::free && grant.generation == handle >> 32 ? index : kNone;
}

void GrantTable::join(List &list, uint32_t index) noexcept {
    grants_[index].previous = list.newest;
    grants_[index].next = kNone;
    (list.newest == kNone ? list.oldest : grants_[list.newest].next) = index;
    list.newest = index;
    ++list.count;
}

void GrantTable::leave(List &list, uint32_t index) noexcept {
    Grant &grant = grants_[index];
    (grant.previous == kNone ? list.oldest : grants_[grant.previous].next) = grant.next;
    (grant.next == kNone ? list.newest : grants_[grant.next].previous) = grant.previous;
    grant.next = grant.previous = kNone;
    --list.count;
}

}  // namespace sluice
