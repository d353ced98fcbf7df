// Engine and Lane: owners of the C handles. Control calls throw sluice::failure; hot calls are noexcept and return a
// status or a verdict. Move-only. The thread roles are those of the C table (api.h); this layer adds no lock and no
// state of its own. An Engine must outlive the calls on its lanes; a Lane may be destroyed after its Engine (the handle
// is then refused, which changes nothing). Needs C++11.
#ifndef SLUICE_CPP_ENGINE_HPP
#define SLUICE_CPP_ENGINE_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "sluice/api.h"
#include "sluice/cpp/failure.hpp"
#include "sluice/cpp/loader.hpp"
#include "sluice/ext/answers.h"
#include "sluice/ext/batch.h"
#include "sluice/ext/breaker.h"
#include "sluice/ext/kill.h"
#include "sluice/ext/limits.h"
#include "sluice/ext/metrics.h"
#include "sluice/ext/reasons.h"

namespace sluice {
inline namespace sdk_v1 {

// Which id an extension's table is asked for with. A host that has the header of a newer extension adds its own line.
template <class Table>
struct ExtensionId;
template <>
struct ExtensionId<sluice_ext_answers> {
    static const char *value() noexcept { return SLUICE_EXT_ANSWERS; }
};
template <>
struct ExtensionId<sluice_ext_batch> {
    static const char *value() noexcept { return SLUICE_EXT_BATCH; }
};
template <>
struct ExtensionId<sluice_ext_breaker> {
    static const char *value() noexcept { return SLUICE_EXT_BREAKER; }
};
template <>
struct ExtensionId<sluice_ext_kill> {
    static const char *value() noexcept { return SLUICE_EXT_KILL; }
};
template <>
struct ExtensionId<sluice_ext_limits> {
    static const char *value() noexcept { return SLUICE_EXT_LIMITS; }
};
template <>
struct ExtensionId<sluice_ext_metrics> {
    static const char *value() noexcept { return SLUICE_EXT_METRICS; }
};
template <>
struct ExtensionId<sluice_ext_reasons> {
    static const char *value() noexcept { return SLUICE_EXT_REASONS; }
};

// What to do with a verdict, whatever a newer plugin may have written into it: an unknown action sends a cancel and
// refuses everything else, because a cancel must never be trapped and a new order must never slip through.
inline std::uint32_t action_of(const sluice_verdict &verdict, std::uint32_t request_kind) noexcept {
    if (verdict.action >= SLUICE_ACTION_SEND && verdict.action <= SLUICE_ACTION_REFUSED) return verdict.action;
    const bool is_cancel = request_kind == SLUICE_KIND_CANCEL || request_kind == SLUICE_KIND_MASS_CANCEL;
    return is_cancel ? SLUICE_ACTION_SEND : SLUICE_ACTION_REFUSED;
}

// One open lane. Closing is a [control] call: destroy a Lane where you may make one.
class Lane {
public:
    Lane() noexcept : handle_(nullptr) {}
    Lane(std::shared_ptr<const sluice_api_v1> table, sluice_lane *handle) noexcept
        : table_(std::move(table)), handle_(handle) {}
    Lane(Lane &&other) noexcept : table_(std::move(other.table_)), handle_(other.handle_) { other.handle_ = nullptr; }
    Lane &operator=(Lane &&other) noexcept {
        std::swap(table_, other.table_);
        std::swap(handle_, other.handle_);
        return *this;
    }
    Lane(const Lane &) = delete;
    Lane &operator=(const Lane &) = delete;
    ~Lane() {
        if (handle_) table_->lane_close(handle_, nullptr);
    }

    sluice_lane *get() const noexcept { return handle_; }
    explicit operator bool() const noexcept { return handle_ != nullptr; }

    // Offers a request; see sluice_api_v1::submit. The verdict is complete even when the call failed: its action is
    // then REFUSED with reason FAULT, but SEND for a cancel. [any][hot]
    sluice_verdict submit(const sluice_request &request, std::uint64_t now_ns = 0) const noexcept {
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        const sluice_status status = table_->submit(handle_, &request, now_ns, &verdict);
        if (status < 0 && verdict.action == 0) verdict.reason = SLUICE_REASON_FAULT;
        verdict.action = action_of(verdict, request.kind);
        return verdict;
    }

    // Tells what happened; see event.h. [any][hot]
    sluice_status report(const sluice_event &event, std::uint64_t now_ns = 0) const noexcept {
        return table_->report(handle_, &event, now_ns);
    }

    // Drops what is held and gives the handle back; throws sluice::failure. [control]
    void close() {
        if (!handle_) return;
        ErrorBuffer error;
        error.check(table_->lane_close(handle_, error.get()), "Sluice: close lane");
        handle_ = nullptr;
    }

private:
    std::shared_ptr<const sluice_api_v1> table_;
    sluice_lane *handle_;
};

class Engine {
public:
    // Creates an engine from a JSON config. The host struct is copied; its callbacks and its context must stay valid
    // until this object is destroyed. Throws sluice::failure that names every fault of the config that fits. [control]
    Engine(const Plugin &plugin, const sluice_host &host, const std::string &config)
        : table_(std::make_shared<const sluice_api_v1>(plugin.table())), handle_(nullptr) {
        ErrorBuffer error;
        const sluice_status status = table_->engine_create(&host, config.data(), config.size(), &handle_, error.get());
        if (status < 0 || !handle_) error.check(status < 0 ? status : SLUICE_E_INTERNAL, "Sluice: create engine");
    }
    Engine(Engine &&other) noexcept : table_(std::move(other.table_)), handle_(other.handle_) {
        other.handle_ = nullptr;
    }
    Engine &operator=(Engine &&other) noexcept {
        std::swap(table_, other.table_);
        std::swap(handle_, other.handle_);
        return *this;
    }
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    // Abandons what is held and frees the engine. No pump may be running. Bounded: an engine that does not come to rest
    // is left behind on purpose, because freeing it under a running call would be worse.
    ~Engine() {
        if (!handle_) return;
        for (int round = 0; round < kDrainRoundsMax; ++round) {
            if (table_->engine_stop(handle_, SLUICE_STOP_ABANDON, nullptr) != SLUICE_E_BUSY) break;
            table_->poll(handle_, SLUICE_VENUE_ALL, 0, kDrainBudget);
        }
        table_->engine_destroy(handle_, nullptr);
    }

    sluice_engine *get() const noexcept { return handle_; }
    const sluice_api_v1 &table() const noexcept { return *table_; }

    // The id of a name; throws sluice::failure. [any], but may allocate in the plugin at first use.
    std::uint32_t intern(std::uint32_t name_kind, const std::string &name) const {
        ErrorBuffer error;
        std::uint32_t id = 0;
        error.check(
            table_->intern(handle_, name_kind, name.data(), name.size(), &id, error.get()), "Sluice: '" + name + "'");
        return id;
    }

    // The same without an exception: `id` is 0 when it fails. [any]
    sluice_status try_intern(
        std::uint32_t name_kind, const std::string &name, std::uint32_t &id, sluice_error *error) const noexcept {
        id = 0;
        return table_->intern(handle_, name_kind, name.data(), name.size(), &id, error);
    }

    // Opens a lane; throws sluice::failure. [control]
    Lane open_lane(std::uint32_t venue_id, const std::string &name) const {
        ErrorBuffer error;
        sluice_lane *lane = nullptr;
        error.check(table_->lane_open(handle_, venue_id, name.data(), name.size(), &lane, error.get()),
            "Sluice: open lane '" + name + "'");
        return Lane(table_, lane);
    }

    // Stops admitting. True when nothing is held any more and no release will ever come again; false: poll (or let the
    // pumps poll) and call again. Throws sluice::failure. [control]
    bool stop(std::uint32_t mode) const {
        ErrorBuffer error;
        const sluice_status status = table_->engine_stop(handle_, mode, error.get());
        if (status == SLUICE_E_BUSY) return false;
        error.check(status, "Sluice: stop engine");
        return true;
    }

    // [poll]
    std::int32_t poll(std::uint32_t venue_id, std::uint64_t now_ns, std::int32_t budget) const noexcept {
        return table_->poll(handle_, venue_id, now_ns, budget);
    }

    // [poll]
    std::uint64_t next_due_ns(std::uint32_t venue_id) const noexcept { return table_->next_due_ns(handle_, venue_id); }

    // The whole table of an extension or nothing: engine.extension<sluice_ext_kill>(). [any]
    template <class Table>
    const Table *extension() const noexcept {
        const Table *found = static_cast<const Table *>(table_->extension(handle_, ExtensionId<Table>::value()));
        return found && found->struct_size >= sizeof(Table) ? found : nullptr;
    }

private:
    static constexpr int kDrainRoundsMax = 4096;
    static constexpr std::int32_t kDrainBudget = 64;

    // Shared with the lanes: one that outlives its engine still asks through the table, and is refused there.
    std::shared_ptr<const sluice_api_v1> table_;
    sluice_engine *handle_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
