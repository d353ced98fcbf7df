#include "sluice/quickfix/session_keys.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "sluice/cpp/failure.hpp"

namespace sluice {
namespace quickfix {

const char kVenueKey[] = "SluiceVenue";
const char kAccountKey[] = "SluiceAccount";
const char kLaneKey[] = "SluiceLane";
const char kRateLimitTextKey[] = "SluiceRateLimitText";
const char kRateLimitPauseKey[] = "SluiceRateLimitPauseMs";
const char kAnswerTimeoutKey[] = "SluiceAnswerTimeoutMs";
const char kUnansweredMaxKey[] = "SluiceUnansweredMax";

namespace {

constexpr std::size_t kNameBytesMax = 255;
constexpr std::uint64_t kMillisecondsMax = 86400000;  // a day
constexpr std::uint64_t kNanosecondsPerMillisecond = 1000000;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char symbol) { return std::tolower(symbol); });
    return text;
}

// Collects the faults of one session.
class Reader {
public:
    Reader(const FIX::SessionID &session, const FIX::Dictionary &keys, std::vector<std::string> &faults)
        : session_(session), keys_(keys), faults_(faults) {}

    std::string text(const char *key, const std::string &otherwise) {
        if (!keys_.has(key)) return otherwise;
        const std::string value = keys_.getString(key);
        if (value.empty() || value.size() > kNameBytesMax) fault(key, value, "1 to 255 bytes of text");
        return value;
    }

    std::uint64_t number(const char *key, std::uint64_t max) {
        if (!keys_.has(key)) return 0;
        const std::string value = keys_.getString(key);
        std::uint64_t number = 0;
        bool is_number = !value.empty() && value.size() <= 12;
        for (const char symbol : value) {
            if (symbol < '0' || symbol > '9') {
                is_number = false;
                break;
            }
            number = number * 10 + static_cast<std::uint64_t>(symbol - '0');
        }
        if (is_number && number <= max) return number;
        fault(key, value, "a whole number from 0 to " + std::to_string(max));
        return 0;
    }

    std::vector<std::string> texts(const char *key, const std::string &otherwise) {
        const std::string all = lower(keys_.has(key) ? keys_.getString(key) : otherwise);
        std::vector<std::string> parts;
        for (std::size_t begin = 0; begin <= all.size();) {
            const std::size_t end = std::min(all.find('|', begin), all.size());
            if (end == begin) {
                fault(key, all, "texts with '|' between them, none of them empty");
                break;
            }
            parts.push_back(all.substr(begin, end - begin));
            begin = end + 1;
        }
        return parts;
    }

    // A misspelt key would silently mean its default.
    void refuse_unknown() {
        static const std::set<std::string> kKnown = {lower(kVenueKey), lower(kAccountKey), lower(kLaneKey),
            lower(kRateLimitTextKey), lower(kRateLimitPauseKey), lower(kAnswerTimeoutKey), lower(kUnansweredMaxKey)};
        for (const auto &key : keys_) {
            const std::string name = lower(key.first);
            if (name.compare(0, 6, "sluice") == 0 && !kKnown.count(name)) {
                fault(key.first.c_str(), key.second, "no such key: see sluice/quickfix/session_keys.hpp");
            }
        }
    }

private:
    void fault(const char *key, const std::string &value, const std::string &expected) {
        faults_.push_back("session " + session_.toString() + ": " + key + "=" + value + ", expected " + expected);
    }

    const FIX::SessionID &session_;
    const FIX::Dictionary &keys_;
    std::vector<std::string> &faults_;
};

}  // namespace

std::vector<SessionKeys> read_session_keys(const FIX::SessionSettings &settings) {
    std::vector<SessionKeys> sessions;
    std::vector<std::string> faults;
    for (const FIX::SessionID &session : settings.getSessions()) {
        const FIX::Dictionary &dictionary = settings.get(session);
        Reader reader(session, dictionary, faults);
        reader.refuse_unknown();
        if (!dictionary.has(kVenueKey)) continue;
        SessionKeys keys;
        keys.session = session;
        keys.venue = reader.text(kVenueKey, "");
        keys.account = reader.text(kAccountKey, "");
        keys.lane = reader.text(kLaneKey, session.toString());
        keys.has_own_rate_limit_texts = dictionary.has(kRateLimitTextKey);
        keys.rate_limit_texts = reader.texts(kRateLimitTextKey, "rate limit|throttl|too many");
        keys.rate_limit_pause_ns = reader.number(kRateLimitPauseKey, kMillisecondsMax) * kNanosecondsPerMillisecond;
        keys.answer_timeout_ns = reader.number(kAnswerTimeoutKey, kMillisecondsMax) * kNanosecondsPerMillisecond;
        keys.unanswered_max = reader.number(kUnansweredMaxKey, 60000);
        sessions.push_back(keys);
    }
    if (!faults.empty()) {
        std::string message = "Sluice keys in the QuickFIX settings:";
        for (const std::string &fault : faults)
            message += "\n  " + fault;
        throw failure(SLUICE_E_CONFIG, static_cast<std::uint32_t>(faults.size()), message);
    }
    return sessions;
}

}  // namespace quickfix
}  // namespace sluice
