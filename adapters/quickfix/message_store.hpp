// Keeps the messages that Sluice holds tickets for. Sluice never sees message bytes; it gives the ticket back and the
// message is found here. A fixed number of places, made at first use and then reused with their memory; the ticket
// names the place and its use, so that a late ticket never finds a stranger's message.
//
// Threads: any; one lock, held for the look-up only. A message itself belongs to one thread at a time: to the one that
// reserved the place until submit(), then to the thread that Sluice names the ticket to.
#ifndef SLUICE_QUICKFIX_MESSAGE_STORE_HPP
#define SLUICE_QUICKFIX_MESSAGE_STORE_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "message_kind.hpp"
#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

class LaneState;

struct HeldMessage {
    std::uint64_t ticket = 0;  // 0: the place is free
    std::uint64_t tag = 0;
    std::uint64_t order_id = 0;
    LaneState *lane = nullptr;
    const MessageKind *kind = nullptr;
    FIX::Message message;
    std::string id;        // of the order: ClOrdID or what stands for it
    std::string original;  // OrigClOrdID or what stands for it
    std::string answer;    // how its answer will be known; empty: no answer is awaited
    // The amend that Sluice folded into this message. Written and read under the store's lock.
    std::uint64_t folded_ticket = 0;
};

class MessageStore {
public:
    // capacity for all; as many places again for cancels alone.
    explicit MessageStore(std::size_t capacity);

    // A place with a fresh ticket, or null when there is none left for this kind.
    HeldMessage *reserve(bool for_cancel);

    // The message of a ticket, or null.
    HeldMessage *find(std::uint64_t ticket);

    // Gives the place back; the ticket is dead. A ticket that is dead already does nothing.
    void free(std::uint64_t ticket);

    // Notes that `amend` is folded into `order`, and gives the amend that was folded there before (0: none), which the
    // caller frees. An amend that is dead already is not noted. False when `order` is gone already.
    bool fold(std::uint64_t order, std::uint64_t amend, std::uint64_t &before);

    // The amend that is folded into a message, or 0.
    std::uint64_t folded_into(std::uint64_t order);

    std::size_t size() const;

private:
    HeldMessage *find_locked(std::uint64_t ticket) const;

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
