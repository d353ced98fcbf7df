// FIX 4.4 messages as text, as few fields as a session and an order need. The benchmark's own, so that what surrounds
// the gateway costs little and is the same in every run. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace sluice_bench {

// One message with header and trailer; `fields` is "tag=value" with a SOH after each.
std::string fix_message(const char *type, const std::string &sender, const std::string &target, unsigned sequence,
    const std::string &fields);

// The value of a field; empty when it is not there.
std::string_view fix_field(std::string_view message, int tag);

// How many bytes of `text` are one complete message; 0: more has to come. Throws when it is not FIX.
std::size_t fix_message_length(std::string_view text);

inline void add_field(std::string &fields, int tag, std::string_view value) {
    fields += std::to_string(tag);
    fields += '=';
    fields += value;
    fields += '\1';
}

}  // namespace sluice_bench
