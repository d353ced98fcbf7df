// Thousands of documents that are a sound one with something wrong in it. No crash; every fault is a line that an
// operator can read; and what is accepted obeys every rule.
#include <algorithm>
#include <random>

#include "config/parse_profile.hpp"
#include "config_document.hpp"
#include "sound_config.hpp"

namespace sluice {
namespace {

using Random = std::mt19937_64;

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
        "\"sliding_window\"", "\"token_bucket\"", "\"aligned_window\"", "\"block_window\"", "\"in_flight\"",
        "\"budget\"", "\"account_instrument\"", "\"lane_instrument\"", "\"used\"", "\"nothing\"", "\"trading\"",
        "\"binance-spot\"", "\"\\u0000\"", "[]", "{}", "[[[[]]]]", "[0]", "{\"new\": 3}", "{\"name\": \"X\"}"};
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
    document.set("/venues/-", R"({"name": "Z", "profile": "kraken-spot-pro", "without": ["rest_calls"],
        "limits": [{"name": "trading", "limit": 170, "margin": 6}]})");
    document.set("/venues/1/limits",
        R"([{"name": "bucket", "shape": "token_bucket", "scope": "owner", "limit": 100, "refill_amount": 90,
             "refill_interval_ms": 80, "margin": 10, "cancel_reserve": 20, "hard_limit": 120, "hard_margin": 30,
             "guard_us": 40, "cost": {"new": 1, "replace": 2, "cancel": 3, "mass_cancel": 4, "quote": 5, "query": 6,
             "maintenance": 7, "admin": 8}},
            {"name": "decay", "shape": "decaying_counter", "scope": "account_instrument", "limit": 60,
             "decay_amount": 1, "decay_interval_ms": 1000, "order_reserve": {"floor": 8, "cap": 40}, "at_start": "used",
             "cost": {"new": 1, "replace": {"message": 1, "by_age": [{"below_ms": 5000, "cost": 3},
             {"below_ms": 10000, "cost": 2}]}, "cancel": {"by_age": [{"below_ms": 5000, "cost": 8},
             {"below_ms": 10000, "cost": 6}], "on_rejected": "fixed"}}},
            {"name": "aligned", "shape": "aligned_window", "scope": "account", "limit": 50, "window_ms": 10000,
             "phase_ms": 100, "first_fill_credit": {"taker": 1, "maker": 5}, "guard_us": 100,
             "cost": {"new": {"request": 1, "step": {"every": 40, "cost": 1}, "on_accepted": "nothing"}}},
            {"name": "first", "shape": "first_message_window", "scope": "lane", "limit": 50, "window_ms": 3000},
            {"name": "blocks", "shape": "block_window", "scope": "account_owner", "limit": 40, "window_blocks": 5,
             "block_ms": 500, "guard_blocks": 2},
            {"name": "flight", "shape": "in_flight", "scope": "lane_instrument", "limit": 100, "window_ms": 60000},
            {"name": "life", "shape": "budget", "scope": "account", "limit": 10000, "credit_amount": 1,
             "credit_value": 1, "cancel_extra": 100, "cancel_times": 2, "trickle_interval_ms": 10000,
             "guard_us": 50}])");
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

// What is accepted makes a limit that a config could have, too.
bool is_sound(const Profile &profile) {
    Config config;
    config.venues.emplace_back().name = "X";
    for (const ProfileLimit &limit : profile.limits) {
        if (limit.operator_members.empty()) config.venues[0].limits.push_back(limit.limit);
    }
    return is_sound(config) && !profile.limits.empty() && !profile.answers.empty();
}

TEST(MutatedProfile, is_refused_or_sound) {
    for (const std::string name : {"kraken-spot-pro", "hyperliquid", "binance-spot", "thalex"}) {
        const std::string sound(*find_profile(name));
        JsonDocument parsed;
        parsed.Parse(sound);
        std::vector<std::string> pointers;
        collect_pointers(parsed, "", pointers);
        Random random(20261120);
        size_t accepted = 0, refused = 0;
        for (int round = 0; round < 500; ++round) {
            ConfigDocument document(sound);
            for (uint64_t changes = 1 + random() % 2; changes > 0; --changes)
                document.set(any_of(pointers, random), any_value(random));
            const ProfileResult result = parse_profile(document.text());
            ++(result.faults.empty() ? accepted : refused);
            EXPECT_TRUE(!result.faults.empty() || is_sound(result.profile)) << document.text();
            for (const ConfigFault &fault : result.faults)
                EXPECT_TRUE(is_readable(fault)) << to_string(fault) << '\n' << document.text();
            if (HasFailure()) return;
        }
        EXPECT_GT(accepted, 5u) << name;
        EXPECT_GT(refused, 200u) << name;
    }
}

}  // namespace
}  // namespace sluice
