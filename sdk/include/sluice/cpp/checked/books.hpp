// What the host still owes an engine: tickets that are held, and grants whose write or answer is to be reported. Part
// of cpp/checked.hpp. Any thread. Needs C++11.
#ifndef SLUICE_CPP_CHECKED_BOOKS_HPP
#define SLUICE_CPP_CHECKED_BOOKS_HPP

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "sluice/event.h"

namespace sluice {
inline namespace sdk_v1 {

class TicketBook {
public:
    // A request comes in. False: its ticket is held, or is being submitted.
    bool begin(std::uint64_t ticket) {
        const std::lock_guard<std::mutex> lock(mutex_);
        return busy_.insert(ticket).second;
    }
    // The ticket is free again: another verdict than HELD, or a release.
    void end(std::uint64_t ticket) {
        const std::lock_guard<std::mutex> lock(mutex_);
        busy_.erase(ticket);
    }
    void take_back(std::uint64_t ticket) { begin(ticket); }

private:
    std::mutex mutex_;
    std::unordered_set<std::uint64_t> busy_;
};

class GrantBook {
public:
    // The last so many are remembered, so that a second report can be told from one of a grant that never was.
    static constexpr std::size_t kRemembered = 65536;

    void give(std::uint64_t grant, std::uint64_t now_ns) {
        const std::lock_guard<std::mutex> lock(mutex_);
        Grant &entry = grants_[grant];
        entry = Grant();
        entry.given_ns = now_ns;
        entry.number = ++numbers_;
        const Place place = {grant, entry.number};
        unwritten_.push_back(place);
        remembered_.push_back(place);
        if (remembered_.size() <= kRemembered) return;
        if (find(remembered_.front())) grants_.erase(remembered_.front().grant);
        remembered_.pop_front();
    }
    // A release that the host did not take.
    void withdraw(std::uint64_t grant) {
        const std::lock_guard<std::mutex> lock(mutex_);
        grants_.erase(grant);
    }
    bool was_written(std::uint64_t grant) const {
        const std::lock_guard<std::mutex> lock(mutex_);
        const std::unordered_map<std::uint64_t, Grant>::const_iterator found = grants_.find(grant);
        return found != grants_.end() && found->second.write == SLUICE_EVENT_WRITTEN;
    }

    // An event names this grant. What is wrong with that, or null.
    const char *hear(std::uint64_t grant, std::uint32_t event_kind) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const std::unordered_map<std::uint64_t, Grant>::iterator found = grants_.find(grant);
        if (found == grants_.end())
            return "was never given, or was given back with BUSY: name the verdict's or release's";
        Grant &entry = found->second;
        if (event_kind == SLUICE_EVENT_WRITTEN || event_kind == SLUICE_EVENT_NOT_WRITTEN) {
            if (entry.write != 0) return "is reported written or not written a second time: report each grant once";
            entry.write = event_kind;
            if (event_kind == SLUICE_EVENT_NOT_WRITTEN && entry.answer != 0) {
                return "is reported NOT_WRITTEN, but the venue has answered it: report NOT_WRITTEN only on proof";
            }
        } else if (event_kind >= SLUICE_EVENT_ACKED && event_kind <= SLUICE_EVENT_LOST) {
            const std::uint32_t earlier = entry.answer;
            entry.answer = event_kind;
            if (entry.write == SLUICE_EVENT_NOT_WRITTEN) return "was reported NOT_WRITTEN, so nothing can answer it";
            // An answer may still come after the host gave up waiting.
            if (earlier != 0 && earlier != SLUICE_EVENT_TIMED_OUT && earlier != SLUICE_EVENT_LOST) {
                return "is answered a second time: report the first answer of the venue, and DONE when the order ends";
            }
        }
        return nullptr;
    }

    // The oldest grant given before this time of which no write was reported; each once, 0: there is none.
    std::uint64_t take_overdue(std::uint64_t given_before_ns) {
        const std::lock_guard<std::mutex> lock(mutex_);
        while (!unwritten_.empty()) {
            const Place place = unwritten_.front();
            const Grant *entry = find(place);
            const bool is_open = entry && entry->write == 0;
            if (is_open && entry->given_ns >= given_before_ns) return 0;
            unwritten_.pop_front();
            if (is_open) return place.grant;
        }
        return 0;
    }

private:
    struct Grant {
        std::uint64_t given_ns = 0;
        std::uint64_t number = 0;
        std::uint32_t write = 0;   // WRITTEN or NOT_WRITTEN once reported
        std::uint32_t answer = 0;  // the last answer reported
    };
    // A grant by its number too, because the plugin may use a handle again.
    struct Place {
        std::uint64_t grant;
        std::uint64_t number;
    };
    const Grant *find(const Place &place) const {
        const std::unordered_map<std::uint64_t, Grant>::const_iterator found = grants_.find(place.grant);
        return found != grants_.end() && found->second.number == place.number ? &found->second : nullptr;
    }

    mutable std::mutex mutex_;
    std::unordered_map<std::uint64_t, Grant> grants_;
    std::deque<Place> unwritten_;
    std::deque<Place> remembered_;
    std::uint64_t numbers_ = 0;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
