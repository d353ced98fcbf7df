#include "sessions/venue_sessions.hpp"

#include <algorithm>

namespace fix_gateway {

VenueSessions::VenueSessions(const std::vector<VenueSessionConfig> &sessions) {
    for (const VenueSessionConfig &config : sessions) {
        const std::uint32_t index = static_cast<std::uint32_t>(entries_.size());
        auto entry = std::make_unique<Entry>();
        entry->session = config.session;
        entry->venue = config.venue;
        entry->account = config.account;
        entries_.push_back(std::move(entry));
        by_session_[config.session.toStringFrozen()] = index;
        by_venue_[config.venue].push_back(index);
    }
}

// Sticky by client: the messages of one client stay on one session and so in order. A client moves on only while its
// session is down, and only with new orders.
std::uint32_t VenueSessions::choose_session(const std::string &venue, std::uint32_t client) const {
    const auto found = by_venue_.find(venue);
    if (found == by_venue_.end()) return kNone;
    const std::vector<std::uint32_t> &candidates = found->second;
    for (std::size_t step = 0; step < candidates.size(); ++step) {
        const std::uint32_t index = candidates[(client + step) % candidates.size()];
        if (is_logged_on(index)) return index;
    }
    return candidates[client % candidates.size()];
}

std::uint32_t VenueSessions::index_of(const FIX::SessionID &session) const {
    const auto found = by_session_.find(session.toStringFrozen());
    return found == by_session_.end() ? kNone : found->second;
}

std::vector<std::string> VenueSessions::venues() const {
    std::vector<std::string> names;
    for (const std::unique_ptr<Entry> &entry : entries_) {
        if (std::find(names.begin(), names.end(), entry->venue) == names.end()) names.push_back(entry->venue);
    }
    return names;
}

bool VenueSessions::are_all_logged_on() const {
    return std::all_of(entries_.begin(), entries_.end(),
        [](const std::unique_ptr<Entry> &entry) { return entry->is_logged_on.load(std::memory_order_acquire); });
}

}  // namespace fix_gateway
