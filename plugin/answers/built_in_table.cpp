#include "answers/built_in_table.hpp"

#include <string_view>

namespace sluice {
namespace {

constexpr uint32_t kNoStatus = 0;

struct TextRow {
    std::string_view text;
    AnswerMeaning means;
};

// Searched in this order: an answer that names a ban and a rate is a ban, one that names a rate and an order is about
// the rate. The blank and the suffixes keep out names of fields such as "rateLimits", which stand in good answers too.
constexpr TextRow kTextRows[] = {
    {"ip banned", AnswerMeaning::ban},
    {"banned until", AnswerMeaning::ban},
    {"been banned", AnswerMeaning::ban},
    {"ip has been blocked", AnswerMeaning::ban},
    {"too many requests", AnswerMeaning::rate_limit},
    {"too_many_requests", AnswerMeaning::rate_limit},
    {"too many new orders", AnswerMeaning::rate_limit},
    {"too many orders", AnswerMeaning::rate_limit},
    {"too many visits", AnswerMeaning::rate_limit},
    {"too many messages", AnswerMeaning::rate_limit},
    {"too frequent", AnswerMeaning::rate_limit},
    {"rate limit", AnswerMeaning::rate_limit},
    {"rate_limit_exceeded", AnswerMeaning::rate_limit},
    {"ratelimiterror", AnswerMeaning::rate_limit},
    {"ratelimitexceeded", AnswerMeaning::rate_limit},
    {"throttled", AnswerMeaning::rate_limit},
    {"throttling", AnswerMeaning::rate_limit},
    {"throttle limit", AnswerMeaning::rate_limit},
    {"status unknown", AnswerMeaning::unknown},
    {"timed out", AnswerMeaning::unknown},
    {"timeout", AnswerMeaning::unknown},
    {"deadline exceeded", AnswerMeaning::unknown},
    {"overload", AnswerMeaning::overload},
    {"system busy", AnswerMeaning::overload},
    {"system is busy", AnswerMeaning::overload},
    {"server busy", AnswerMeaning::overload},
    {"server is busy", AnswerMeaning::overload},
    {"insufficient", AnswerMeaning::business},
    {"unknown order", AnswerMeaning::business},
    {"not found", AnswerMeaning::business},
    {"does not exist", AnswerMeaning::business},
    {"invalid", AnswerMeaning::business},
    {"not allowed", AnswerMeaning::business},
    {"permission", AnswerMeaning::business},
    {"unauthorized", AnswerMeaning::business},
};

// A text decides what a status leaves open, never against it: 400 with "timeout" names a field of the request.
bool is_open(uint32_t http_status, AnswerMeaning means) noexcept {
    const bool is_client_error = http_status >= 400 && http_status <= 499;
    const bool is_server_error = http_status >= 500;
    switch (means) {
        case AnswerMeaning::business:
            return !is_server_error && http_status != 429 && http_status != 408;
        case AnswerMeaning::overload:
            return !is_client_error || http_status == 429;
        case AnswerMeaning::unknown:
            return !is_client_error;
        default:
            return true;
    }
}

// Status alone; `unknown` in the end for whatever nobody defined.
AnswerMeaning of_status(uint32_t http_status, const AnswerBody &body) noexcept {
    switch (http_status) {
        case 418:  // Binance's, taken over by others
            return AnswerMeaning::ban;
        case 429:
            return AnswerMeaning::rate_limit;
        case 403:
            // An API that refuses a key or a permission says so in its own format; a page, or nothing, comes from the
            // firewall before it, which has shut out our address.
            return body.format() == BodyFormat::json ? AnswerMeaning::business : AnswerMeaning::ban;
        case 408:  // the server gave up waiting, perhaps for something behind it
            return AnswerMeaning::unknown;
        default:
            // 500 to 504, 520 to 527 (Cloudflare), 3xx: something between us and the venue's engine failed, and whether
            // before or after the engine had the request is not said.
            return http_status >= 400 && http_status <= 499 ? AnswerMeaning::business : AnswerMeaning::unknown;
    }
}

BuiltInMeaning of_fix(const AnswerBody &body) noexcept {
    const std::string_view type = body.fix_field("35");
    if (type == "j") {
        // FIX EP116: throttle limit exceeded (8), and the session will be disconnected (9), rejected on request (10).
        const std::string_view reason = body.fix_field("380");
        if (reason == "8" || reason == "9" || reason == "10") return {AnswerMeaning::rate_limit};
        if (reason == "4") return {AnswerMeaning::overload};  // application not available
        return {AnswerMeaning::business};
    }
    // Reject, order cancel reject, quote request reject.
    if (type == "3" || type == "9" || type == "AG") return {AnswerMeaning::business};
    if (type == "8") {
        const bool is_rejected = body.fix_field("150") == "8" || body.fix_field("39") == "8";
        return {is_rejected ? AnswerMeaning::business : AnswerMeaning::accepted};
    }
    if (type == "r" && body.fix_field("531") == "0") return {AnswerMeaning::business};  // mass cancel
    if (type == "5") return {AnswerMeaning::unknown};                                   // logout
    return {body.has_error_sign() ? AnswerMeaning::business : AnswerMeaning::accepted, true};
}

}  // namespace

BuiltInMeaning built_in_meaning(uint32_t http_status, const AnswerBody &body) noexcept {
    const bool is_error_status = http_status >= 400;
    if (http_status == 418) return {AnswerMeaning::ban};
    // A good answer in JSON may hold any word (a list of news, an order's label): words count in texts for people.
    const bool has_words = is_error_status || body.format() != BodyFormat::json || body.has_error_sign() ||
                           body.has_message() || body.is_cut();
    if (has_words) {
        for (const TextRow &row : kTextRows) {
            // Of an answer without its end a refusal of one order is not believed.
            if (row.means == AnswerMeaning::business && body.is_cut()) continue;
            if (is_open(http_status, row.means) && body.contains(row.text)) return {row.means};
        }
    }
    const bool is_good_status = http_status == kNoStatus || (http_status >= 200 && http_status <= 299);
    if (!is_good_status) return {of_status(http_status, body)};
    switch (body.format()) {
        case BodyFormat::empty:
            return {http_status == kNoStatus ? AnswerMeaning::unknown : AnswerMeaning::accepted, true};
        case BodyFormat::json:
            if (body.is_cut()) return {AnswerMeaning::unknown, true};
            return {body.has_error_sign() ? AnswerMeaning::business : AnswerMeaning::accepted, true};
        case BodyFormat::fix:
            if (body.is_cut()) return {AnswerMeaning::unknown, true};
            return of_fix(body);
        default:
            // A page of a proxy, or words that no row knows.
            return {AnswerMeaning::unknown, true};
    }
}

}  // namespace sluice
