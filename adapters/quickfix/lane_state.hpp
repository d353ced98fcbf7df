// All that the adapter knows about one gated session. Made with the gate, gone with it; its parts say who may touch
// them.
#ifndef SLUICE_QUICKFIX_LANE_STATE_HPP
#define SLUICE_QUICKFIX_LANE_STATE_HPP

#include <atomic>
#include <cstdint>
#include <utility>

#include "notebook.hpp"
#include "open_answers.hpp"
#include "order_chains.hpp"
#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/pump.hpp"
#include "sluice/quickfix/session_keys.hpp"

namespace sluice {
namespace quickfix {

class LaneState {
public:
    LaneState(SessionKeys session_keys, std::uint32_t venue, std::size_t orders_max,
        std::atomic<std::uint64_t> &next_order_id)
        : keys(std::move(session_keys)), venue_id(venue), chains(orders_max, next_order_id) {}

    // Constant once the gate is made.
    const SessionKeys keys;
    const std::uint32_t venue_id;
    Lane lane;
    Pump *pump = nullptr;

    // Each with its own lock.
    Notebook notebook;
    OpenAnswers answers;
    OrderChains chains;

    // Written by QuickFIX's hooks, read by all.
    std::atomic<bool> has_logout_seen{false};  // a Logout(5) went over the wire: what follows is no transport error
    std::atomic<bool> has_wire_log{false};
    std::atomic<std::uint64_t> venue_time_told_ns{0};  // when a stamp that nobody asked for was last told
    // Only for hooks that the session itself calls, which proves that it is alive.
    std::atomic<FIX::Session *> session{nullptr};

    bool is_logged_on() const noexcept { return notebook.is_up(); }

    // Tells Sluice what the hooks wrote down. Never under a session's lock.
    void hand_over_notes() {
        notebook.hand_over([this](const sluice_event &event) {
            if (event.kind == SLUICE_EVENT_LANE_DOWN) answers.clear();
            lane.report(event);
        });
    }
};

}  // namespace quickfix
}  // namespace sluice

#endif
