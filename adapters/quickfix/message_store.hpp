// Keeps the messages that Sluice holds tickets for. Sluice never sees message bytes; it gives the ticket back and the
// message is found here. A fixed number of places, made at first use and then reused with their memory; the ticket
// names the place and its use, so that a late ticket never finds a stranger's message.
//
// Threads: any; one lock, held for the look-up only. A place belongs to one thread at a time: to the one that reserved
// it until it says that the message has arrived, then to the thread that Sluice names the ticket to.
//
// Sluice may name a ticket before its message has arrived: the copy is made only when the verdict asks for it, and by
// then the pump may be in the ticket's release already. Who comes so early waits here, for as long as the copy takes.
// It always ends: whoever has a place that has not arrived holds no lock and waits for nothing between the verdict and
// arrive(), and it is never the thread that waits, for Sluice names no ticket inside submit().
#ifndef SLUICE_QUICKFIX_MESSAGE_STORE_HPP
#define SLUICE_QUICKFIX_MESSAGE_STORE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "message_kind.hpp"
#include "order_chains.hpp"
#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

class LaneState;

struct HeldMessage {
    std::uint64_t ticket = 0;  // 0: the place is free
    // The ticket again until its message is here, then 0. Written by the thread that reserved the place.
    std::atomic<std::uint64_t> arriving{0};
    std::uint64_t tag = 0;
    std::uint64_t order_id = 0;
    OrderChains::Link link;  // the message's own id in the chain of its order
    LaneState *lane = nullptr;
    const MessageKind *kind = nullptr;
    FIX::Message message;
    bool is_lost = false;  // there was no memory for the message: its ticket ends without news
    // The amend that Sluice folded into this message. Written and read under the store's lock.
    std::uint64_t folded_ticket = 0;
};

class MessageStore {
public:
    // capacity for all; as many places again for cancels alone.
    explicit MessageStore(std::size_t capacity);

    // A place with a fresh ticket, or null when there is none left for this kind. It is the caller's until arrive() or
    // give_back().
    HeldMessage *reserve(bool for_cancel);

    // The message is in its place, or is lost: from now on it belongs to whoever Sluice names the ticket to.
    static void arrive(HeldMessage &held) noexcept { held.arriving.store(0, std::memory_order_release); }

    // Gives a place back that belongs to the caller, whether its message has arrived or not; the ticket is dead. A
    // ticket that is dead already does nothing.
    void give_back(std::uint64_t ticket) noexcept;

    // The message of a ticket, or null. Waits until it has arrived.
    HeldMessage *find(std::uint64_t ticket) noexcept;

    // The same for a place that may be somebody else's: waits until its message has arrived.
    void free(std::uint64_t ticket) noexcept;

    // Notes that `amend` is folded into `order`. An amend that is dead already is not noted. What was noted before is
    // left alone: threads come here in any order, and only Sluice knows which amend is the later one. False when
    // `order` is gone already.
    bool fold(std::uint64_t order, std::uint64_t amend);

    // The amend that is folded into a message, or 0.
    std::uint64_t folded_into(std::uint64_t order);

    std::size_t size() const;

private:
    HeldMessage *find_locked(std::uint64_t ticket) const noexcept;

    static constexpr unsigned kPlaceBits = 24;

    mutable std::mutex mutex_;
    // Protected by mutex_.
    std::vector<std::unique_ptr<HeldMessage>> places_;
    std::vector<std::uint32_t> free_places_;
    std::uint64_t uses_ = 0;
    std::size_t used_ = 0;
    // Constant after construction.
    const std::size_t capacity_;
};

}  // namespace quickfix
}  // namespace sluice

#endif
