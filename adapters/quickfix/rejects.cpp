// What a refusal of the venue means: its rate, a ban, its overload, or the order itself. In this order: what the host
// wrote into SluiceRateLimitText, the table of the venue's profile, the fields of standard FIX. Runs on QuickFIX's
// receiving threads.
#include <algorithm>
#include <cctype>
#include <chrono>

#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

namespace {

std::uint64_t now_unix_ms() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count());
}

}  // namespace

bool Gate::Core::has_rate_limit_text(const LaneState &lane, const FIX::Message &message) const {
    std::string lower = field_or_empty(message, FIX::FIELD::Text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](unsigned char symbol) { return static_cast<char>(std::tolower(symbol)); });
    for (const std::string &part : lane.keys.rate_limit_texts) {
        if (lower.find(part) != std::string::npos) return true;
    }
    return false;
}

bool Gate::Core::classify(const LaneState &lane, const FIX::Message &message, sluice_answer_class &answer_class) const {
    if (!classifier_) return false;
    // The whole message: a table may ask for any of its fields.
    const std::string bytes = message.toString();
    sluice_answer answer = SLUICE_ANSWER_INIT;
    answer.body = bytes.data();
    answer.body_length = bytes.size();
    answer.now_unix_ms = now_unix_ms();
    return classifier_->classify(engine_.get(), lane.venue_id, &answer, &answer_class) == SLUICE_OK;
}

Gate::Core::Meaning Gate::Core::meaning_of_reject(
    const LaneState &lane, const FIX::Message &message, std::uint32_t standard_kind) const {
    Meaning meaning;
    meaning.event_kind = standard_kind;
    sluice_answer_class known = SLUICE_ANSWER_CLASS_INIT;
    if (classify(lane, message, known)) {
        switch (known.event_kind) {
            case SLUICE_EVENT_BANNED:
            case SLUICE_EVENT_RATE_REJECTED:
                meaning.event_kind = known.event_kind;
                meaning.retry_after_ns = known.retry_after_ns;
                meaning.limit_id = known.limit_id;
                break;
            case SLUICE_EVENT_FAILED:
            case SLUICE_EVENT_TIMED_OUT:
                // A field of standard FIX that names another cause is the more exact one.
                if (standard_kind == SLUICE_EVENT_REJECTED) meaning.event_kind = known.event_kind;
                break;
            default:
                // Not known, or known as a refusal by a row for all of them: what the field says stays.
                break;
        }
    }
    const bool is_host_asked = lane.keys.has_own_rate_limit_texts || !classifier_;
    if (is_host_asked && meaning.event_kind != SLUICE_EVENT_BANNED && has_rate_limit_text(lane, message)) {
        meaning.event_kind = SLUICE_EVENT_RATE_REJECTED;
    }
    if (meaning.event_kind == SLUICE_EVENT_RATE_REJECTED) {
        // Never shorter than what the venue asks for.
        meaning.retry_after_ns = std::max(meaning.retry_after_ns, lane.keys.rate_limit_pause_ns);
    }
    return meaning;
}

Gate::Core::Meaning Gate::Core::meaning_of_order_reject(const LaneState &lane, const FIX::Message &message) const {
    Meaning meaning = meaning_of_reject(lane, message, SLUICE_EVENT_REJECTED);
    if (meaning.event_kind == SLUICE_EVENT_TIMED_OUT) meaning.event_kind = SLUICE_EVENT_REJECTED;
    return meaning;
}

}  // namespace quickfix
}  // namespace sluice
