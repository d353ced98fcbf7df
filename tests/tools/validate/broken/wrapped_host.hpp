// For what is broken between the plugin and the host's callbacks: keeps each engine's real host and stands before its
// release(). A file sets `before_release`; it gets the real host and answers for it.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "wrapped.hpp"

namespace broken {

using ReleaseHook = sluice_status (*)(const sluice_host &host, const sluice_release *release);
inline ReleaseHook before_release = nullptr;

inline sluice_status stand_before_release(void *context, const sluice_release *release) {
    return before_release(*static_cast<const sluice_host *>(context), release);
}
inline void pass_wake(void *context, uint32_t venue_id, uint64_t due_ns) {
    const auto &host = *static_cast<const sluice_host *>(context);
    if (host.wake != nullptr) host.wake(host.context, venue_id, due_ns);
}
inline void pass_log(void *context, int32_t level, const char *text, size_t length) {
    const auto &host = *static_cast<const sluice_host *>(context);
    if (host.log != nullptr) host.log(host.context, level, text, length);
}
inline uint64_t pass_clock(void *context) {
    const auto &host = *static_cast<const sluice_host *>(context);
    return host.now_ns(host.context);
}

// Never freed: an engine may be destroyed at any time by any thread.
inline const sluice_host *keep(const sluice_host &host) {
    static std::mutex mutex;
    static std::vector<std::unique_ptr<sluice_host>> hosts;
    const std::lock_guard guard(mutex);
    hosts.push_back(std::make_unique<sluice_host>(host));
    return hosts.back().get();
}

inline sluice_status create_wrapped(
    const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error) {
    if (host == nullptr || host->struct_size != sizeof *host || host->release == nullptr)
        return real().engine_create(host, config, config_length, engine, error);
    sluice_host between = *host;
    between.context = const_cast<sluice_host *>(keep(*host));
    between.release = stand_before_release;
    between.wake = pass_wake;
    between.log = pass_log;
    if (host->now_ns != nullptr) between.now_ns = pass_clock;
    return real().engine_create(&between, config, config_length, engine, error);
}

}  // namespace broken
