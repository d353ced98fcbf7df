// One engine under watch: the host's callbacks with a mark around each, and everything that calls of this engine are
// judged by. Part of cpp/checked.hpp. Any thread; the plugin's callbacks come in here and go on to the host. Needs
// C++11.
#ifndef SLUICE_CPP_CHECKED_CHECKED_ENGINE_HPP
#define SLUICE_CPP_CHECKED_CHECKED_ENGINE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "sluice/api.h"
#include "sluice/cpp/checked/books.hpp"
#include "sluice/cpp/checked/engine_clock.hpp"
#include "sluice/cpp/checked/misuse.hpp"
#include "sluice/cpp/checked/thread_roles.hpp"

namespace sluice {
inline namespace sdk_v1 {

class CheckedEngine {
public:
    CheckedEngine(const sluice_host &host, MisuseLog &log) : log_(log) {
        std::memset(&host_, 0, sizeof(host_));
        std::memcpy(&host_, &host, host.struct_size < sizeof(host_) ? host.struct_size : sizeof(host_));
        marked_ = host_;
        marked_.context = this;
        if (host_.release) marked_.release = &CheckedEngine::release;
        if (host_.wake) marked_.wake = &CheckedEngine::wake;
        if (host_.log) marked_.log = &CheckedEngine::log;
        if (host_.now_ns) marked_.now_ns = &CheckedEngine::now_ns;
    }
    CheckedEngine(const CheckedEngine &) = delete;
    CheckedEngine &operator=(const CheckedEngine &) = delete;

    // What the plugin gets in place of the host's callbacks. A callback that the host lacks stays away.
    const sluice_host &callbacks() const { return marked_; }

    void report(Misuse misuse, const std::string &text) { log_.report(misuse, &host_, text); }

    // The beginning of a call that may not come from each callback or thread.
    void judge_role(const CallMark &mark, ThreadRole role, const std::string &call) {
        const char *callback = CallbackMark::running(this);
        if (callback && role != ThreadRole::kAny) {
            report(Misuse::kCallback, call + " is called from inside " + callback +
                                          "(): only [any] functions may be; leave a note and call it after poll()");
        } else if (callback && std::strcmp(callback, kClockCallback) == 0) {
            report(Misuse::kCallback,
                call + " is called from inside now_ns(), which may run under the plugin's lock: call nothing there");
        }
        if (mark.conflict.empty()) return;
        const bool is_control = role == ThreadRole::kControl;
        report(is_control ? Misuse::kControl : Misuse::kPoll,
            call + " is called while " + mark.conflict +
                (is_control ? ": make the [control] calls of an engine one after another"
                            : ": one thread at a time polls a venue, SLUICE_VENUE_ALL is every venue"));
    }

    void judge_time(const std::string &call, std::uint64_t now_ns, std::uint64_t late_max_ns) {
        const std::string fault = clock.judge(now_ns, late_max_ns, marked_);
        if (!fault.empty()) report(Misuse::kTime, call + ": " + fault);
    }

    std::uint64_t time(std::uint64_t now_ns) const { return now_ns != 0 ? now_ns : EngineClock::read(marked_); }

    void note_poll() { stopping_since_ns_ = 0; }
    // engine_stop() has answered BUSY. True, once, when nobody has polled for so long since it first did.
    bool waits_for_poll(std::uint64_t patience_ns) {
        // Not the host's clock, which may stand still.
        const std::uint64_t now_ns = EngineClock::monotonic_ns();
        std::uint64_t since_ns = 0;
        if (stopping_since_ns_.compare_exchange_strong(since_ns, now_ns)) return false;
        return now_ns - since_ns > patience_ns && !was_told_to_poll_.exchange(true);
    }

    TicketBook tickets;
    GrantBook grants;
    EngineClock clock;
    ThreadRoles roles;
    std::atomic<bool> is_stopped{false};
    std::atomic<bool> is_destroyed{false};
    sluice_engine *handle = nullptr;

private:
    static constexpr const char *kClockCallback = "now_ns";

    static CheckedEngine &of(void *context) { return *static_cast<CheckedEngine *>(context); }

    void threw(const char *callback) {
        report(Misuse::kCallback,
            std::string(callback) + "() threw an exception: catch it there, none may pass the plugin");
    }

    static sluice_status release(void *context, const sluice_release *release) {
        CheckedEngine &engine = of(context);
        const CallbackMark mark(&engine, "release");
        // Before the host hears of it, because it may use both from inside.
        engine.tickets.end(release->ticket);
        const bool is_grant = release->action == SLUICE_RELEASE_SEND && release->grant != 0;
        if (is_grant) engine.grants.give(release->grant, EngineClock::read(engine.marked_));
        sluice_status answer = SLUICE_E_INTERNAL;
        try {
            answer = engine.host_.release(engine.host_.context, release);
        } catch (...) {
            engine.threw("release");
        }
        if (answer == SLUICE_OK || release->action != SLUICE_RELEASE_SEND) return answer;
        if (is_grant && engine.grants.was_written(release->grant)) {
            engine.report(Misuse::kGrant, "release() answers " + std::to_string(answer) + " for grant " +
                                              std::to_string(release->grant) +
                                              ", which was reported WRITTEN: answer OK for what is on the wire");
            return answer;
        }
        if (is_grant) engine.grants.withdraw(release->grant);
        if (answer == SLUICE_E_BUSY) engine.tickets.take_back(release->ticket);
        return answer;
    }

    static void wake(void *context, std::uint32_t venue_id, std::uint64_t due_ns) {
        CheckedEngine &engine = of(context);
        const CallbackMark mark(&engine, "wake");
        try {
            engine.host_.wake(engine.host_.context, venue_id, due_ns);
        } catch (...) {
            engine.threw("wake");
        }
    }

    static void log(void *context, std::int32_t level, const char *text, std::size_t length) {
        CheckedEngine &engine = of(context);
        const CallbackMark mark(&engine, "log");
        try {
            engine.host_.log(engine.host_.context, level, text, length);
        } catch (...) {
            engine.threw("log");
        }
    }

    static std::uint64_t now_ns(void *context) {
        CheckedEngine &engine = of(context);
        const CallbackMark mark(&engine, kClockCallback);
        try {
            return engine.host_.now_ns(engine.host_.context);
        } catch (...) {
            engine.threw(kClockCallback);
        }
        return 0;
    }

    std::atomic<std::uint64_t> stopping_since_ns_{0};  // 0: polled since
    std::atomic<bool> was_told_to_poll_{false};
    sluice_host host_;    // the host's own callbacks
    sluice_host marked_;  // the same with a mark around each
    MisuseLog &log_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
