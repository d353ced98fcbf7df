// The ClOrdID that a request has at the venue: "<prefix>-<request id>". The prefix comes from the start time, so that
// no id returns within a trading day even if the gateway is restarted; the number leads straight back to the request,
// so no table is needed for that direction. Constant after construction, used by any thread.
#pragma once

#include <cstdint>
#include <string>

namespace fix_gateway {

class VenueIds {
public:
    explicit VenueIds(std::uint64_t start_seconds);

    std::string text(std::uint64_t request_id) const { return prefix_ + std::to_string(request_id); }

    // 0 when the text is not an id of this run.
    std::uint64_t request_id(const std::string &text) const;

    const std::string &prefix() const { return prefix_; }

private:
    std::string prefix_;  // with its '-'
};

}  // namespace fix_gateway
