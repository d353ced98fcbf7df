// What each FIX message type is to Sluice: its kind, the fields that name its order, and the field that its answer
// carries back. One table, read only, any thread.
#ifndef SLUICE_QUICKFIX_MESSAGE_KIND_HPP
#define SLUICE_QUICKFIX_MESSAGE_KIND_HPP

#include <cstdint>

#include "open_answers.hpp"
#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

struct MessageKind {
    const char *msg_type;
    std::uint32_t kind;    // SLUICE_KIND_*
    int id_tag;            // names the order: ClOrdID(11), CrossID(548), ListID(66); 0: not about one order
    int original_tag;      // names the order as it was before: OrigClOrdID(41), OrigCrossID(551); 0: none
    int answer_tag;        // what the venue's answer repeats; 0: it has no answer that could be known
    bool is_never_resent;  // stale by nature: a resend is answered with a gap fill
};

// Types that the table does not name are maintenance without a known answer. Session-level types are ADMIN.
const MessageKind &kind_of(TextView msg_type) noexcept;

// True for kinds that must not be trapped by any fault of ours.
bool is_cancel(std::uint32_t kind) noexcept;

// The names in a message, where they lie: valid until its body is changed.
struct MessageNames {
    TextView id;        // of the order: ClOrdID or what stands for it
    TextView original;  // OrigClOrdID or what stands for it
    // How the answer to this message will be known. An order status request that carries no request id of its own is
    // answered under the ClOrdID of its order, whose answer may be awaited as well: its tag is kStatusAnswer.
    AnswerName answer;
};
MessageNames names_of(const FIX::Message &message, const MessageKind &kind) noexcept;

}  // namespace quickfix
}  // namespace sluice

#endif
