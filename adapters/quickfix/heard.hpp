// One message of the venue while its hook looks at it: the message, when the venue sent it, and whether that has been
// told. Made on the stack of the receiving thread.
//
// A SendingTime(52) measures the venue's clock best in the answer to a message of ours: it was written between our send
// and our hearing of it. That holds only where the answer names a message that it cannot be older than, by a ClOrdID
// (which no two messages share) or by its sequence number. All other stamps are told as such of messages that nobody
// asked for, which is right of any.
#ifndef SLUICE_QUICKFIX_HEARD_HPP
#define SLUICE_QUICKFIX_HEARD_HPP

#include "sluice/quickfix/quickfix_headers.hpp"
#include "venue_stamp.hpp"

namespace sluice {
namespace quickfix {

class Heard {
public:
    explicit Heard(const FIX::Message &heard_message);

    const FIX::Message &message;
    const VenueStamp sending_time;
    // PossDupFlag(43)=Y. Engines differ in whether SendingTime is then that of the resend: nothing is learned from it.
    const bool is_resend;

    // The stamp, once, for the event that is about to be reported; none for a resend, and none the second time.
    VenueStamp take_stamp();
    // Is there one that has not been told?
    bool has_stamp() const noexcept { return !is_stamp_taken_ && sending_time.is_known(); }

private:
    bool is_stamp_taken_;
};

}  // namespace quickfix
}  // namespace sluice

#endif
