// Builds the FIX messages of the flow. One function for FIX 4.2 and 4.4: the fields that the client uses are the same,
// but for HandlInst, which only 4.2 requires.
#pragma once

#include <quickfix/Message.h>

#include <string>

#include "schedule.hpp"

namespace replay {

struct MessageIds {
    std::string request;   // 11 ClOrdID
    std::string original;  // 41 OrigClOrdID, for replace and cancel
};

FIX::Message make_order_message(const PlannedRequest &planned, const MessageIds &ids, const std::string &owner,
    const std::string &instrument, bool is_fix42);

}  // namespace replay
