// Takes every path of the hot path many times, for callgrind to count what the one call of each executes. Started by
// instructions.py:
//   valgrind --tool=callgrind --collect-atstart=no count_instructions PLUGIN
// Collecting is on during the call only, and each path ends in a dump of its own. Writes one line for each path: its
// name and how many calls were counted. Fails when a call did not take its path.
#include <dlfcn.h>
#include <valgrind/callgrind.h>

#include <cstdio>
#include <exception>

#include "paths.hpp"

namespace hotpath {

namespace {

// A whole number of the periods in which one submit is timed, with a period before to fill what fills up.
constexpr int kRoundsBefore = 64;
constexpr int kRounds = 128;

const sluice_api_v1 &load(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<sluice_entry_v1_function>(dlsym(library, SLUICE_ENTRY_V1_NAME));
    const sluice_api_v1 *table = nullptr;
    if (entry == nullptr || entry(SLUICE_ABI_MINOR, &table, nullptr) != SLUICE_OK) {
        throw std::runtime_error(std::string(path) + " has no usable entry");
    }
    return *table;
}

int rounds_off(const Path &path, QuietHost &host, int rounds, bool is_counted) {
    int off = 0;
    for (int round = 0; round < rounds; ++round) {
        path.before(host);
        if (is_counted) CALLGRIND_TOGGLE_COLLECT;
        path.call(host);
        if (is_counted) CALLGRIND_TOGGLE_COLLECT;
        off += !path.after(host);
    }
    return off;
}

bool count(const sluice_api_v1 &table, const Path &path) {
    QuietHost host(table, path.config(), path.has_clock);
    if (path.prepare != nullptr) path.prepare(host);
    path.begin(host);
    int off = rounds_off(path, host, kRoundsBefore, false);
    off += rounds_off(path, host, kRounds, true);
    CALLGRIND_DUMP_STATS_AT(path.name);
    if (off != 0) {
        std::fprintf(stderr, "%s: %d of %d calls did not take this path\n", path.name, off, kRoundsBefore + kRounds);
        return false;
    }
    std::printf("%s\t%d\n", path.name, kRounds);
    return true;
}

}  // namespace

}  // namespace hotpath

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s PLUGIN\n", argv[0]);
        return 2;
    }
    try {
        const sluice_api_v1 &table = hotpath::load(argv[1]);
        bool is_good = true;
        for (const hotpath::Path &path : hotpath::all_paths())
            is_good = hotpath::count(table, path) && is_good;
        return is_good ? 0 : 1;
    } catch (const std::exception &fault) {
        std::fprintf(stderr, "count_instructions: %s\n", fault.what());
        return 1;
    }
}
