// An object of its own that lives in the memory of another owner, and goes before it.
#pragma once

#include <memory>
#include <memory_resource>
#include <utility>

namespace sluice {

template <typename Item>
struct GiveBack {
    std::pmr::memory_resource *memory = nullptr;

    void operator()(Item *item) const noexcept { std::pmr::polymorphic_allocator<>(memory).delete_object(item); }
};

template <typename Item>
using Placed = std::unique_ptr<Item, GiveBack<Item>>;

// Throws std::bad_alloc, and what the constructor throws. `memory` outlives the object.
template <typename Item, typename... Arguments>
Placed<Item> place(std::pmr::memory_resource *memory, Arguments &&...arguments) {
    std::pmr::polymorphic_allocator<> allocator(memory);
    return {allocator.new_object<Item>(std::forward<Arguments>(arguments)...), GiveBack<Item>{memory}};
}

}  // namespace sluice
