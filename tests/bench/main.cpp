// sluice_bench: measures the cases and writes every value of every figure. tests/bench/run makes ratios of them.

#include <cstdio>
#include <exception>
#include <fstream>
#include <optional>
#include <string>

#include "harness/bench_case.hpp"
#include "harness/pinning.hpp"
#include "harness/quiet_neighbours.hpp"
#include "harness/second_thread.hpp"
#include "harness/tsc.hpp"

namespace sluice_bench {

namespace {

constexpr const char *kUsage =
    "usage: sluice_bench --plugin FILE [--gateway FILE --dictionaries DIR] [--only CASE] [--repeats N] [--json FILE]\n"
    "                    [--smoke] [--list]\n"
    "  --plugin FILE  the libsluice.so.1 to measure\n"
    "  --gateway FILE, --dictionaries DIR\n"
    "                 the FIX gateway and the folder with FIX44.xml; the case gateway needs them\n"
    "  --only CASE    this case alone; may be given several times\n"
    "  --repeats N    how often each side of a case runs, in turn with the others (default 9)\n"
    "  --json FILE    write every value of every figure\n"
    "  --smoke        only show that each case works: its figures mean nothing\n"
    "  --list         print the cases\n";

struct Arguments {
    RunOptions run;
    std::vector<std::string> only;
    std::string json_path;
    bool wants_list = false;
};

[[noreturn]] void refuse(const std::string &fault) {
    throw std::runtime_error(fault + "\n" + kUsage);
}

int repeats_of(const std::string &text) {
    constexpr int kRepeatsMax = 1000;
    if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != std::string::npos ||
        std::stoi(text) < 1 || std::stoi(text) > kRepeatsMax) {
        refuse("--repeats is \"" + text + "\": give a whole number from 1 to 1000");
    }
    return std::stoi(text);
}

Arguments parse(int count, char **words) {
    Arguments arguments;
    for (int at = 1; at < count; ++at) {
        const std::string name = words[at];
        if (name == "--list") {
            arguments.wants_list = true;
        } else if (name == "--smoke") {
            arguments.run.is_smoke = true;
            arguments.run.repeats = 1;
        } else if (name == "--plugin" || name == "--gateway" || name == "--dictionaries" || name == "--only" ||
                   name == "--repeats" || name == "--json") {
            if (++at == count) refuse(name + ": its value is missing");
            const std::string value = words[at];
            if (name == "--plugin") arguments.run.plugin_path = value;
            if (name == "--gateway") arguments.run.gateway_path = value;
            if (name == "--dictionaries") arguments.run.dictionaries_path = value;
            if (name == "--only") arguments.only.push_back(value);
            if (name == "--repeats") arguments.run.repeats = repeats_of(value);
            if (name == "--json") arguments.json_path = value;
        } else {
            refuse(name + ": no such option");
        }
    }
    return arguments;
}

std::vector<BenchCase> chosen_cases(const std::vector<std::string> &only) {
    if (only.empty()) return all_cases();
    std::vector<BenchCase> chosen;
    for (const std::string &name : only) {
        const std::size_t before = chosen.size();
        for (const BenchCase &each : all_cases()) {
            if (each.name == name) chosen.push_back(each);
        }
        if (chosen.size() == before) refuse("--only is \"" + name + "\": there is no such case; --list names them");
    }
    return chosen;
}

void write_json(const std::string &path, const Figures &figures) {
    std::ofstream file(path);
    file << "{\n";
    const char *between = "";
    for (const auto &[name, values] : figures.values()) {
        file << between << "  \"" << name << "\": [";
        for (std::size_t i = 0; i < values.size(); ++i)
            file << (i == 0 ? "" : ", ") << values[i];
        file << "]";
        between = ",\n";
    }
    file << "\n}\n";
    if (!file.flush()) throw std::runtime_error("--json is \"" + path + "\": it cannot be written; check the path");
}

// Should the largest engine be too much for this machine, this program shall end and not one that serves somebody.
void offer_memory_first() {
    std::ofstream("/proc/self/oom_score_adj") << "1000\n";
}

int run(const Arguments &arguments) {
    if (arguments.wants_list) {
        for (const BenchCase &each : all_cases())
            std::printf("%-10s %s\n", each.name.c_str(), each.what.c_str());
        return 0;
    }
    if (arguments.run.plugin_path.empty()) refuse("--plugin is missing");
    offer_memory_first();
    ns_per_tick();
    const SecondThread second_thread;
    Figures figures;
    for (const BenchCase &each : chosen_cases(arguments.only)) {
        if (each.name == "gateway" && arguments.only.empty() && arguments.run.gateway_path.empty()) {
            std::printf("gateway is left out: --gateway is not given\n");
            continue;
        }
        pin_to_processor(0);
        Figures own;
        std::optional<QuietNeighbours> quiet;
        if (each.wants_quiet_neighbours) quiet.emplace();
        each.run(arguments.run, own);
        quiet.reset();
        for (const auto &[name, values] : own.values()) {
            std::printf("%-10s %-36s %12.2f\n", each.name.c_str(), name.c_str(), median_of(values));
            for (const double value : values)
                figures.add(each.name + "." + name, value);
        }
        std::fflush(stdout);
    }
    if (!arguments.json_path.empty()) write_json(arguments.json_path, figures);
    return 0;
}

}  // namespace

}  // namespace sluice_bench

int main(int count, char **words) {
    try {
        return sluice_bench::run(sluice_bench::parse(count, words));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "sluice_bench: %s\n", error.what());
        return 2;
    }
}
