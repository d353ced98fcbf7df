// QuickFIX's session events (connects, logons, sequence problems) as lines of the gateway's log; messages are not
// written. Used when the settings name no FileLogPath. Any thread.
#pragma once

#include "fix/quickfix_headers.hpp"

namespace fix_gateway {

class EventLogFactory : public FIX::LogFactory {
public:
    FIX::Log *create() override;
    FIX::Log *create(const FIX::SessionID &session) override;
    void destroy(FIX::Log *log) override;
};

}  // namespace fix_gateway
