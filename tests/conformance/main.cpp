// tests/conformance/run starts this program: it tries every profile, each in a process of its own and two at a time,
// and prints one line for each.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "flow.hpp"
#include "trial.hpp"

namespace conformance {
namespace {

constexpr uint64_t kEventsLeast = 10'000'000;

struct Arguments {
    Options options;
    std::vector<std::string> flow_paths;
    std::vector<std::string> profiles;
    unsigned jobs = 2;
    bool is_planted = false;
    bool prints_table = false;
    bool wants_events = true;  // all profiles were asked for, so the sum counts
};

constexpr char kUsage[] =
    "usage: conformance --plugin FILE --profiles DIRECTORY [--flow FILE] [--seed N] [--scale N] [--jobs N]\n"
    "                   [--table] [--planted] [PROFILE ...]\n"
    "  --plugin    the libsluice.so.1 to try\n"
    "  --profiles  the directory of the profiles' files\n"
    "  --flow      recorded order flow, in the format of samples/flow/README.md; may be given again\n"
    "  --seed      another world (default 1); printed with every failure\n"
    "  --scale     so many times as many random runs\n"
    "  --jobs      so many profiles at a time (default 2)\n"
    "  --table     a table for a document besides the lines\n"
    "  --planted   give the gate wrong numbers and ask whether the judges notice\n";

// False: the arguments make no sense, and why was printed.
bool read_arguments(int count, char **values, Arguments &arguments) {
    for (int place = 1; place < count; ++place) {
        const std::string name = values[place];
        const auto value = [&]() -> std::string { return place + 1 < count ? values[++place] : ""; };
        if (name == "--plugin") {
            arguments.options.plugin_path = value();
        } else if (name == "--profiles") {
            arguments.options.profiles_directory = value();
        } else if (name == "--flow") {
            arguments.flow_paths.push_back(value());
        } else if (name == "--seed") {
            arguments.options.seed = std::strtoull(value().c_str(), nullptr, 10);
        } else if (name == "--scale") {
            arguments.options.scale = std::max(1ull, std::strtoull(value().c_str(), nullptr, 10));
        } else if (name == "--jobs") {
            arguments.jobs = static_cast<unsigned>(std::max(1l, std::strtol(value().c_str(), nullptr, 10)));
        } else if (name == "--table") {
            arguments.prints_table = true;
        } else if (name == "--planted") {
            arguments.is_planted = true;
        } else if (name[0] == '-') {
            std::fprintf(stderr, "unknown option %s\n%s", name.c_str(), kUsage);
            return false;
        } else {
            arguments.profiles.push_back(name);
            arguments.wants_events = false;
        }
    }
    if (arguments.options.plugin_path.empty() || arguments.options.profiles_directory.empty()) {
        std::fputs(kUsage, stderr);
        return false;
    }
    if (arguments.profiles.empty()) {
        for (const Scenario &scenario : scenarios())
            arguments.profiles.push_back(scenario.profile);
    }
    return true;
}

TrialResult try_here(const std::string &profile, const Arguments &arguments) {
    try {
        const Scenario &scenario = scenario_of(profile);
        return arguments.is_planted ? try_planted(scenario, arguments.options)
                                    : try_profile(scenario, arguments.options);
    } catch (const std::exception &failure) {
        TrialResult result;
        result.profile = profile;
        result.failures.push_back(failure.what());
        return result;
    }
}

// The processes that try profiles now. A crash of one profile's trial is a failure of that profile only.
class Children {
public:
    explicit Children(const Arguments &arguments) : arguments_(arguments) {}

    void start(const std::string &profile) {
        int ends[2];
        if (pipe(ends) != 0) std::abort();
        std::fflush(stdout);
        const pid_t process = fork();
        if (process < 0) std::abort();
        if (process == 0) {
            close(ends[0]);
            _exit(tell(ends[1], try_here(profile, arguments_).to_text()) ? 0 : 1);
        }
        close(ends[1]);
        running_.push_back({profile, process, ends[0], ""});
    }

    std::size_t running() const { return running_.size(); }

    // Waits for the next one that has said all it has to say.
    TrialResult finish_one() {
        while (true) {
            std::vector<pollfd> waiting;
            for (const Child &child : running_)
                waiting.push_back({child.read_end, POLLIN, 0});
            poll(waiting.data(), waiting.size(), -1);
            for (std::size_t place = 0; place < waiting.size(); ++place) {
                if (waiting[place].revents == 0) continue;
                char buffer[4096];
                const ssize_t part = read(running_[place].read_end, buffer, sizeof(buffer));
                if (part <= 0) return finish(place);
                running_[place].text.append(buffer, static_cast<std::size_t>(part));
            }
        }
    }

private:
    struct Child {
        std::string profile;
        pid_t process;
        int read_end;
        std::string text;
    };

    static bool tell(int write_end, const std::string &text) {
        for (std::size_t written = 0; written < text.size();) {
            const ssize_t part = write(write_end, text.data() + written, text.size() - written);
            if (part <= 0) return false;
            written += static_cast<std::size_t>(part);
        }
        return true;
    }

    TrialResult finish(std::size_t place) {
        const Child child = running_[place];
        running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(place));
        close(child.read_end);
        int status = 0;
        waitpid(child.process, &status, 0);
        TrialResult result = TrialResult::from_text(child.text);
        result.profile = child.profile;
        if (status != 0) {
            result.failures.push_back("the process that tried it ended with status " + std::to_string(status));
        }
        return result;
    }

    const Arguments &arguments_;
    std::vector<Child> running_;
};

void print_line(const TrialResult &result, bool is_planted) {
    if (is_planted) {
        std::printf("%-26s planted %3llu  not noticed %zu\n", result.profile.c_str(),
            static_cast<unsigned long long>(result.overflows), result.failures.size());
    } else {
        std::printf(
            "%-26s events %9llu  overflows %llu  utilisation %6.2f %% (%s)  naive: bucket %llu, window %llu, "
            "leaky %llu\n",
            result.profile.c_str(), static_cast<unsigned long long>(result.events),
            static_cast<unsigned long long>(result.overflows), result.utilisation * 100, result.utilised.c_str(),
            static_cast<unsigned long long>(result.naive[0]), static_cast<unsigned long long>(result.naive[1]),
            static_cast<unsigned long long>(result.naive[2]));
        for (const std::string &note : result.notes)
            std::printf("    %s\n", note.c_str());
    }
    for (const std::string &failure : result.failures)
        std::printf("    FAILED %s\n", failure.c_str());
    std::fflush(stdout);
}

void print_table(const std::vector<TrialResult> &results) {
    std::printf("\n| profile | events | overflows | utilisation | token bucket | fixed window | leaky queue |\n");
    std::printf("|---|--:|--:|--:|--:|--:|--:|\n");
    for (const TrialResult &result : results) {
        std::printf("| %s | %llu | %llu | %.1f %% | %llu | %llu | %llu |\n", result.profile.c_str(),
            static_cast<unsigned long long>(result.events), static_cast<unsigned long long>(result.overflows),
            result.utilisation * 100, static_cast<unsigned long long>(result.naive[0]),
            static_cast<unsigned long long>(result.naive[1]), static_cast<unsigned long long>(result.naive[2]));
    }
}

std::vector<TrialResult> try_all(const Arguments &arguments) {
    std::vector<TrialResult> results;
    Children children(arguments);
    std::size_t started = 0;
    while (results.size() < arguments.profiles.size()) {
        while (started < arguments.profiles.size() && children.running() < arguments.jobs)
            children.start(arguments.profiles[started++]);
        results.push_back(children.finish_one());
        print_line(results.back(), arguments.is_planted);
    }
    // In the order in which they were asked for, whichever ended first.
    const auto place_of = [&arguments](const TrialResult &result) {
        return std::find(arguments.profiles.begin(), arguments.profiles.end(), result.profile);
    };
    std::sort(results.begin(), results.end(),
        [&place_of](const TrialResult &left, const TrialResult &right) { return place_of(left) < place_of(right); });
    return results;
}

int run(const Arguments &arguments) {
    const std::vector<TrialResult> results = try_all(arguments);
    uint64_t events = 0, overflows = 0, failures = 0;
    for (const TrialResult &result : results) {
        events += result.events;
        overflows += result.overflows;
        failures += result.failures.size();
    }
    if (!arguments.is_planted && arguments.wants_events && events < kEventsLeast) {
        std::printf("FAILED only %llu events, at least %llu are wanted\n", static_cast<unsigned long long>(events),
            static_cast<unsigned long long>(kEventsLeast));
        ++failures;
    }
    if (arguments.prints_table) print_table(results);
    std::printf("%zu profiles, %llu events, %llu %s, %llu failures, seed %llu\n", results.size(),
        static_cast<unsigned long long>(events), static_cast<unsigned long long>(overflows),
        arguments.is_planted ? "planted" : "overflows", static_cast<unsigned long long>(failures),
        static_cast<unsigned long long>(arguments.options.seed));
    return failures == 0 && !results.empty() ? 0 : 1;
}

}  // namespace
}  // namespace conformance

int main(int count, char **values) {
    conformance::Arguments arguments;
    if (!conformance::read_arguments(count, values, arguments)) return 2;
    try {
        for (const std::string &path : arguments.flow_paths)
            arguments.options.flows.push_back(conformance::read_flow(path));
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "conformance: %s\n", failure.what());
        return 2;
    }
    return conformance::run(arguments);
}
