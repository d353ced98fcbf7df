#include "release/poll_cycle.hpp"

#include <cstdio>

namespace sluice {

namespace {

// Looks of one poll that only carry a sweep on; each is so many slots. A poll that needs more comes back at once.
constexpr int kSweepLooksMax = 1024;

void tell(const sluice_host &host, int32_t level, const Venue &venue, const char *what) noexcept {
    char line[256];
    const int length = std::snprintf(line, sizeof line, "venue %s: %s", venue.name().c_str(), what);
    if (length > 0)
        host.log(host.context, level, line, std::min<std::size_t>(static_cast<std::size_t>(length), sizeof line - 1));
}

// Once for each poll at the most: a storm makes one line, the counters have the numbers.
void tell_notices(const sluice_host &host, Venue &venue) noexcept {
    const uint32_t notices = venue.take_notices();
    if (notices == 0 || host.log == nullptr) return;
    if ((notices & kNoticeTripped) != 0) tell(host, SLUICE_LOG_WARNING, venue, "a circuit breaker opened");
    if ((notices & kNoticeClock) != 0) {
        tell(host, SLUICE_LOG_WARNING, venue,
            "a call came with a time that went back or was far ahead: time stood still");
    }
    if ((notices & kNoticeRateReject) != 0) {
        tell(host, SLUICE_LOG_WARNING, venue,
            "the venue rejected a message for its rate: its limits are closed for a window");
    }
    if ((notices & kNoticeBan) != 0) {
        tell(host, SLUICE_LOG_WARNING, venue, "the venue shut us out: all of its lanes wait");
    }
    if ((notices & kNoticeLateReport) != 0) {
        tell(host, SLUICE_LOG_HOST, venue, "an event named a grant that is settled or was never given");
    }
    if ((notices & kNoticeGrantTimeout) != 0) {
        tell(host, SLUICE_LOG_HOST, venue,
            "a granted message was neither reported WRITTEN nor NOT_WRITTEN: it counts as written");
    }
}

}  // namespace

int32_t poll_venue(Venue &venue, const PollContext &context, uint64_t now_ns, int32_t budget) noexcept {
    int32_t done = 0;
    int sweep_looks = 0;
    Due due;
    bool is_due = venue.next(now_ns, due);
    while (true) {
        if (!is_due) {
            if (++sweep_looks > kSweepLooksMax || !venue.is_sweeping()) break;
            is_due = venue.next(now_ns, due);
            continue;
        }
        sluice_status answer = SLUICE_OK;
        if (!due.is_silent) {
            due.release.lane = context.lane_handle_of(context.lane_context, venue.id(), due.lane);
            answer = context.host->release(context.host->context, &due.release);
        }
        if (++done == budget) {
            venue.finish(due, answer);
            break;
        }
        is_due = venue.finish_and_next(answer, due);
    }
    tell_notices(*context.host, venue);
    return done;
}

}  // namespace sluice
