// The text of a venue's timestamp, SendingTime(52) or TransactTime(60), as nanoseconds since 1970. Pure functions, any
// thread.
#ifndef SLUICE_QUICKFIX_VENUE_STAMP_HPP
#define SLUICE_QUICKFIX_VENUE_STAMP_HPP

#include <cstdint>
#include <string>

#include "sluice/event.h"

namespace sluice {
namespace quickfix {

struct VenueStamp {
    std::uint64_t time_ns = 0;        // since 1970-01-01 UTC; 0: none
    std::uint32_t resolution_us = 0;  // the true time is up to so much later; 1 or more when there is one

    bool is_known() const noexcept { return time_ns != 0; }
};

// Reads "YYYYMMDD-HH:MM:SS" and up to 12 decimals of a second. The resolution is what the text shows, without groups of
// three zeros at its end: venues write a clock of milliseconds with six decimals. Anything else, a leap second included
// (it has no time of its own since 1970), gives no stamp.
VenueStamp parse_utc_stamp(const std::string &text);

// Writes the stamp into an event; one that is not known changes nothing.
void set_stamp(sluice_event &event, const VenueStamp &stamp);

}  // namespace quickfix
}  // namespace sluice

#endif
