#include "schedule.hpp"

namespace replay {

Schedule::Schedule(const Flow &flow, const ScheduleOptions &options) : flow_(flow), options_(options) {
    for (std::uint32_t copy = 0; copy < options_.overload; ++copy)
        enter(Cursor{0, copy, 0, 0});
}

void Schedule::enter(Cursor cursor) {
    while (cursor.copy > 0 && cursor.event < flow_.events.size() && flow_.events[cursor.event].action != Action::kNew) {
        ++cursor.event;
    }
    if (cursor.event == flow_.events.size()) {
        cursor.event = 0;  // the first event is a new order, so it is every stream's
        ++cursor.loop;
    }
    const double recorded_ns = 1000.0 * (static_cast<double>(cursor.loop) * static_cast<double>(flow_.length_us) +
                                            static_cast<double>(flow_.events[cursor.event].time_us)) +
                               static_cast<double>(cursor.copy) * static_cast<double>(kCopyGapNs);
    cursor.due_ns = static_cast<std::uint64_t>(recorded_ns / options_.speed);
    cursors_.push(cursor);
}

bool Schedule::next(PlannedRequest &request) {
    const Cursor cursor = cursors_.top();
    if (cursor.due_ns >= options_.length_ns) return false;
    cursors_.pop();

    const FlowEvent &event = flow_.events[cursor.event];
    request.due_ns = cursor.due_ns;
    request.order = (cursor.loop * flow_.order_count + event.order) * options_.overload + cursor.copy;
    request.is_copy = cursor.copy > 0;
    request.owner = cursor.copy == 0 ? event.owner : static_cast<std::uint32_t>(flow_.owners.size()) + cursor.copy - 1;
    request.event = &event;

    enter(Cursor{0, cursor.copy, cursor.loop, cursor.event + 1});
    return true;
}

std::uint32_t Schedule::owner_count() const {
    return static_cast<std::uint32_t>(flow_.owners.size()) + options_.overload - 1;
}

std::string Schedule::owner_name(std::uint32_t owner) const {
    if (owner < flow_.owners.size()) return flow_.owners[owner];
    return "load-" + std::to_string(owner - flow_.owners.size() + 1);
}

}  // namespace replay
