#include "fill.hpp"

#include "decimal.hpp"
#include "fields.hpp"

namespace sluice {
namespace quickfix {

namespace {

constexpr std::uint64_t kNanosecondsPerMicrosecond = 1000;

VenueStamp time_of_trade(const Heard &report) {
    const VenueStamp trade = parse_utc_stamp(field_or_empty(report.message, FIX::FIELD::TransactTime));
    const VenueStamp &sent = report.sending_time;
    // Without a SendingTime nothing speaks for it.
    if (!sent.is_known()) return VenueStamp();
    const std::uint64_t sent_before_ns = sent.time_ns + sent.resolution_us * kNanosecondsPerMicrosecond;
    if (trade.is_known() && trade.time_ns < sent_before_ns) return trade;
    return report.is_resend ? VenueStamp() : sent;
}

}  // namespace

bool read_fill(const Heard &report, Fill &fill) {
    const FIX::Message &message = report.message;
    const std::string &exec_type = field_or_empty(message, FIX::FIELD::ExecType);
    // Trade; partial fill and fill of FIX 4.2.
    if (exec_type != "F" && exec_type != "1" && exec_type != "2") return false;
    const std::string &transaction = field_or_empty(message, FIX::FIELD::ExecTransType);
    if (!transaction.empty() && transaction != "0") return false;
    if (field_or_empty(message.getHeader(), FIX::FIELD::PossResend) == "Y") return false;
    std::int64_t quantity_e8 = 0;
    std::int64_t price_e8 = 0;
    if (!parse_decimal_e8(field_or_empty(message, FIX::FIELD::LastQty), quantity_e8) || quantity_e8 <= 0) return false;
    if (!parse_decimal_e8(field_or_empty(message, FIX::FIELD::LastPx), price_e8)) price_e8 = 0;
    fill.value_e8 = multiply_e8(price_e8, quantity_e8);
    fill.is_maker = field_or_empty(message, FIX::FIELD::LastLiquidityInd) == "1";
    fill.time = time_of_trade(report);
    return true;
}

}  // namespace quickfix
}  // namespace sluice
