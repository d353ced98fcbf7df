// Checks a gateway while it runs: a table with the same interface as the plugin's, which judges every call and callback
// by the contract before it hands it on. What it finds goes to the host's own log callback with level SLUICE_LOG_HOST,
// one line that names the call, the value and the remedy, and is counted. sdk/TESTING.md shows it in use.
//
// It finds: structs without struct_size, handles after their end and in the wrong order, two [control] calls at once,
// two threads that poll one venue, calls that a callback must not make and exceptions out of callbacks, tickets used
// again while held, grants reported twice, never, or never given, and times that go back or are of another clock. A
// gateway that does not use it pays nothing; with it each call takes a few locks and may allocate, so it is for tests
// and for the first days of a gateway.
//
// Threads: as in the contract. Up to kCheckedMax live at the same time. It must outlive its engines. Of
// extensions the [control] calls and submit_many() are judged. Needs C++11.
#ifndef SLUICE_CPP_CHECKED_HPP
#define SLUICE_CPP_CHECKED_HPP

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "sluice/api.h"
#include "sluice/cpp/checked/checker.hpp"
#include "sluice/cpp/checked/extensions.hpp"
#include "sluice/cpp/failure.hpp"
#include "sluice/cpp/loader.hpp"

namespace sluice {
inline namespace sdk_v1 {

constexpr std::size_t kCheckedMax = 4;

template <std::size_t kPlace>
class CheckedTable {
public:
    static sluice_api_v1 table(std::uint32_t abi_minor, const char *build_id) {
        sluice_api_v1 table;
        std::memset(&table, 0, sizeof(table));
        table.struct_size = sizeof(table);
        table.abi_minor = abi_minor;
        table.build_id = build_id;
        table.engine_create = &CheckedTable::engine_create;
        table.engine_stop = &CheckedTable::engine_stop;
        table.engine_destroy = &CheckedTable::engine_destroy;
        table.intern = &CheckedTable::intern;
        table.lane_open = &CheckedTable::lane_open;
        table.lane_close = &CheckedTable::lane_close;
        table.submit = &CheckedTable::submit;
        table.report = &CheckedTable::report;
        table.poll = &CheckedTable::poll;
        table.next_due_ns = &CheckedTable::next_due_ns;
        table.extension = &CheckedTable::extension;
        return table;
    }

private:
    // Null after the Checked has gone: only a Lane that outlived everything still calls then.
    static Checker *get() { return checker_of<kPlace>().load(); }

    static sluice_status engine_create(
        const sluice_host *host, const char *config, std::size_t length, sluice_engine **engine, sluice_error *error) {
        return get() ? get()->engine_create(host, config, length, engine, error) : SLUICE_E_STATE;
    }
    static sluice_status engine_stop(sluice_engine *engine, std::uint32_t mode, sluice_error *error) {
        return get() ? get()->engine_stop(engine, mode, error) : SLUICE_E_ARGUMENT;
    }
    static sluice_status engine_destroy(sluice_engine *engine, sluice_error *error) {
        return get() ? get()->engine_destroy(engine, error) : SLUICE_E_ARGUMENT;
    }
    static sluice_status intern(sluice_engine *engine, std::uint32_t name_kind, const char *name, std::size_t length,
        std::uint32_t *id, sluice_error *error) {
        return get() ? get()->intern(engine, name_kind, name, length, id, error) : SLUICE_E_ARGUMENT;
    }
    static sluice_status lane_open(sluice_engine *engine, std::uint32_t venue_id, const char *name, std::size_t length,
        sluice_lane **lane, sluice_error *error) {
        return get() ? get()->lane_open(engine, venue_id, name, length, lane, error) : SLUICE_E_ARGUMENT;
    }
    static sluice_status lane_close(sluice_lane *lane, sluice_error *error) {
        return get() ? get()->lane_close(lane, error) : SLUICE_E_ARGUMENT;
    }
    static sluice_status submit(
        sluice_lane *lane, const sluice_request *request, std::uint64_t now_ns, sluice_verdict *verdict) {
        return get() ? get()->submit(lane, request, now_ns, verdict) : SLUICE_E_ARGUMENT;
    }
    static sluice_status report(sluice_lane *lane, const sluice_event *event, std::uint64_t now_ns) {
        return get() ? get()->report(lane, event, now_ns) : SLUICE_E_ARGUMENT;
    }
    static std::int32_t poll(sluice_engine *engine, std::uint32_t venue_id, std::uint64_t now_ns, std::int32_t budget) {
        return get() ? get()->poll(engine, venue_id, now_ns, budget) : SLUICE_E_ARGUMENT;
    }
    static std::uint64_t next_due_ns(sluice_engine *engine, std::uint32_t venue_id) {
        return get() ? get()->next_due_ns(engine, venue_id) : SLUICE_NEVER;
    }
    static const void *extension(sluice_engine *engine, const char *id) {
        return get() ? CheckedExtensions<kPlace>::wrap(id, get()->extension(engine, id)) : nullptr;
    }
};

class Checked {
public:
    // Throws sluice::failure when kCheckedMax are alive.
    explicit Checked(const Plugin &plugin, const CheckedOptions &options = CheckedOptions())
        : checker_(new Checker(plugin.table(), options)), place_(take_place(checker_)), table_(), build_id_() {
        if (place_ == kCheckedMax) {
            delete checker_;
            throw failure(SLUICE_E_FULL, kCheckedMax,
                "Sluice checks " + std::to_string(kCheckedMax) + " plugins at the same time: let one go first.");
        }
        build_id_ = std::string(plugin.build_id()) + " (checked)";
        table_ = table_of(place_, plugin.abi_minor(), build_id_.c_str());
    }
    Checked(const Checked &) = delete;
    Checked &operator=(const Checked &) = delete;
    // Tells of engines that were never destroyed. What such an engine still uses stays behind, and so does its place.
    ~Checked() {
        if (!checker_->judge_leftovers()) return;
        places()[place_]->store(nullptr);
        delete checker_;
    }

    // The plugin with a check around each call; for Engine, or for its table.
    Plugin plugin() const { return Plugin::from_table(table_); }

    std::uint64_t count(Misuse misuse) const { return checker_->log().count(misuse); }
    std::uint64_t total() const { return checker_->log().total(); }
    // The text of the last misuse.
    std::string last() const { return checker_->log().last(); }

private:
    static std::array<std::atomic<Checker *> *, kCheckedMax> places() {
        return {{&checker_of<0>(), &checker_of<1>(), &checker_of<2>(), &checker_of<3>()}};
    }
    static std::size_t take_place(Checker *checker) {
        std::size_t place = 0;
        for (; place < kCheckedMax; ++place) {
            Checker *expected = nullptr;
            if (places()[place]->compare_exchange_strong(expected, checker)) break;
        }
        return place;
    }
    static sluice_api_v1 table_of(std::size_t place, std::uint32_t abi_minor, const char *build_id) {
        switch (place) {
            case 0:
                return CheckedTable<0>::table(abi_minor, build_id);
            case 1:
                return CheckedTable<1>::table(abi_minor, build_id);
            case 2:
                return CheckedTable<2>::table(abi_minor, build_id);
            default:
                return CheckedTable<3>::table(abi_minor, build_id);
        }
    }

    Checker *const checker_;
    const std::size_t place_;
    sluice_api_v1 table_;
    std::string build_id_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
