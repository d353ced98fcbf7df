// Sends one message through QuickFIX and finds out whether it reached the wire.
//
// The return value of sendToTarget() does not say it: it is true for a message that was only stored because the session
// is gone, and such a message would go out as PossDup after the next logon. Three things are asked instead:
//   before  the session is logged on as the hooks have seen it; if not, QuickFIX is not touched at all, because it
//           stamps its last-sent time before it asks anybody, and a row of refused messages would silence heartbeats;
//   inside  toApp, under the session's lock, looks again and throws DoNotSend when the session has just gone: nothing
//   is
//           stored, no sequence number is used;
//   wire    the log decorator sees the bytes in the moment before they are handed to the socket. That is the
//           confirmation. If the socket fails then, bytes may have left: it counts as written, and the logout that
//           follows makes its outcome unknown.
// So NOT WRITTEN is said only when the bytes provably stayed here. The hooks find the send by a thread-local pointer:
// QuickFIX calls both of them on the thread that is inside sendToTarget().
#ifndef SLUICE_QUICKFIX_TRANSMIT_HPP
#define SLUICE_QUICKFIX_TRANSMIT_HPP

#include <cstdint>
#include <string>

#include "lane_state.hpp"
#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

enum class WireResult {
    kWritten,
    kLoggedOff,  // no session, or it is logging out
    kVetoed,     // the gateway's own toApp threw DoNotSend
    kFailed      // QuickFIX did not take it: no such session, or its message store failed
};

// One send in progress on this thread.
class WireWatch {
public:
    explicit WireWatch(const LaneState &lane) : lane_(&lane), outer_(current_) { current_ = this; }
    ~WireWatch() { current_ = outer_; }
    WireWatch(const WireWatch &) = delete;
    WireWatch &operator=(const WireWatch &) = delete;

    // The send of this thread on that lane, or null.
    static WireWatch *find(const LaneState &lane) { return current_ && current_->lane_ == &lane ? current_ : nullptr; }

    bool is_logged_off = false;  // set by toApp
    bool is_vetoed = false;      // set by toApp when the gateway's own one threw DoNotSend
    bool is_accepted = false;    // set by toApp when nobody stopped it
    bool is_on_wire = false;     // set by the log

private:
    const LaneState *lane_;
    WireWatch *outer_;
    static thread_local WireWatch *current_;
};

// No lock of Sluice or of the adapter may be held. Fills the header of the message.
WireResult transmit(LaneState &lane, FIX::Message &message);

// The sentence for a client whose message had this result.
const char *sentence_of(WireResult result);

// TransactTime(60) of a message that was held would say when it was asked for; venues reject what is stale.
void refresh_transact_time(FIX::Message &message);

// CLOCK_MONOTONIC.
std::uint64_t clock_ns();

}  // namespace quickfix
}  // namespace sluice

#endif
