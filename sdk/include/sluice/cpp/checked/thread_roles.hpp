// Who is inside of which call of one engine, and which callback runs on this thread: what the roles [control] and
// [poll] of api.h are judged by. Part of cpp/checked.hpp. Any thread. Needs C++11.
#ifndef SLUICE_CPP_CHECKED_THREAD_ROLES_HPP
#define SLUICE_CPP_CHECKED_THREAD_ROLES_HPP

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "sluice/api.h"

namespace sluice {
inline namespace sdk_v1 {

enum class ThreadRole { kAny, kControl, kPoll };

class ThreadRoles {
public:
    struct Inside {
        ThreadRole role;
        const char *name;
        std::uint32_t venue_id;
        std::thread::id thread;
    };

    // Notes a call that begins. `conflict` receives what is wrong with calling it now, or nothing.
    std::list<Inside>::iterator enter(
        ThreadRole role, const char *name, std::uint32_t venue_id, std::string &conflict, std::size_t &others) {
        const Inside mine = {role, name, venue_id, std::this_thread::get_id()};
        const std::lock_guard<std::mutex> lock(mutex_);
        others = 0;
        for (const Inside &other : inside_) {
            others += other.thread != mine.thread;
            if (conflict.empty() && excludes(mine, other)) {
                conflict = std::string(other.name) + " is still running on another thread";
            }
        }
        return inside_.insert(inside_.end(), mine);
    }
    void leave(std::list<Inside>::iterator call) {
        const std::lock_guard<std::mutex> lock(mutex_);
        inside_.erase(call);
    }

private:
    // What one thread does from inside its own call is judged by CallbackMark.
    static bool excludes(const Inside &mine, const Inside &other) {
        if (mine.role != other.role || mine.role == ThreadRole::kAny || mine.thread == other.thread) return false;
        return mine.role == ThreadRole::kControl || mine.venue_id == other.venue_id ||
               mine.venue_id == SLUICE_VENUE_ALL || other.venue_id == SLUICE_VENUE_ALL;
    }

    std::mutex mutex_;
    std::list<Inside> inside_;
};

// One call from its beginning to its end.
class CallMark {
public:
    CallMark(ThreadRoles &roles, ThreadRole role, const char *name, std::uint32_t venue_id = SLUICE_VENUE_ALL)
        : roles_(roles), call_(roles.enter(role, name, venue_id, conflict, others_inside)) {}
    ~CallMark() { roles_.leave(call_); }
    CallMark(const CallMark &) = delete;
    CallMark &operator=(const CallMark &) = delete;

private:
    ThreadRoles &roles_;

public:
    std::string conflict;
    std::size_t others_inside = 0;  // calls of other threads

private:
    // Last, because entering fills the two above.
    const std::list<ThreadRoles::Inside>::iterator call_;
};

// One callback of the host from its beginning to its end, on its thread.
class CallbackMark {
public:
    CallbackMark(const void *engine, const char *name) : engine_(engine), name_(name), outer_(innermost()) {
        innermost() = this;
    }
    ~CallbackMark() { innermost() = outer_; }
    CallbackMark(const CallbackMark &) = delete;
    CallbackMark &operator=(const CallbackMark &) = delete;

    // The callback of this engine that runs on this thread; null: none does.
    static const char *running(const void *engine) {
        for (const CallbackMark *mark = innermost(); mark; mark = mark->outer_) {
            if (mark->engine_ == engine) return mark->name_;
        }
        return nullptr;
    }

private:
    static CallbackMark *&innermost() {
        static thread_local CallbackMark *mark = nullptr;
        return mark;
    }

    const void *const engine_;
    const char *const name_;
    CallbackMark *const outer_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
