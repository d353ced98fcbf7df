#include "notebook.hpp"

namespace sluice {
namespace quickfix {

void Notebook::add(std::uint32_t kind, std::uint64_t now_ns) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.time_ns = now_ns;
    notes_.push_back(event);
    has_notes_.store(true, std::memory_order_release);
}

void Notebook::note_up(std::uint64_t now_ns) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (is_up_.load(std::memory_order_relaxed)) return;
    add(SLUICE_EVENT_LANE_UP, now_ns);
    is_up_.store(true, std::memory_order_release);
}

void Notebook::note_down(bool is_failure, std::uint64_t now_ns) {
    std::lock_guard<std::mutex> lock(mutex_);
    // First the state: should there be no memory for the note, nothing is sent all the same.
    if (!is_up_.exchange(false)) return;
    if (is_failure) add(SLUICE_EVENT_TRANSPORT_ERROR, now_ns);
    add(SLUICE_EVENT_LANE_DOWN, now_ns);
}

void Notebook::note_ungated(std::uint32_t message_kind, std::uint64_t now_ns) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!notes_.empty() && notes_.back().kind == SLUICE_EVENT_UNGATED && notes_.back().message_kind == message_kind) {
        ++notes_.back().message_count;
        // The later time for all of them: a window then forgets them late, never early.
        notes_.back().time_ns = now_ns;
        return;
    }
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_UNGATED;
    event.message_kind = message_kind;
    event.message_count = 1;
    event.time_ns = now_ns;
    notes_.push_back(event);
    has_notes_.store(true, std::memory_order_release);
}

}  // namespace quickfix
}  // namespace sluice
