// The keys that Sluice reads from the ordinary QuickFIX settings file, per [SESSION] or once in [DEFAULT]. QuickFIX
// keeps and ignores what it does not know, so no second file is needed. Read once, when a Gate is made.
//
//   SluiceVenue=SIM               name of the venue in the Sluice config. A session without it is not gated: the Gate
//                                 sends its messages at once, and the decorators only pass its callbacks on.
//   SluiceAccount=DESK-7          account of messages that carry no Account(1). Default: none.
//   SluiceLane=primary            name of the lane in logs and metrics. Default: the session id.
//   SluiceRateLimitText=slow down|too fast
//                                 texts (parts of Text(58), case ignored, `|` between them) by which this venue's
//                                 rejects are known as rate rejects, whatever the venue's profile says of them.
//                                 Default: the profile alone decides; with a plugin that is too old to classify answers
//                                 rate limit|throttl|too many
//   SluiceRateLimitPauseMs=500    how long the venue wants silence after a rate reject that asks for no longer time.
//                                 Default 0: it does not say.
//   SluiceAnswerTimeoutMs=3000    a message without an answer for that long is reported as timed out. Default 0: only
//                                 the plugin's own answer_timeout_ms judges.
//   SluiceUnansweredMax=200       new orders, amends and quotes wait (or are refused) while so many messages of this
//                                 session have no answer yet. It bounds what QuickFIX may have queued out of sight when
//                                 the peer stops reading. Cancels and queries are never stopped by it. Default 0: no
//                                 bound.
//
// QuickFIX ends the parsing of a file at a line longer than 1023 characters, without a word; keep lines short.
#ifndef SLUICE_QUICKFIX_SESSION_KEYS_HPP
#define SLUICE_QUICKFIX_SESSION_KEYS_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

extern const char kVenueKey[];           // SluiceVenue
extern const char kAccountKey[];         // SluiceAccount
extern const char kLaneKey[];            // SluiceLane
extern const char kRateLimitTextKey[];   // SluiceRateLimitText
extern const char kRateLimitPauseKey[];  // SluiceRateLimitPauseMs
extern const char kAnswerTimeoutKey[];   // SluiceAnswerTimeoutMs
extern const char kUnansweredMaxKey[];   // SluiceUnansweredMax

// The keys of one gated session.
struct SessionKeys {
    FIX::SessionID session;
    std::string venue;
    std::string account;  // empty: none
    std::string lane;
    std::vector<std::string> rate_limit_texts;  // in lower case, none empty
    bool has_own_rate_limit_texts = false;      // SluiceRateLimitText was given
    std::uint64_t rate_limit_pause_ns = 0;
    std::uint64_t answer_timeout_ns = 0;
    std::uint64_t unanswered_max = 0;
};

// Every session that has SluiceVenue, in the order of QuickFIX. Throws sluice::failure that lists every fault of every
// session: key, value, what was expected; a key that begins with "Sluice" and is none of the above is a fault.
std::vector<SessionKeys> read_session_keys(const FIX::SessionSettings &settings);

}  // namespace quickfix
}  // namespace sluice

#endif
