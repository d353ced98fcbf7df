#include "message_store.hpp"

#include "brief_wait.hpp"
#include "sluice/cpp/failure.hpp"

namespace sluice {
namespace quickfix {

namespace {

std::size_t checked_capacity(std::size_t capacity, std::size_t capacity_max) {
    if (capacity >= 1 && capacity <= capacity_max) return capacity;
    throw failure(SLUICE_E_ARGUMENT, 0,
        "Sluice: held_max is " + std::to_string(capacity) + ", it must be from 1 to " + std::to_string(capacity_max) +
            ".");
}

}  // namespace

MessageStore::MessageStore(std::size_t capacity)
    : capacity_(checked_capacity(capacity, (std::size_t(1) << kPlaceBits) / 2)) {
    places_.reserve(capacity_ * 2);
    free_places_.reserve(capacity_ * 2);
}

HeldMessage *MessageStore::reserve(bool for_cancel) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (used_ >= (for_cancel ? capacity_ * 2 : capacity_)) return nullptr;
    std::uint32_t place;
    if (free_places_.empty()) {
        place = static_cast<std::uint32_t>(places_.size());
        places_.push_back(std::unique_ptr<HeldMessage>(new HeldMessage));
    } else {
        place = free_places_.back();
        free_places_.pop_back();
    }
    HeldMessage *held = places_[place].get();
    held->ticket = (++uses_ << kPlaceBits) | place;
    held->arriving.store(held->ticket, std::memory_order_relaxed);
    held->is_lost = false;
    held->folded_ticket = 0;
    ++used_;
    return held;
}

HeldMessage *MessageStore::find_locked(std::uint64_t ticket) const noexcept {
    const std::size_t place = ticket & ((std::uint64_t(1) << kPlaceBits) - 1);
    if (ticket == 0 || place >= places_.size() || places_[place]->ticket != ticket) return nullptr;
    return places_[place].get();
}

HeldMessage *MessageStore::find(std::uint64_t ticket) noexcept {
    while (true) {
        HeldMessage *held;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            held = find_locked(ticket);
        }
        if (!held || held->arriving.load(std::memory_order_acquire) != ticket) return held;
        // It may be given back instead: then there is nothing to find.
        wait_while([&] { return held->arriving.load(std::memory_order_acquire) == ticket; });
    }
}

void MessageStore::give_back(std::uint64_t ticket) noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    HeldMessage *held = find_locked(ticket);
    if (!held) return;
    held->ticket = 0;
    arrive(*held);
    --used_;
    // There is room for all places since construction.
    free_places_.push_back(static_cast<std::uint32_t>(ticket & ((std::uint64_t(1) << kPlaceBits) - 1)));
}

void MessageStore::free(std::uint64_t ticket) noexcept {
    if (find(ticket)) give_back(ticket);
}

bool MessageStore::fold(std::uint64_t order, std::uint64_t amend) {
    std::lock_guard<std::mutex> lock(mutex_);
    HeldMessage *held = find_locked(order);
    if (!held) return false;
    // A later amend has taken its place already, and its thread was faster.
    if (!find_locked(amend)) return true;
    held->folded_ticket = amend;
    return true;
}

std::uint64_t MessageStore::folded_into(std::uint64_t order) {
    std::lock_guard<std::mutex> lock(mutex_);
    const HeldMessage *held = find_locked(order);
    return held ? held->folded_ticket : 0;
}

std::size_t MessageStore::size() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return used_;
}

}  // namespace quickfix
}  // namespace sluice
