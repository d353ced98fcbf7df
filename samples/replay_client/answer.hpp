// What an answer of the gateway means for the request that it answers. Pure functions of the FIX fields, so that every
// case can be tested without a session; fix_client.cpp takes the fields from the messages.
#pragma once

#include <cstdint>
#include <string>

namespace replay {

// The final answers that a request can get; kNone is "not answered yet".
enum class Answer : std::uint8_t {
    kNone,
    kAccepted,       // new acknowledged or replace done, by the venue
    kCanceled,       // cancelled at the venue
    kAbsorbed,       // settled in the gateway: a cancel met its own order before that was sent
    kNotThere,       // a cancel or replace found no live order: filled, gone or never known
    kVenueRejected,  // business reject of a new order
    kRateRejected,   // the venue's message limit was exceeded
    kRefused,        // the gateway or Sluice refused it
    kExpired,        // held past its deadline and dropped
};
constexpr std::size_t kAnswerCount = 9;

enum class Meaning : std::uint8_t {
    kNothing,     // pending states, partial fills: the request stays open
    kAnswer,      // the final answer of the request that ClOrdID names
    kOrderEnded,  // no answer to a request: the order is filled or gone
};

struct Reading {
    Meaning meaning;
    Answer answer;
};

// exec_type is tag 150, order_status tag 39 and text tag 58 of an ExecutionReport(8), of FIX 4.2 or 4.4.
Reading read_execution_report(char exec_type, char order_status, const std::string &text);

// reason is tag 102 (-1 if absent) and text tag 58 of an OrderCancelReject(9).
Answer read_cancel_reject(int reason, const std::string &text);

}  // namespace replay
