// What an ExecutionReport(8) says about a trade. Pure function, any thread.
#ifndef SLUICE_QUICKFIX_FILL_HPP
#define SLUICE_QUICKFIX_FILL_HPP

#include <cstdint>

#include "heard.hpp"

namespace sluice {
namespace quickfix {

struct Fill {
    std::uint64_t value_e8 = 0;  // LastPx(31) * LastQty(32); 0 when the price is missing or below 0
    bool is_maker = false;       // LastLiquidityInd(851)=1
    // TransactTime(60), which venues keep when they send a report again, unless it is later than SendingTime(52): then
    // it is no time of this trade, and SendingTime is taken, but not that of a resend. An old one is believed, because
    // a credit for an older trade is the smaller one.
    VenueStamp time;
};

// False when the report tells of no trade, takes one back or corrects it (ExecTransType(20), ExecType(150) G and H), or
// may repeat one under a new number (PossResend(97)=Y): limits give credit for a trade, and must not give it twice.
bool read_fill(const Heard &report, Fill &fill);

}  // namespace quickfix
}  // namespace sluice

#endif
