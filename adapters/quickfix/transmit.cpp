#include "transmit.hpp"

#include <time.h>

namespace sluice {
namespace quickfix {

thread_local WireWatch *WireWatch::current_ = nullptr;

WireResult transmit(LaneState &lane, FIX::Message &message) {
    if (!lane.is_logged_on()) return WireResult::kLoggedOff;
    WireWatch watch(lane);
    bool is_taken = false;
    try {
        is_taken = FIX::Session::sendToTarget(message, lane.keys.session);
    } catch (const FIX::SessionNotFound &) {
        return WireResult::kLoggedOff;
    } catch (...) {
        // What the gateway's toApp throws beyond DoNotSend ends the process inside QuickFIX already; what comes here is
        // a lack of memory or the like.
        return watch.is_on_wire ? WireResult::kWritten : WireResult::kFailed;
    }
    if (watch.is_on_wire) return WireResult::kWritten;
    if (watch.is_logged_off) return WireResult::kLoggedOff;
    if (watch.is_vetoed) return WireResult::kVetoed;
    if (!watch.is_accepted) return WireResult::kFailed;
    // toApp found the session logged on and its lock is held until the bytes are out: without our log that is all
    // there is to know.
    if (is_taken && !lane.has_wire_log.load()) return WireResult::kWritten;
    // With our log: the connection was gone although the session was not yet told. The message is stored, but toApp
    // keeps it from being resent.
    return is_taken ? WireResult::kLoggedOff : WireResult::kFailed;
}

const char *sentence_of(WireResult result) {
    switch (result) {
        case WireResult::kWritten:
            break;
        case WireResult::kLoggedOff:
            return "the session to the venue is not logged on";
        case WireResult::kVetoed:
            return "the gateway's own check stopped it at the last moment";
        case WireResult::kFailed:
            return "the FIX engine did not take it (its message store may have failed)";
    }
    return "";
}

void refresh_transact_time(FIX::Message &message) {
    if (!message.isSetField(FIX::FIELD::TransactTime)) return;
    // As many decimals as the gateway had chosen: "YYYYMMDD-HH:MM:SS" is 17 long, a point follows.
    const std::size_t length = message.getField(FIX::FIELD::TransactTime).size();
    const int decimals = length <= 18 ? 0 : static_cast<int>(length) - 18;
    FIX::UtcTimeStamp now;
    now.setCurrent();
    message.setField(FIX::FIELD::TransactTime, FIX::UtcTimeStampConvertor::convert(now, decimals > 9 ? 9 : decimals));
}

std::uint64_t clock_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000000000u + static_cast<std::uint64_t>(now.tv_nsec);
}

}  // namespace quickfix
}  // namespace sluice
