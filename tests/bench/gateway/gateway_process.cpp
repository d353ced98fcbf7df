#include "gateway/gateway_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace sluice_bench {

namespace {

using std::chrono::steady_clock;
constexpr std::chrono::seconds kStartMax{10};
constexpr std::chrono::seconds kStopMax{10};
constexpr std::chrono::milliseconds kLookAgain{10};

// The loader asks these first, before the allocator that the gateway is linked with.
constexpr const char *kCLibraryFirst = "libstdc++.so.6 libc.so.6";

void write_file(const std::filesystem::path &path, const std::string &text) {
    std::ofstream file(path);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

// Four limits at four scopes that never bind, as in the submit benchmark.
std::string limits_text() {
    std::string text;
    for (const char *scope : {"venue", "account", "instrument", "lane"}) {
        text += (text.empty() ? "" : ",") + std::string(R"({"name":")") + scope +
                R"(","shape":"sliding_window","scope":")" + scope + R"(","limit":2000,"window_ms":10})";
    }
    return text;
}

// The gateway waits some seconds for it.
void answer_logout(FixSession &session) {
    if (!session.is_logged_on()) return;
    try {
        session.read([](std::string_view, std::string_view) {});
    } catch (const std::exception &) {
        // It has closed already.
    }
}

}  // namespace

GatewayProcess::GatewayProcess(const GatewayFiles &files, const GatewayVariant &variant)
    : variant_(variant), client_port_(free_port()) {
    std::string folder = (std::filesystem::temp_directory_path() / "sluice-bench.XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a folder " + folder);
    folder_ = folder;
    write_files(files);
    start(files.gateway);
    log_on();
}

GatewayProcess::~GatewayProcess() {
    if (process_ > 0) {
        if (!was_asked_to_stop_) ask_to_stop();
        const auto until = steady_clock::now() + kStopMax;
        while (waitpid(process_, nullptr, WNOHANG) == 0) {
            if (steady_clock::now() > until) kill(process_, SIGKILL);
            answer_logout(client_);
            if (venue_) answer_logout(*venue_);
            std::this_thread::sleep_for(kLookAgain);
        }
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

// A second signal would end it at once.
void GatewayProcess::ask_to_stop() {
    was_asked_to_stop_ = true;
    kill(process_, SIGTERM);
}

std::uint64_t GatewayProcess::processor_time_ns() const {
    timespec used{};
    clock_gettime(processor_clock_, &used);
    return static_cast<std::uint64_t>(used.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(used.tv_nsec);
}

void GatewayProcess::write_files(const GatewayFiles &files) const {
    const std::string session =
        "StartTime=00:00:00\nEndTime=00:00:00\nHeartBtInt=30\nResetOnLogon=Y\nPersistMessages=N\nSocketNodelay=Y\n"
        "UseDataDictionary=Y\nDataDictionary=" +
        std::filesystem::absolute(files.dictionaries).string() +
        "/FIX44.xml\nBeginString=FIX.4.4\nSenderCompID=GATEWAY\n";
    write_file(folder_ / "clients.cfg",
        "[DEFAULT]\nConnectionType=acceptor\nSocketAcceptHost=127.0.0.1\nSocketAcceptPort=" +
            std::to_string(client_port_) + "\n" + session + "[SESSION]\nTargetCompID=CLIENT1\n");
    write_file(folder_ / "venues.cfg",
        "[DEFAULT]\nConnectionType=initiator\nReconnectInterval=1\nSocketConnectHost=127.0.0.1\nSocketConnectPort=" +
            std::to_string(venue_listener_.port()) + "\n" + session +
            "[SESSION]\nTargetCompID=VENUE\nSluiceVenue=SIM\n");
    write_file(folder_ / "sluice.json", R"({"version":1,"venues":[{"name":"SIM","limits":[)" + limits_text() + "]}]}");
    const std::string protection = variant_.has_plugin ? R"({"mode":"sluice","config":"sluice.json","plugin":")" +
                                                             std::filesystem::absolute(files.plugin).string() + "\"}"
                                                       : R"({"mode":"none"})";
    write_file(folder_ / "gateway.json",
        R"({"clients":"clients.cfg","venues":"venues.cfg","routes":[{"symbol":"*","venue":"SIM"}],"on_stop":"drain",)"
        R"("cancel_on_client_disconnect":false,"orders_max":1000000,"final_order_keep_ms":1000,"stop_wait_ms":500,)"
        R"("protection":)" +
            protection + "}");
}

void GatewayProcess::start(const std::string &program) {
    const std::string config = (folder_ / "gateway.json").string(), log = (folder_ / "gateway.log").string();
    process_ = fork();
    if (process_ < 0) throw std::runtime_error("cannot start a process");
    if (process_ > 0) {
        if (clock_getcpuclockid(process_, &processor_clock_) == 0) return;
        throw std::runtime_error("the processor time of the gateway cannot be read");
    }
    // The gateway ends when this process does, whatever happens to it.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (variant_.uses_c_library_allocator) setenv("LD_PRELOAD", kCLibraryFirst, 1);
    execl(program.c_str(), program.c_str(), config.c_str(), static_cast<char *>(nullptr));
    _exit(127);
}

void GatewayProcess::log_on() {
    const auto until = steady_clock::now() + kStartMax;
    const auto ignore = [](std::string_view, std::string_view) {};
    while (!client_.is_logged_on() || !venue_ || !venue_->is_logged_on()) {
        if (steady_clock::now() > until || waitpid(process_, nullptr, WNOHANG) == process_) {
            throw std::runtime_error("gateway " + variant_.name + " did not get ready:\n" + log_text());
        }
        if (!venue_) {
            const int descriptor = venue_listener_.accept_one();
            if (descriptor >= 0) {
                venue_ = std::make_unique<FixSession>("VENUE", "GATEWAY");
                venue_->take(descriptor);
            }
        } else {
            venue_->read(ignore);
        }
        // A gateway serves no client before its venue is there.
        if (client_.descriptor() >= 0) {
            client_.read(ignore);
        } else if (log_text().find("ready clients=") != std::string::npos) {
            client_.connect_to(client_port_);
        }
        std::this_thread::sleep_for(kLookAgain);
    }
    const bool is_mimalloc = log_text().find("serves malloc and new") != std::string::npos;
    if (is_mimalloc == variant_.uses_c_library_allocator) {
        throw std::runtime_error("gateway " + variant_.name + " does not use the allocator that is to be measured");
    }
}

std::string GatewayProcess::log_text() const {
    std::ostringstream text;
    text << std::ifstream(folder_ / "gateway.log").rdbuf();
    return text.str();
}

}  // namespace sluice_bench
