// The few fields that the simulator needs of a FIX message before QuickFIX has parsed it: the limit is judged on what
// the wire brought, also on messages that the session layer then drops or rejects. Read-only views into the message.
#pragma once

#include <cstdint>
#include <string>

namespace venue_simulator {

struct TextView {
    const char *data = nullptr;
    std::size_t size = 0;

    std::string text() const { return data ? std::string(data, size) : std::string(); }
    bool is(const char *literal) const;
};

struct RawMessage {
    TextView type;               // 35
    TextView sending_time;       // 52
    TextView cl_ord_id;          // 11
    std::uint64_t sequence;      // 34; 0 when missing or no number
    bool is_possible_duplicate;  // 43=Y
};

// The views are good as long as `message` is. Fields that are missing stay empty.
RawMessage read_raw_message(const std::string &message);

// Milliseconds since 1970 of "YYYYMMDD-HH:MM:SS" with or without decimals, which are cut to milliseconds. False when
// the text is anything else.
bool parse_utc_ms(const TextView &text, std::int64_t *utc_ms);

}  // namespace venue_simulator
