// The tables of extensions with a check around the slots that need one: [control] calls, and submit_many(), which gives
// grants and holds tickets. All other slots are the plugin's own. Part of cpp/checked.hpp. Any thread. Needs C++11.
#ifndef SLUICE_CPP_CHECKED_EXTENSIONS_HPP
#define SLUICE_CPP_CHECKED_EXTENSIONS_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>

#include "sluice/api.h"
#include "sluice/cpp/checked/checker.hpp"
#include "sluice/ext/batch.h"
#include "sluice/ext/breaker.h"
#include "sluice/ext/kill.h"
#include "sluice/ext/limits.h"

namespace sluice {
inline namespace sdk_v1 {

// The functions of a C table have no context, so each place has functions of its own, and finds its checker here. Null:
// the Checked has gone.
template <std::size_t kPlace>
std::atomic<Checker *> &checker_of() {
    static std::atomic<Checker *> checker(nullptr);
    return checker;
}

template <std::size_t kPlace>
class CheckedExtensions {
public:
    // The table to give in place of the one that the plugin has under this id.
    static const void *wrap(const char *id, const void *found) {
        if (!found) return nullptr;
        if (std::strcmp(id, SLUICE_EXT_BATCH) == 0) {
            return fill<sluice_ext_batch>(found, [](sluice_ext_batch &table) { table.submit_many = &submit_many; });
        }
        if (std::strcmp(id, SLUICE_EXT_KILL) == 0) {
            return fill<sluice_ext_kill>(found, [](sluice_ext_kill &table) { table.clear = &kill_clear; });
        }
        if (std::strcmp(id, SLUICE_EXT_BREAKER) == 0) {
            return fill<sluice_ext_breaker>(found, [](sluice_ext_breaker &table) {
                table.disable = &breaker_disable;
                table.reset = &breaker_reset;
            });
        }
        if (std::strcmp(id, SLUICE_EXT_LIMITS) == 0) {
            return fill<sluice_ext_limits>(found, [](sluice_ext_limits &table) { table.reload = &limits_reload; });
        }
        return found;
    }

private:
    // The plugin's table, the one that stands in its place, and from where both were copied.
    template <class Table>
    struct Pair {
        std::atomic<const void *> source;
        Table plugin;
        Table checked;
    };
    template <class Table>
    static Pair<Table> &pair() {
        static Pair<Table> pair;
        return pair;
    }

    // A plugin's tables never change, so what another thread may be using is not written again. A table that is shorter
    // than this header's lacks slots to check, and one that is longer has some that nobody here can name.
    template <class Table, class Replace>
    static const void *fill(const void *found, Replace replace) {
        static std::mutex mutex;
        const std::lock_guard<std::mutex> lock(mutex);
        Pair<Table> &both = pair<Table>();
        if (both.source.load() == found) return &both.checked;
        std::uint32_t bytes = 0;
        std::memcpy(&bytes, found, sizeof(bytes));
        if (bytes < sizeof(Table)) return found;
        std::memcpy(&both.plugin, found, sizeof(Table));
        both.checked = both.plugin;
        both.checked.struct_size = static_cast<std::uint32_t>(sizeof(Table));
        replace(both.checked);
        both.source.store(found);
        return &both.checked;
    }

    static sluice_status submit_many(sluice_lane *lane, const sluice_request *requests, std::uint32_t count,
        std::uint64_t now_ns, sluice_verdict *verdicts) {
        Checker *checker = checker_of<kPlace>().load();
        if (!checker) return SLUICE_E_ARGUMENT;
        return checker->submit_many(pair<sluice_ext_batch>().plugin, lane, requests, count, now_ns, verdicts);
    }
    static sluice_status kill_clear(sluice_engine *engine, const sluice_kill_scope *scope, sluice_error *error) {
        return control(
            "kill: clear()", engine, error, [&] { return pair<sluice_ext_kill>().plugin.clear(engine, scope, error); });
    }
    static sluice_status breaker_disable(
        sluice_engine *engine, std::uint32_t venue_id, sluice_lane *lane, sluice_error *error) {
        return control("breaker: disable()", engine, error,
            [&] { return pair<sluice_ext_breaker>().plugin.disable(engine, venue_id, lane, error); });
    }
    static sluice_status breaker_reset(
        sluice_engine *engine, std::uint32_t venue_id, sluice_lane *lane, sluice_error *error) {
        return control("breaker: reset()", engine, error,
            [&] { return pair<sluice_ext_breaker>().plugin.reset(engine, venue_id, lane, error); });
    }
    static sluice_status limits_reload(
        sluice_engine *engine, std::uint32_t limit_id, const sluice_limit_numbers *numbers, sluice_error *error) {
        return control("limits: reload()", engine, error,
            [&] { return pair<sluice_ext_limits>().plugin.reload(engine, limit_id, numbers, error); });
    }

    template <class Call>
    static sluice_status control(const char *name, sluice_engine *engine, const sluice_error *error, Call call) {
        Checker *checker = checker_of<kPlace>().load();
        return checker ? checker->extension_control(name, engine, error, call) : SLUICE_E_ARGUMENT;
    }
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
