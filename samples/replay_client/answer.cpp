#include "answer.hpp"

namespace replay {
namespace {

bool begins_with(const std::string &text, const char *start) {
    return text.rfind(start, 0) == 0;
}

bool is_rate_reject(const std::string &text) {
    return text.find("Rate limit exceeded") != std::string::npos;
}

Answer read_reject_text(const std::string &text) {
    if (is_rate_reject(text)) return Answer::kRateRejected;
    if (begins_with(text, "Sluice: expired while held")) return Answer::kExpired;
    if (begins_with(text, "Sluice: ") || begins_with(text, "Gateway: ")) return Answer::kRefused;
    return Answer::kVenueRejected;
}

}  // namespace

Reading read_execution_report(char exec_type, char order_status, const std::string &text) {
    switch (exec_type) {
        case '0':  // New
        case '5':  // Replaced
            return {Meaning::kAnswer, Answer::kAccepted};
        case '4':  // Canceled
            if (begins_with(text, "Sluice: ")) return {Meaning::kAnswer, Answer::kAbsorbed};
            return {Meaning::kAnswer, Answer::kCanceled};
        case '8':  // Rejected
            return {Meaning::kAnswer, read_reject_text(text)};
        case 'C':  // Expired: while held it ends the request, at the venue it ends the order
            if (begins_with(text, "Sluice: ")) return {Meaning::kAnswer, Answer::kExpired};
            return {Meaning::kOrderEnded, Answer::kNone};
        case '1':  // Partial fill (4.2)
        case '2':  // Fill (4.2)
        case 'F':  // Trade (4.4)
            if (order_status == '2') return {Meaning::kOrderEnded, Answer::kNone};
            return {Meaning::kNothing, Answer::kNone};
        default:  // Pending New, Pending Cancel, Pending Replace, Order Status
            return {Meaning::kNothing, Answer::kNone};
    }
}

Answer read_cancel_reject(int reason, const std::string &text) {
    if (is_rate_reject(text)) return Answer::kRateRejected;
    if (begins_with(text, "Sluice: expired while held")) return Answer::kExpired;
    if (begins_with(text, "Sluice: ")) return Answer::kRefused;
    // 0 is "too late to cancel" and 1 "unknown order": somebody looked and the order is not there, be it the venue or
    // the gateway, which has seen the fill that is still on its way to us.
    return reason == 0 || reason == 1 ? Answer::kNotThere : Answer::kRefused;
}

}  // namespace replay
