// Dates as HTTP writes them (RFC 9110, 5.6.7), in all three forms that a recipient has to understand. Independent of
// the locale and the time zone of the process. Any thread.
//
//   Sun, 06 Nov 1994 08:49:37 GMT     what everybody sends
//   Sunday, 06-Nov-94 08:49:37 GMT    RFC 850
//   Sun Nov  6 08:49:37 1994          asctime()
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

// Milliseconds since 1970-01-01 UTC, negative before. `now_unix_ms` chooses the century of the form with two digits for
// the year. The name of the day is not compared with the date.
std::optional<int64_t> parse_http_date(std::string_view text, uint64_t now_unix_ms) noexcept;

}  // namespace sluice
