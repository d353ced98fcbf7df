#include "schedule.hpp"

namespace replay {

Schedule::Schedule(const Flow &flow, const ScheduleOptions &options) : flow_(flow), options_(options) {}

bool Schedule::next(PlannedRequest &request) {
    if (event_ == flow_.events.size()) {
        event_ = 0;
        ++loop_;
    }
    const FlowEvent &event = flow_.events[event_];
    const double time_ns = 1000.0 * (static_cast<double>(loop_) * static_cast<double>(flow_.length_us) +
                                        static_cast<double>(event.time_us));
    const auto due_ns = static_cast<std::uint64_t>(time_ns / options_.speed);
    if (due_ns >= options_.length_ns) return false;

    request.due_ns = due_ns;
    request.order = (loop_ * flow_.order_count + event.order) * options_.overload + copy_;
    request.is_copy = copy_ > 0;
    request.owner = copy_ == 0 ? event.owner : static_cast<std::uint32_t>(flow_.owners.size()) + copy_ - 1;
    request.event = &event;

    const std::uint32_t copies = event.action == Action::kNew ? options_.overload : 1;
    if (++copy_ == copies) {
        copy_ = 0;
        ++event_;
    }
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
