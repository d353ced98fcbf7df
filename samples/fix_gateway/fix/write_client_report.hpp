// Turns a ClientReport into a message of the client's FIX version. What differs between the two:
//
//   field              FIX 4.2                                  FIX 4.4
//   ExecTransType 20   0 new, 1 cancel, 2 correct, 3 status     does not exist
//   ExecType 150       trade: 1 partial fill or 2 fill;         trade: F; status: I; trade correct: G, cancel: H
//                      status: the order status
//   OrdRejReason 103   0 to 8; other reasons become 0           0 to 8 and more; other: 99
//   CxlRejReason 102   0 to 3; duplicate and other become 2     0 to 6; other: 99
//   OrdStatusReqID 790 does not exist                           sent back
//   mass cancel q, r   do not exist
//
// Pure functions.
#pragma once

#include "fix/quickfix_headers.hpp"
#include "orders/client_report.hpp"

namespace fix_gateway {

enum class FixVersion { kFix42, kFix44 };

FIX::Message write_client_report(const ClientReport &report, FixVersion version);

}  // namespace fix_gateway
