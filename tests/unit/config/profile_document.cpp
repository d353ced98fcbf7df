#include "profile_document.hpp"

namespace sluice {
namespace {

const char *const kSound = R"({
    "version": 1, "name": "venue-a", "title": "Venue A", "verified_on": "2026-10-01",
    "lane": "a session", "account": "an account", "timestamps": "SendingTime in ms",
    "limits": [
        {"name": "orders", "shape": "sliding_window", "scope": "account", "limit": 100, "window_ms": 1000,
         "margin": 1, "hard_limit": 150, "hard_margin": 10, "cost": {"new": 1, "cancel": 1},
         "rule": "A hundred a second.", "throttle_type": "inbound_rate", "throttle_action": "reject",
         "hard_action": "disconnect", "source": "https://venue.example/limits", "verified_on": "2026-10-01",
         "sources": {"hard_limit": {"source": "https://venue.example/walls", "verified_on": "2026-11-20"}}},
        {"name": "queries", "shape": "in_flight", "scope": "lane", "window_ms": 5000, "cost": {"query": 1},
         "rule": "As many as was agreed.", "throttle_type": "outstanding_requests",
         "throttle_action": "queue_inbound", "source": "https://venue.example/limits",
         "verified_on": "2026-11-19", "operator": ["limit"], "note": "The number is in the contract."}
    ],
    "cancels": "they share the limits",
    "answers": [
        {"status": 429, "means": "rate_limit", "limit": "orders", "retry_after_ms": 1000,
         "source": "https://venue.example/errors"},
        {"code": "-1", "text": "banned until", "means": "ban", "until_ms_after": "until ",
         "source": "https://venue.example/errors"},
        {"status": 200, "means": "accepted", "source": "https://venue.example/errors"}
    ]
})";

}  // namespace

ProfileDocument::ProfileDocument() : document_(kSound) {}

std::chrono::sys_days ProfileDocument::today() {
    return *parse_day("2026-11-20");
}

ProfileDocument &ProfileDocument::set(const std::string &pointer, const std::string &json) {
    document_.set(pointer, json);
    return *this;
}

ProfileDocument &ProfileDocument::remove(const std::string &pointer) {
    document_.remove(pointer);
    return *this;
}

ProfileResult ProfileDocument::parse() const {
    return parse_profile(document_.text(), today());
}

}  // namespace sluice
