// One running FIX gateway (samples/fix_gateway) between a client session and a venue session of the benchmark. It is a
// process of its own, with its configuration in a temporary folder; both end with this object. Used by one thread.
#pragma once

#include <sys/types.h>
#include <time.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "gateway/fix_session.hpp"

namespace sluice_bench {

struct GatewayFiles {
    std::string gateway;       // the program
    std::string plugin;        // libsluice.so.1
    std::string dictionaries;  // the folder with FIX44.xml
};

struct GatewayVariant {
    std::string name;  // lower_snake, for the figures
    bool has_plugin = false;
    bool uses_c_library_allocator = false;  // instead of mimalloc
};

class GatewayProcess {
public:
    // Returns when both sessions are logged on; throws when that takes more than ten seconds.
    GatewayProcess(const GatewayFiles &files, const GatewayVariant &variant);
    ~GatewayProcess();
    GatewayProcess(const GatewayProcess &) = delete;
    GatewayProcess &operator=(const GatewayProcess &) = delete;

    // Several gateways that are asked before the first is destroyed stop at the same time.
    void ask_to_stop();

    // Processor time of all its threads since its start, in user and kernel mode.
    std::uint64_t processor_time_ns() const;

    const std::string &name() const { return variant_.name; }
    FixSession &client() { return client_; }
    FixSession &venue() { return *venue_; }

private:
    void write_files(const GatewayFiles &files) const;
    void start(const std::string &program);
    void log_on();
    std::string log_text() const;

    const GatewayVariant variant_;
    std::filesystem::path folder_;
    const std::uint16_t client_port_;
    Listener venue_listener_;
    FixSession client_{"CLIENT1", "GATEWAY"};
    std::unique_ptr<FixSession> venue_;
    pid_t process_ = -1;
    clockid_t processor_clock_ = 0;
    bool was_asked_to_stop_ = false;
};

}  // namespace sluice_bench
