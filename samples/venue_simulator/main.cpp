// sluice_venue_simulator: a venue to test a gateway against. It speaks FIX 4.4 through QuickFIX, matches orders by
// price and time, enforces a message rate limit per session by a checker of its own, and shows faults from a script.
//
//   sluice_venue_simulator --port N --sender VENUE --targets GATEWAY[,GATEWAY2] --limit N --window-ms N
//       --logout-threshold N --report FILE [--script FILE] [--ack-delay-ms N] [--arrivals FILE] [--dictionaries DIR]
//
// It prints `ready port=N` when it listens, and runs until SIGTERM or SIGINT; then it logs out, writes the report and
// exits with 0. Wrong options or a wrong script: every fault on stderr, exit 2. Anything else that fails: exit 1.
//
// The limit: more than `limit` messages (35=D F G H q, accepted or not) in any window by arrival are rejected ("Rate
// limit exceeded"), more than `logout-threshold` end the session. fault_script.hpp describes the script,
// arrival_log.hpp the CSV.
//
// The report, summed over all sessions and again under "sessions" for each:
//   messages new cancel replace status mass_cancel   what came and counts for the limit, accepted or not
//   accepted rate_rejects logouts                    what the limit did with it
//   window_peak_by_arrival, _by_sending_time         the most messages in any window, on each clock
//   window_peak_undisturbed                          by arrival, in windows whose beginning no stall disturbed
//   violations_by_arrival, _by_sending_time          messages over the limit, on each clock
//   stall_suspects     over the limit by arrival, but punctual by SendingTime and disturbed by a stall of the
//   simulator:
//                      accepted, and not among violations_by_arrival
//   stalls stall_max_ms                              how often, and how long at most, the simulator itself was late
//   fills business_rejects script_rejects live_orders
//   duplicate_orders duplicate_requests              a ClOrdID that was used before, in an order or another request
//   possdup_orders possdup_by_type                   what came with PossDupFlag=Y
//   logons refused_logons disconnects resend_requests_sent session_rejects
//   heartbeats heartbeat_gap_max_ms quiet_max_ms     heartbeats received; the longest stretch of a logged-on session
//                                                    without a heartbeat, and without any message
//   sending_time_steps_back                          messages whose SendingTime was before that of an earlier one
//
// QuickFIX's SocketAcceptor, not the threaded one, carries the sessions: one thread reads them all, so that arrivals
// are stamped in the order in which they came, no lock stands around the book, and the two cores of a small machine
// stay free for the gateway; and its send queues what a socket does not take, where the threaded one's blocks.
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SocketAcceptor.h>

#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "arrival_log.hpp"
#include "fault_script.hpp"
#include "options.hpp"
#include "report.hpp"
#include "stall_watch.hpp"
#include "timer_thread.hpp"
#include "venue_application.hpp"
#include "wire_log.hpp"

namespace {

using namespace venue_simulator;

constexpr int kExitFailed = 1;
constexpr int kExitBadInput = 2;
constexpr std::int64_t kNanosecondsPerMillisecond = 1000000;

bool read_file(const std::string &path, std::string *text) {
    std::ifstream file(path);
    std::ostringstream content;
    if (!(file && content << file.rdbuf())) return false;
    *text = content.str();
    return true;
}

FaultScript read_script(const std::string &path, std::vector<std::string> *errors) {
    std::string text;
    if (!read_file(path, &text)) {
        errors->push_back("--script: " + path + ": cannot be read, or is empty: " + std::strerror(errno));
        return FaultScript();
    }
    std::vector<FaultScriptError> script_errors;
    const FaultScript script = parse_fault_script(text, &script_errors);
    for (const FaultScriptError &error : script_errors) {
        const std::string found = error.value.empty() ? "the line ends too early" : "\"" + error.value + "\"";
        errors->push_back(path + ":" + std::to_string(error.line) + ": " + found + ": " + error.message);
    }
    return script;
}

// Somebody else may take the port before we listen on it; then the acceptor says so.
std::uint16_t find_free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const bool is_found = probe >= 0 && bind(probe, reinterpret_cast<sockaddr *>(&address), length) == 0 &&
                          getsockname(probe, reinterpret_cast<sockaddr *>(&address), &length) == 0;
    if (probe >= 0) close(probe);
    return is_found ? ntohs(address.sin_port) : 0;
}

FIX::SessionSettings session_settings(const Options &options, std::uint16_t port) {
    std::ostringstream text;
    text << "[DEFAULT]\nConnectionType=acceptor\nBeginString=FIX.4.4\nStartTime=00:00:00\nEndTime=00:00:00\n"
         << "SocketNodelay=Y\nUseDataDictionary=Y\nDataDictionary=" << options.dictionaries_path << "/FIX44.xml\n"
         << "SocketAcceptPort=" << port << "\nSenderCompID=" << options.sender << "\n";
    for (const std::string &target : options.targets)
        text << "[SESSION]\nTargetCompID=" << target << "\n";
    std::istringstream stream(text.str());
    return FIX::SessionSettings(stream);
}

void wait_for_stop_signal(const sigset_t &stop_signals) {
    int signal_number = 0;
    while (sigwait(&stop_signals, &signal_number) != 0) {
    }
}

int run(const Options &options, const FaultScript &script) {
    VenueRules rules;
    rules.rate.limit = options.limit;
    rules.rate.window_ns = options.window_ms * kNanosecondsPerMillisecond;
    rules.rate.logout_threshold = options.logout_threshold;
    rules.ack_delay_ns = options.ack_delay_ms * kNanosecondsPerMillisecond;
    rules.script = script;

    ArrivalLog arrivals;
    if (!options.arrivals_path.empty() && !arrivals.open(options.arrivals_path)) {
        std::fprintf(
            stderr, "--arrivals: %s: cannot be written: %s\n", options.arrivals_path.c_str(), std::strerror(errno));
        return kExitFailed;
    }
    const std::uint16_t port = options.port != 0 ? options.port : find_free_port();

    // The signals are blocked before any thread starts, so that all inherit it and only sigwait receives them.
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGTERM);
    sigaddset(&stop_signals, SIGINT);
    sigprocmask(SIG_BLOCK, &stop_signals, nullptr);

    StallWatch stalls(rules.rate.window_ns);
    TimerThread timer;
    VenueApplication application(rules, stalls, timer, arrivals);
    WireLogFactory log_factory(application);
    // In memory: sequence numbers and answers outlive a lost connection, so that a gap can be filled after the next
    // logon; a simulator that is started again starts at 1.
    FIX::MemoryStoreFactory store_factory;
    FIX::SocketAcceptor acceptor(application, store_factory, session_settings(options, port), log_factory);
    acceptor.start();
    application.start(port);
    std::printf("ready port=%u\n", static_cast<unsigned>(port));
    std::fflush(stdout);

    wait_for_stop_signal(stop_signals);
    // Without force it would wait for a counterparty that hangs before it stops reading from the others.
    acceptor.stop(true);
    timer.stop();
    application.finish();

    ReportInput input;
    input.rule = rules.rate;
    input.sessions = application.records();
    input.stalls = stalls.totals();
    input.live_orders = application.live_orders();
    input.running_ns = application.running_ns();
    if (!write_report(options.report_path, report_json(input))) {
        std::fprintf(
            stderr, "--report: %s: cannot be written: %s\n", options.report_path.c_str(), std::strerror(errno));
        return kExitFailed;
    }
    if (!arrivals.close()) {
        std::fprintf(stderr, "--arrivals: %s: is not complete; is the disk full?\n", options.arrivals_path.c_str());
        return kExitFailed;
    }
    return 0;
}

}  // namespace

int main(int argument_count, char **arguments) {
    std::vector<std::string> errors;
    const Options options = parse_options(
        std::vector<std::string>(arguments + 1, arguments + argument_count), SLUICE_FIX_DICTIONARIES, &errors);
    if (options.wants_help) {
        std::fputs(usage_text(), stdout);
        return 0;
    }
    FaultScript script;
    if (!options.script_path.empty()) script = read_script(options.script_path, &errors);
    if (!errors.empty()) {
        for (const std::string &error : errors)
            std::fprintf(stderr, "%s\n", error.c_str());
        return kExitBadInput;
    }
    try {
        return run(options, script);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "sluice_venue_simulator: %s\n", error.what());
        return kExitFailed;
    }
}
