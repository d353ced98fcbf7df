// Reads the flow, logs the sessions on, replays, waits for the last answers, writes the report.
//
// Exit codes: 0 the run was made (whatever it measured), 1 it could not be made, 2 the command line or the flow is
// wrong.

#include <quickfix/Exceptions.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <thread>

#include "clock.hpp"
#include "fix_client.hpp"
#include "flow.hpp"
#include "ledger.hpp"
#include "options.hpp"
#include "pacer.hpp"
#include "report.hpp"
#include "schedule.hpp"

namespace {

using namespace replay;

constexpr std::uint64_t kSecondNs = 1000000000;
constexpr std::uint64_t kMillisecondNs = 1000000;
// Time for the logons to come back before the first request is due.
constexpr std::uint64_t kLeadNs = 200 * kMillisecondNs;

std::atomic<bool> is_interrupted{false};

void interrupt(int) {
    is_interrupted = true;
}

struct Watch {
    const Options &options;
    const Ledger &ledger;
    std::uint64_t start_ns;
    std::uint64_t next_print_ns;
};

void wait_a_moment(Watch &watch, const char *phase) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (!watch.options.shows_progress || now_ns() < watch.next_print_ns) return;
    watch.next_print_ns += kSecondNs;
    const Ledger::Progress progress = watch.ledger.progress();
    std::printf("%-8s %3llu s   sent %7llu   answered %7llu   waiting %6llu\n", phase,
        static_cast<unsigned long long>((now_ns() - watch.start_ns) / kSecondNs),
        static_cast<unsigned long long>(progress.sent), static_cast<unsigned long long>(progress.answered),
        static_cast<unsigned long long>(progress.sent - progress.answered));
    std::fflush(stdout);
}

void await_last_answers(Watch &watch) {
    const auto drain_ns = static_cast<std::uint64_t>(watch.options.drain_seconds * 1e9);
    const std::uint64_t end_ns = now_ns() + drain_ns;
    while (!is_interrupted && now_ns() < end_ns) {
        const Ledger::Progress progress = watch.ledger.progress();
        if (progress.answered == progress.sent) break;
        wait_a_moment(watch, "draining");
    }
    // A second answer to a request would come now; closing at once could hide it.
    const std::uint64_t linger_end_ns = now_ns() + 300 * kMillisecondNs;
    while (now_ns() < linger_end_ns)
        wait_a_moment(watch, "draining");
}

int run(const Options &options) {
    std::ifstream file(options.flow_path);
    if (!file) throw FlowError("--flow is \"" + options.flow_path + "\": it cannot be opened; check the path");
    const Flow flow = read_flow(file, options.flow_path);
    std::ofstream report(options.report_path);
    if (!report) throw OptionError("--report is \"" + options.report_path + "\": it cannot be written; check the path");

    ScheduleOptions schedule_options;
    schedule_options.speed = options.speed;
    schedule_options.overload = options.overload;
    schedule_options.length_ns = static_cast<std::uint64_t>(options.seconds * 1e9);
    Schedule schedule(flow, schedule_options);
    std::vector<std::string> owner_names;
    for (std::uint32_t owner = 0; owner < schedule.owner_count(); ++owner) {
        owner_names.push_back(schedule.owner_name(owner));
    }

    RunFacts facts{};
    Ledger ledger;
    FixClient client(options, flow, std::move(owner_names), ledger);
    std::string error;
    if (!client.start(error)) {
        std::cerr << "sluice_replay_client: " << error << "\n";
        return 1;
    }

    facts.start_ns = now_ns() + kLeadNs;
    ledger.start(facts.start_ns);
    Watch watch{options, ledger, facts.start_ns, facts.start_ns + kSecondNs};
    {
        Pacer pacer(schedule, facts.start_ns, [&client](const PlannedRequest &planned) { client.send(planned); });
        while (!pacer.is_finished() && !is_interrupted)
            wait_a_moment(watch, "sending");
    }
    facts.send_end_ns = now_ns();
    await_last_answers(watch);
    facts.close_ns = now_ns();
    ledger.close(facts.close_ns);
    facts.is_interrupted = is_interrupted;
    facts.logouts = client.counts().logouts;
    client.stop();

    facts.session_rejects = client.counts().session_rejects;
    facts.unreadable_answers = client.counts().unreadable_answers;
    facts.complaints = client.complaints();
    write_report(report, options, facts, ledger.summary());
    if (!options.requests_path.empty()) {
        std::ofstream requests(options.requests_path);
        ledger.write_requests(requests);
        if (!requests) throw OptionError("--requests is \"" + options.requests_path + "\": it cannot be written");
    }
    return report ? 0 : 1;
}

}  // namespace

int main(int argument_count, char **arguments) {
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    try {
        const Options options = parse_options(argument_count, arguments);
        if (options.shows_help) {
            std::cout << usage_text();
            return 0;
        }
        return run(options);
    } catch (const OptionError &error) {
        std::cerr << "sluice_replay_client: " << error.what() << "\n";
        return 2;
    } catch (const FlowError &error) {
        std::cerr << error.what() << "\n";
        return 2;
    } catch (const std::exception &error) {
        std::cerr << "sluice_replay_client: " << error.what() << "\n";
        return 1;
    }
}
