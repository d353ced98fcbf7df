// Thousands of documents that are a sound one with something wrong in it. No crash; every fault is a line that an
// operator can read; and what is accepted obeys every rule, judged here by code that shares nothing with the plugin's.
#include <algorithm>
#include <random>
#include <set>

#include "config_document.hpp"

namespace sluice {
namespace {

using Random = std::mt19937_64;

bool is_between(uint64_t number, uint64_t lowest, uint64_t highest) {
    return number >= lowest && number <= highest;
}

template <class Items, class NameOf>
bool has_unique_names(const Items &items, NameOf name_of) {
    std::set<std::string> names;
    return std::all_of(items.begin(), items.end(), [&](const auto &item) {
        const std::string &name = name_of(item);
        return is_between(name.size(), 1, 255) && names.insert(name).second;
    });
}

bool is_sound(const LimitConfig &limit, bool is_of_firm) {
    constexpr uint64_t kDayNs = 86'400'000'000'000;
    const bool is_window = limit.shape == LimitShape::sliding_window;
    if ((limit.scope == LimitScope::firm) != is_of_firm) return false;
    if (!is_between(limit.limit, 1, is_window ? 1'000'000 : 1'000'000'000'000)) return false;
    if (limit.margin >= limit.limit || limit.cancel_reserve >= limit.limit - limit.margin) return false;
    if (limit.hard_limit != 0 && (limit.hard_limit < limit.limit || limit.hard_margin >= limit.hard_limit))
        return false;
    if (limit.hard_limit == 0 && limit.hard_margin != 0) return false;

    long double lost_in_guard = 0;
    if (is_window) {
        if (!is_between(limit.window_ns, 1'000'000, kDayNs) || limit.refill_amount || limit.refill_interval_ns)
            return false;
        if (limit.guard_ns * 2 >= limit.window_ns) return false;
    } else {
        if (limit.window_ns || !is_between(limit.refill_amount, 1, 1'000'000'000'000)) return false;
        if (!is_between(limit.refill_interval_ns, 1'000'000, kDayNs)) return false;
        lost_in_guard = static_cast<long double>(limit.guard_ns) * static_cast<long double>(limit.refill_amount) /
                        static_cast<long double>(limit.refill_interval_ns);
    }
    uint64_t dearest = 0;
    for (uint32_t kind = SLUICE_KIND_NEW; kind <= SLUICE_KIND_ADMIN; ++kind) {
        const uint64_t cost = limit.cost[kind];
        const bool is_reserved =
            kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL || kind == SLUICE_KIND_ADMIN;
        const uint64_t room = limit.limit - limit.margin - (is_reserved ? 0 : limit.cancel_reserve);
        if (cost > 0 && static_cast<long double>(cost) + lost_in_guard > static_cast<long double>(room)) return false;
        if (limit.hard_limit != 0 && cost > limit.hard_limit - limit.hard_margin) return false;
        dearest = std::max(dearest, cost);
    }
    return dearest > 0 && limit.cost[0] == 0;
}

bool is_sound(const BreakerConfig &breaker) {
    return breaker.failure_ratio_percent <= 100 && breaker.slow_ratio_percent <= 100 &&
           is_between(breaker.window_count, 1, 1024) && is_between(breaker.minimum_count, 1, breaker.window_count) &&
           is_between(breaker.probes, 1, 1024) && breaker.isolation_ns <= breaker.isolation_max_ns &&
           is_between(breaker.isolation_ns, 1'000'000, 86'400'000'000'000) &&
           is_between(breaker.isolation_max_ns, 1'000'000, 86'400'000'000'000) && breaker.slow_ns > 0 &&
           breaker.window_ns > 0 && breaker.probe_timeout_ns > 0;
}

bool is_sound(const VenueConfig &venue, size_t firm_limits) {
    return is_between(venue.lanes_max, 1, 256) && is_between(venue.held_max, 1, 1'000'000) &&
           is_between(venue.orders_max, 1, 1'000'000) && is_between(venue.grants_max, 1, 1'000'000) &&
           venue.ageing_ns > 0 && venue.grant_timeout_ns > 0 && venue.answer_timeout_ns > 0 &&
           is_between(venue.busy_retry_ns, 1'000, 60'000'000'000) && is_sound(venue.venue_breaker) &&
           is_sound(venue.lane_breaker) && venue.limits.size() + firm_limits <= 16 &&
           has_unique_names(venue.limits, [](const LimitConfig &limit) { return limit.name; }) &&
           std::all_of(venue.limits.begin(), venue.limits.end(),
               [](const LimitConfig &limit) { return is_sound(limit, false); });
}

bool is_sound(const Config &config) {
    const auto itself = [](const std::string &name) { return name; };
    return has_unique_names(config.accounts, itself) && has_unique_names(config.instruments, itself) &&
           is_between(config.accounts_max, std::max<size_t>(1, config.accounts.size()), 65'536) &&
           is_between(config.instruments_max, std::max<size_t>(1, config.instruments.size()), 200'000) &&
           is_between(config.owners_max, 1, 4096) &&
           has_unique_names(config.firm_limits, [](const LimitConfig &limit) { return limit.name; }) &&
           std::all_of(config.firm_limits.begin(), config.firm_limits.end(),
               [](const LimitConfig &limit) { return is_sound(limit, true); }) &&
           is_between(config.venues.size(), 1, 4096) &&
           has_unique_names(config.venues, [](const VenueConfig &venue) { return venue.name; }) &&
           std::all_of(config.venues.begin(), config.venues.end(),
               [&](const VenueConfig &venue) { return is_sound(venue, config.firm_limits.size()); });
}

bool is_readable(const ConfigFault &fault) {
    const std::string line = to_string(fault);
    return !fault.expected.empty() && !fault.found.empty() && (fault.path.empty() || fault.path.starts_with('/')) &&
           line.size() < 2000 && std::none_of(line.begin(), line.end(), [](char character) {
               return static_cast<unsigned char>(character) < 0x20;
           });
}

struct Outcomes {
    size_t accepted = 0;
    size_t refused = 0;

    void judge(const std::string &text) {
        const ConfigResult result = parse_config(text);
        if (result.faults.empty()) {
            ++accepted;
            EXPECT_TRUE(is_sound(result.config)) << text;
            return;
        }
        ++refused;
        EXPECT_LE(result.faults.size(), 201u);
        for (const ConfigFault &fault : result.faults)
            EXPECT_TRUE(is_readable(fault)) << to_string(fault) << '\n' << text;
    }
};

void collect_pointers(const JsonValue &value, const std::string &pointer, std::vector<std::string> &pointers) {
    if (!pointer.empty()) pointers.push_back(pointer);
    if (value.IsObject()) {
        for (const auto &member : value.GetObject()) {
            collect_pointers(member.value, pointer + "/" + std::string(text_of(member.name)), pointers);
        }
    } else if (value.IsArray()) {
        for (rapidjson::SizeType index = 0; index < value.Size(); ++index) {
            collect_pointers(value[index], pointer + "/" + std::to_string(index), pointers);
        }
    }
}

template <class Items>
auto any_of(const Items &items, Random &random) {
    return items[random() % items.size()];
}

// Small numbers meet each other in the rules; the others stand at the edges of ranges and types.
std::string any_value(Random &random) {
    static const std::vector<std::string> values = {"null", "true", "false", "-1", "1.5", "1e30", "1024", "1025",
        "86400000", "86400001", "1000000", "1000001", "4294967295", "4294967296", "1000000000000", "1000000000001",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "\"\"", "\"X\"", "\"firm\"", "\"lane\"",
        "\"sliding_window\"", "\"token_bucket\"", "\"\\u0000\"", "[]", "{}", "[[[[]]]]", "[0]", "{\"new\": 3}",
        "{\"name\": \"X\"}"};
    return random() % 2 ? std::to_string(random() % 160) : any_of(values, random);
}

// A document in which each field is given, so that each can be changed.
ConfigDocument complete() {
    ConfigDocument document = ConfigDocument::typical();
    document.set("/venues/0/lane_breaker",
        R"({"enabled": true, "consecutive_failures": 1, "failure_ratio_percent": 2, "slow_ratio_percent": 3,
            "slow_ms": 4, "window_count": 50, "window_ms": 6, "minimum_count": 7, "isolation_ms": 8,
            "isolation_max_ms": 90, "probes": 10, "probe_timeout_ms": 11})");
    for (const char *const field : {"lanes_max", "held_max", "orders_max", "grants_max", "ageing_ms",
             "grant_timeout_ms", "answer_timeout_ms", "busy_retry_us"}) {
        document.set(std::string("/venues/1/") + field, "10");
    }
    document.set("/venues/1/limits",
        R"([{"name": "bucket", "shape": "token_bucket", "scope": "owner", "limit": 100, "refill_amount": 90,
             "refill_interval_ms": 80, "margin": 10, "cancel_reserve": 20, "hard_limit": 120, "hard_margin": 30,
             "guard_us": 40, "cost": {"new": 1, "replace": 2, "cancel": 3, "mass_cancel": 4, "quote": 5, "query": 6,
             "maintenance": 7, "admin": 8}}])");
    return document;
}

TEST(MutatedConfig, with_changed_values_is_refused_or_sound) {
    const std::string sound = complete().text();
    JsonDocument parsed;
    parsed.Parse(sound);
    std::vector<std::string> pointers;
    collect_pointers(parsed, "", pointers);
    Random random(20240607);
    Outcomes outcomes;
    outcomes.judge(sound);
    ASSERT_EQ(outcomes.accepted, 1u);
    for (int round = 0; round < 4000; ++round) {
        ConfigDocument document(sound);
        for (uint64_t changes = 1 + random() % 3; changes > 0; --changes) {
            const std::string pointer = any_of(pointers, random);
            // An earlier change may have taken the place away; Set makes it anew, under objects that are not allowed.
            document.set(pointer, any_value(random));
        }
        outcomes.judge(document.text());
        if (HasFailure()) return;
    }
    EXPECT_GT(outcomes.accepted, 200u);
    EXPECT_GT(outcomes.refused, 2000u);
}

TEST(MutatedConfig, with_changed_bytes_is_refused_or_sound) {
    const std::string sound = complete().text();
    using namespace std::string_view_literals;
    const std::string_view alphabet = "{}[]\",:0123456789eE+-.tfn\\u \n\0\x80\xc3\xff"sv;
    Random random(7062024);
    Outcomes outcomes;
    for (int round = 0; round < 4000; ++round) {
        std::string text = sound;
        for (uint64_t changes = 1 + random() % 3; changes > 0; --changes) {
            const size_t at = random() % text.size();
            const char byte = alphabet[random() % alphabet.size()];
            switch (random() % 4) {
                case 0:
                    text[at] = byte;
                    break;
                case 1:
                    text.insert(at, 1, byte);
                    break;
                case 2:
                    text.erase(at, 1 + random() % 20);
                    break;
                default:
                    text.insert(at, sound, random() % sound.size(), random() % 60);
                    break;
            }
        }
        outcomes.judge(text);
        if (HasFailure()) return;
    }
    EXPECT_GT(outcomes.accepted, 50u);
    EXPECT_GT(outcomes.refused, 2000u);
}

}  // namespace
}  // namespace sluice
