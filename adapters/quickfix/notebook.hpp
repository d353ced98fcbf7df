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
    // The session is logged on, or is not any more. Noting what is known already does nothing; state and note change
    // together, so that the last note is always the state. is_failure: the connection failed, nobody had said goodbye.
    void note_up(std::uint64_t now_ns);
    void note_down(bool is_failure, std::uint64_t now_ns);

    bool is_up() const noexcept { return is_up_.load(std::memory_order_acquire); }

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
    void add(std::uint32_t kind, std::uint64_t now_ns);

    std::mutex reporter_mutex_;
    std::mutex mutex_;
    std::vector<sluice_event> notes_;  // protected by mutex_
    // Written under mutex_, read without it.
    std::atomic<bool> has_notes_{false};
    std::atomic<bool> is_up_{false};
};

}  // namespace quickfix
}  // namespace sluice

#endif
