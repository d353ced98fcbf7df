#include "config/read_config.hpp"

#include <algorithm>
#include <string>

#include "config/broken_parts.hpp"
#include "config/calendar.hpp"
#include "config/profile_warning.hpp"
#include "config/read_limit.hpp"
#include "config/read_member.hpp"
#include "config/read_profile.hpp"
#include "config/venue_limits.hpp"

namespace sluice {
namespace {

void read_names(const JsonValue &object, std::string_view key, std::vector<std::string> &names) {
    if (const JsonValue *value = find_member(object, key)) {
        names.reserve(value->Size());
        for (const JsonValue &name : value->GetArray())
            names.emplace_back(text_of(name));
    }
}

void read_limits(const JsonValue &object, std::string_view key, std::vector<LimitConfig> &limits) {
    if (const JsonValue *value = find_member(object, key)) {
        for (const JsonValue &limit : value->GetArray())
            limits.push_back(read_limit(limit));
    }
}

// What a venue takes from its profile, and what an operator should know of that.
void read_venue_profile(const JsonValue &venue, ProfileDocuments &profiles, std::chrono::sys_days now,
    VenueConfig &config, std::vector<std::string> &warnings) {
    const BrokenParts none_broken;
    const JsonValue *name = find_member(venue, "profile");
    const JsonValue *profile = name ? profiles.find(text_of(*name)) : nullptr;
    const VenueLimits limits(venue, profile, none_broken);
    for (const VenueLimit &limit : limits.all())
        config.limits.push_back(read_limit(*limit.limit));
    if (!name) return;
    if (!profile) {
        warnings.push_back(unknown_profile_warning(config.name, text_of(*name)));
        return;
    }
    config.profile = text_of(*name);
    config.answers = read_answers(*profile);
    // A row may name a limit that the venue does without.
    for (AnswerRule &rule : config.answers) {
        const bool is_known = std::any_of(config.limits.begin(), config.limits.end(),
            [&rule](const LimitConfig &limit) { return limit.name == rule.limit; });
        if (!is_known) rule.limit.clear();
    }
    const auto verified_on = parse_day(text_of(*find_member(*profile, "verified_on")));
    if (verified_on && is_stale(*verified_on, now)) {
        warnings.push_back(stale_profile_warning(config.name, config.profile, *verified_on, now));
    }
}

VenueConfig read_venue(const JsonValue &venue) {
    VenueConfig config;
    read(venue, "name", config.name);
    read(venue, "shadow", config.is_shadow);
    read(venue, "lanes_max", config.lanes_max);
    read(venue, "held_max", config.held_max);
    read(venue, "orders_max", config.orders_max);
    read(venue, "grants_max", config.grants_max);
    read_ns(venue, "ageing_ms", kNsPerMs, config.ageing_ns);
    read_ns(venue, "grant_timeout_ms", kNsPerMs, config.grant_timeout_ns);
    read_ns(venue, "answer_timeout_ms", kNsPerMs, config.answer_timeout_ns);
    read_ns(venue, "busy_retry_us", kNsPerUs, config.busy_retry_ns);
    if (const JsonValue *breaker = find_member(venue, "breaker")) config.venue_breaker = read_breaker(*breaker);
    const JsonValue *lane_breaker = find_member(venue, "lane_breaker");
    config.lane_breaker = lane_breaker ? read_breaker(*lane_breaker) : config.venue_breaker;
    return config;
}

// A capacity that is not given never makes a list of names a fault.
void read_capacity(const JsonValue &root, Config &config) {
    const auto longer = [](uint32_t capacity, const std::vector<std::string> &names) {
        return std::max(capacity, static_cast<uint32_t>(names.size()));
    };
    config.accounts_max = longer(config.accounts_max, config.accounts);
    config.instruments_max = longer(config.instruments_max, config.instruments);
    if (const JsonValue *capacity = find_member(root, "capacity")) {
        read(*capacity, "accounts", config.accounts_max);
        read(*capacity, "instruments", config.instruments_max);
        read(*capacity, "owners", config.owners_max);
    }
}

}  // namespace

BreakerConfig read_breaker(const JsonValue &breaker) {
    BreakerConfig config;
    read(breaker, "enabled", config.is_enabled);
    read(breaker, "consecutive_failures", config.consecutive_failures);
    read(breaker, "failure_ratio_percent", config.failure_ratio_percent);
    read(breaker, "slow_ratio_percent", config.slow_ratio_percent);
    read_ns(breaker, "slow_ms", kNsPerMs, config.slow_ns);
    read(breaker, "window_count", config.window_count);
    read_ns(breaker, "window_ms", kNsPerMs, config.window_ns);
    read(breaker, "minimum_count", config.minimum_count);
    read_ns(breaker, "isolation_ms", kNsPerMs, config.isolation_ns);
    read_ns(breaker, "isolation_max_ms", kNsPerMs, config.isolation_max_ns);
    read(breaker, "probes", config.probes);
    read_ns(breaker, "probe_timeout_ms", kNsPerMs, config.probe_timeout_ns);
    return config;
}

Config read_config(const JsonValue &root, ProfileDocuments &profiles, std::chrono::sys_days now) {
    Config config;
    read_names(root, "accounts", config.accounts);
    read_names(root, "instruments", config.instruments);
    read_capacity(root, config);
    if (const JsonValue *metrics = find_member(root, "metrics")) read(*metrics, "listen", config.metrics_listen);
    read_limits(root, "firm_limits", config.firm_limits);
    for (const JsonValue &venue : find_member(root, "venues")->GetArray()) {
        config.venues.push_back(read_venue(venue));
        read_venue_profile(venue, profiles, now, config.venues.back(), config.warnings);
    }
    return config;
}

}  // namespace sluice
