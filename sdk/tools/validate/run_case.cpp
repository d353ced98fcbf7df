#include "run_case.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

namespace sluice::validate {

namespace {

constexpr int kPassedCode = 0;
constexpr int kFailedCode = 1;
constexpr int kSkippedCode = 77;
constexpr std::size_t kOutputBytesMax = 64 * 1024;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

[[noreturn]] void become_case(const Case &one, const Target &target, int output) {
    // A group of its own: what a plugin starts ends with it. And it does not outlive a parent that was interrupted.
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    const std::string seed = std::to_string(target.seed);
    execl("/proc/self/exe", "sluice-validate", "--in-this-process", one.name, "--seed", seed.c_str(),
        target.path.c_str(), static_cast<char *>(nullptr));
    dprintf(STDERR_FILENO, "cannot start the case: %s\n", strerror(errno));
    _exit(kFailedCode);
}

// Reads until the other side closes or the time is over; false when it is over.
bool read_all(int input, Clock::time_point begin, double limit_seconds, std::string &text) {
    while (true) {
        const double left = limit_seconds - seconds_since(begin);
        if (left <= 0) return false;
        pollfd ready = {input, POLLIN, 0};
        if (poll(&ready, 1, static_cast<int>(std::min(left, 3600.0) * 1000) + 1) <= 0) continue;
        char buffer[4096];
        const ssize_t count = read(input, buffer, sizeof buffer);
        if (count <= 0) return true;
        if (text.size() < kOutputBytesMax) text.append(buffer, static_cast<std::size_t>(count));
    }
}

std::vector<std::string> lines_of(const std::string &text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end != at) lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

}  // namespace

Outcome run_in_own_process(const Case &one, const Target &target, double limit_seconds) {
    Outcome outcome;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        outcome.lines.push_back(std::string("no pipe for the case: ") + strerror(errno));
        return outcome;
    }
    std::fflush(nullptr);
    const Clock::time_point begin = Clock::now();
    const pid_t child = fork();
    if (child == 0) become_case(one, target, ends[1]);
    close(ends[1]);
    if (child < 0) {
        outcome.lines.push_back(std::string("no process for the case: ") + strerror(errno));
        close(ends[0]);
        return outcome;
    }
    std::string text;
    const bool ended = read_all(ends[0], begin, limit_seconds, text);
    // After the end too: a thread or a process that the plugin left behind must not go on.
    if (!ended) kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    kill(-child, SIGKILL);
    close(ends[0]);
    outcome.seconds = seconds_since(begin);
    outcome.lines = lines_of(text);
    if (!ended) {
        outcome.lines.push_back("did not end within " + std::to_string(static_cast<int>(limit_seconds)) +
                                " seconds: a call hangs or a loop never gets done");
    } else if (WIFSIGNALED(status)) {
        const int number = WTERMSIG(status);
        outcome.lines.push_back("was ended by signal " + std::to_string(number) + " (SIG" + sigabbrev_np(number) +
                                ", " + strsignal(number) + ") inside the plugin or a call of it");
    } else if (WEXITSTATUS(status) == kPassedCode) {
        outcome.ending = Ending::passed;
    } else if (WEXITSTATUS(status) == kSkippedCode) {
        outcome.ending = Ending::skipped;
    } else if (WEXITSTATUS(status) != kFailedCode || outcome.lines.empty()) {
        outcome.lines.push_back("the process ended with exit code " + std::to_string(WEXITSTATUS(status)));
    }
    return outcome;
}

int run_in_this_process(const Case &one, const Target &target) {
    Judge judge;
    try {
        one.run(judge, target);
    } catch (const CaseEnded &) {
    } catch (const std::exception &error) {
        judge.fault("an exception came out of the plugin or the case: %s", error.what());
    } catch (...) {
        judge.fault("an exception that is no std::exception came out of the plugin");
    }
    for (const std::string &fault : judge.faults())
        std::printf("%s\n", fault.c_str());
    if (judge.fault_count() > judge.faults().size())
        std::printf("and %zu faults more\n", judge.fault_count() - judge.faults().size());
    if (judge.fault_count() != 0) return kFailedCode;
    if (!judge.skipped_because().empty()) {
        std::printf("%s\n", judge.skipped_because().c_str());
        return kSkippedCode;
    }
    return kPassedCode;
}

}  // namespace sluice::validate
