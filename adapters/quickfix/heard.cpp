#include "heard.hpp"

#include "fields.hpp"

namespace sluice {
namespace quickfix {

Heard::Heard(const FIX::Message &heard_message)
    : message(heard_message),
      sending_time(parse_utc_stamp(field_or_empty(heard_message.getHeader(), FIX::FIELD::SendingTime))),
      is_resend(field_or_empty(heard_message.getHeader(), FIX::FIELD::PossDupFlag) == "Y"),
      is_stamp_taken_(is_resend) {}

VenueStamp Heard::take_stamp() {
    if (is_stamp_taken_) return VenueStamp();
    is_stamp_taken_ = true;
    return sending_time;
}

}  // namespace quickfix
}  // namespace sluice
