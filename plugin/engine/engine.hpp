// The engine: owns the venues, the names and what venues share. Every function is one step from the boundary to one
// venue; what concerns all venues visits them one after the other, never two locks at a time.
//
// Threads: as the ABI says for the call of the same name.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "engine/name_table.hpp"
#include "platform/huge_pages.hpp"
#include "platform/placed.hpp"
#include "release/poll_cycle.hpp"
#include "sluice/api.h"
#include "sluice/ext/kill.h"
#include "telemetry/metrics_listener.hpp"
#include "telemetry/snapshot.hpp"
#include "venue/venue.hpp"

namespace sluice {

struct KeyNames;

class Engine {
public:
    // Throws std::bad_alloc, or std::runtime_error when the metrics listener cannot be opened.
    Engine(const sluice_host &host, Config config, LaneHandleOf lane_handle_of, const void *lane_context);
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    const sluice_host &host() const noexcept { return host_; }
    uint64_t read_clock() const noexcept { return shared_.clock.read(); }

    // Ids are 1 upwards; null for others.
    Venue *venue(uint32_t id) noexcept { return id >= 1 && id <= venues_.size() ? venues_[id - 1].get() : nullptr; }
    uint32_t venue_count() const noexcept { return static_cast<uint32_t>(venues_.size()); }
    KnownIds known_ids() const noexcept { return {accounts_.count(), instruments_.count(), owners_.count()}; }
    // Null for a kind that does not exist.
    NameTable *names(uint32_t name_kind) noexcept;

    // [any][hot]
    void wake(const Venue &venue, uint64_t wake_ns) const noexcept {
        if (wake_ns != SLUICE_NEVER && host_.wake != nullptr) host_.wake(host_.context, venue.id(), wake_ns);
    }

    // [poll] Negative when the venue is being polled already, by this thread or another.
    int32_t poll(uint32_t venue_id, uint64_t now_ns, int32_t budget) noexcept;
    uint64_t next_due_ns(uint32_t venue_id) noexcept;
    // True on a thread that is inside a callback of this engine's poll() or stop().
    bool is_in_callback() const noexcept;

    // [control] True when nothing is left to come.
    bool stop(bool abandon) noexcept;
    // Ends the metrics listener and its threads; the engine's memory may live on for a while.
    void close_listener() { listener_.reset(); }
    bool is_stopped() const noexcept { return is_stopped_.load(std::memory_order_acquire); }

    // [any]
    enum class KillResult : uint8_t { done, full, unknown };
    KillResult engage_kill(const sluice_kill_scope &scope);
    KillResult clear_kill(const sluice_kill_scope &scope);
    void read_kill(const sluice_kill_scope &scope, sluice_kill_state &state);

    // Limits by id. `find` returns 0 when there is none of that name.
    uint32_t find_limit(uint32_t venue_id, std::string_view name) const noexcept;
    Venue *venue_of_limit(uint32_t limit_id) noexcept;
    FirmLimit *firm_limit(uint32_t limit_id) noexcept;
    const LimitConfig *limit_config(uint32_t limit_id) noexcept;

    // What a venue's answers mean, by its profile. Venue ids are 1 to venue_count().
    std::span<const AnswerRule> answer_rules(uint32_t venue_id) const noexcept {
        return config_.venues[venue_id - 1].answers;
    }

    EngineSnapshot snapshot();
    uint32_t metrics_port() const noexcept { return listener_ ? listener_->port() : 0; }

private:
    struct Poller {
        alignas(kCacheLineBytes) std::atomic<uint64_t> thread{0};  // who polls this venue; 0: nobody
    };
    // One engaged scope and how it was given.
    struct Engaged {
        uint32_t venue_id = 0;
        KillScope scope;
        bool operator==(const Engaged &) const = default;
    };

    // A venue that must be told that something is due; SLUICE_NEVER: nothing is.
    struct Wake {
        const Venue *venue = nullptr;
        uint64_t time_ns = SLUICE_NEVER;
    };

    static Engaged engaged_of(const sluice_kill_scope &scope) noexcept;
    KillResult engage_kill_at_venues(const sluice_kill_scope &scope, std::vector<Wake> &wakes);
    bool close_venues() noexcept;
    int32_t poll_one(uint32_t venue_id, uint64_t now_ns, int32_t budget) noexcept;
    VenueSnapshot snapshot_venue(Venue &venue, const VenueStatus &status, uint64_t now_ns, EngineSnapshot &snapshot);
    void snapshot_limits(
        Venue &venue, const VenueStatus &status, uint64_t now_ns, KeyNames &names, EngineSnapshot &snapshot);

    const sluice_host host_;
    const Config config_;
    const PollContext poll_context_;
    SharedState shared_;
    NameTable venue_names_;
    NameTable accounts_;
    NameTable instruments_;
    NameTable owners_;
    std::vector<std::shared_ptr<FirmLimit>> firm_limits_;
    HugePages memory_;  // of the venues
    std::vector<Placed<Venue>> venues_;
    std::vector<uint32_t> first_limit_ids_;  // of each venue; the firm's are 1 to their number
    std::unique_ptr<Poller[]> pollers_;
    std::atomic<uint32_t> next_polled_{0};  // poll of all venues: they take turns
    std::atomic<bool> is_stopped_{false};
    std::atomic<uint64_t> stopping_thread_{0};  // inside stop(), which calls wake(); 0: nobody
    std::mutex kill_mutex_;                     // guards engaged_ and the order in which switches take effect
    std::vector<Engaged> engaged_;
    std::unique_ptr<MetricsListener> listener_;  // last: gone before what it reads
};

}  // namespace sluice
