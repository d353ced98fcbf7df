// The plugin as a gate: the real library, opened as a gateway opens it, on the run's clock. A restart destroys the
// engine and creates another with the config that a careful operator would start it with after a crash.
//
// One thread; several gates may live in one process, each with an engine of its own.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gate.hpp"
#include "simulation.hpp"
#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/loader.hpp"

namespace conformance {

struct GateSetup {
    std::string config;          // what the first engine starts with
    std::string restart_config;  // what every later one does
    std::vector<std::string> limits;
};

class SluiceGate : public Gate {
public:
    SluiceGate(
        const std::string &plugin_path, const Layout &layout, GateSetup setup, GateSink &sink, const uint64_t &now_ns);
    ~SluiceGate() override;

    void submit(uint64_t ticket, const Request &request, uint64_t now_ns) override;
    void poll(uint64_t now_ns) override;
    uint64_t due_ns() override;
    void report(uint32_t lane, const sluice_event &event, uint64_t now_ns) override;
    void restart(uint64_t now_ns) override;
    void reload(uint32_t limit, bool is_back, uint64_t now_ns) override;
    void report_limit(uint32_t lane, const char *name, const sluice_event &event, uint64_t now_ns) override;

    // Lines that the engine logged about a host that breaks the contract; the first one is kept.
    uint64_t contract_lines() const { return contract_lines_; }
    const std::string &first_contract_line() const { return first_contract_line_; }
    // What the engine says of the venue's clock, for a failure's story.
    std::string story(uint64_t now_ns) const;

private:
    void start(const std::string &config);
    void stop();
    uint32_t limit_id(const std::string &name);
    static sluice_status on_release(void *context, const sluice_release *release);
    static void on_wake(void *context, uint32_t venue_id, uint64_t due_ns);
    static void on_log(void *context, int32_t level, const char *text, size_t length);
    static uint64_t on_now(void *context);

    const sluice::Plugin plugin_;
    const Layout layout_;
    const GateSetup setup_;
    GateSink &sink_;
    const uint64_t &now_ns_;
    std::unique_ptr<sluice::Engine> engine_;
    std::vector<sluice::Lane> lanes_;
    const sluice_ext_limits *limits_ = nullptr;
    std::map<std::string, uint32_t> limit_ids_;
    std::map<std::string, sluice_limit_numbers> own_numbers_;  // of the limits that are halved
    uint32_t venue_id_ = 0;
    uint64_t woken_ns_ = UINT64_MAX;
    bool is_stopping_ = false;
    uint64_t stopping_ns_ = 0;  // a stopping engine waits for the writes that nobody will report: time passes for it
    uint64_t contract_lines_ = 0;
    std::string first_contract_line_;
};

}  // namespace conformance
