// What QuickFIX's hooks saw of one session while they held the session's lock: it went up or down, messages left
// without asking. The hooks only write it down here; it is reported to Sluice by the next thread that holds no lock of
// QuickFIX (a submit, a send that returned, the pump).
//
// Threads: any. Two locks: the one of the notes calls nothing; the one of the reporter keeps the order of the reports
// when two threads hand over at once, is never taken under a session's lock, and is held across Sluice's report(),
// which calls nothing back but wake().
#ifndef SLUICE_QUICKFIX_NOTEBOOK_HPP
#define SLUICE_QUICKFIX_NOTEBOOK_HPP

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "sluice/event.h"

namespace sluice {
namespace quickfix {

class Notebook {
public:
    // kind is SLUICE_EVENT_LANE_UP, LANE_DOWN, TRANSPORT_ERROR or RATE_REJECTED.
    void note(std::uint32_t kind, std::uint64_t now_ns);

    // A message left without asking. Bounded: messages of one kind in a row are one note with a count.
    void note_ungated(std::uint32_t message_kind, std::uint64_t now_ns);

    // Hands the notes over in their order; `report` is called with each. Returns at once when there are none.
    template <class Report>
    void hand_over(Report report) {
        if (!has_notes_.load(std::memory_order_acquire)) return;
        std::lock_guard<std::mutex> reporting(reporter_mutex_);
        std::vector<sluice_event> notes;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            notes.swap(notes_);
            has_notes_.store(false, std::memory_order_release);
        }
        for (const sluice_event &event : notes)
            report(event);
    }

private:
    std::mutex reporter_mutex_;
    std::mutex mutex_;
    std::vector<sluice_event> notes_;  // protected by mutex_
    std::atomic<bool> has_notes_{false};
};

}  // namespace quickfix
}  // namespace sluice

#endif
