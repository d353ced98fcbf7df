// On every way through the hot path, from the first call after start on: no malloc, no free, no lock of the C library,
// no system call, and no clock read but those that are named here. Each path runs in a process of its own, which has
// never called the library before; what would show is shown first, by accidents planted inside of a call.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <mutex>

#include "paths.hpp"
#include "plugin_library.hpp"
#include "system_call_trap.hpp"
#include "watch.hpp"

namespace hotpath {

#if !SLUICE_IS_SANITIZED

// Something that must not happen on the hot path, and where the watch has to see it.
struct Accident {
    const char *name;
    void (*happen)();
    std::uint64_t Footprint::*seen_as;
};

// What GoogleTest prints of a parameter, and ctest makes part of a test's name.
void PrintTo(const Path &path, std::ostream *out) {
    *out << path.name;
}
void PrintTo(const Accident &accident, std::ostream *out) {
    *out << accident.name;
}

namespace {

constexpr std::uint64_t kRounds = 130;
// The library may read a clock where the host left the time to it, where a time is more than a second after the last
// one and has to be believed or not, and, where the time was left to it, for a submit that it times: a read before and
// one after.
constexpr std::uint64_t kReadsOfATimedSubmit = 2;

// What the child found out. Lies in memory that parent and child share.
struct Finding {
    bool is_done = false;
    bool is_skipped = false;
    bool sees_time_stamps = false;
    std::uint64_t rounds_off_the_path = 0;
    std::uint64_t clock_reads_expected = 0;
    std::uint64_t clock_questions_too_many = 0;
    Footprint footprint;
    char text[2048] = {};
};

void write_text(Finding &finding, const std::string &text) {
    std::strncpy(finding.text, text.c_str(), sizeof finding.text - 1);
}

// In the child: everything is new, so the first call of the path is the first one ever.
void watch_path(const Path &path, void (*accident)(), Finding &finding) {
    const sluice_test::PluginLibrary library;
    QuietHost host(library.table(), path.config(), path.has_clock);
    if (path.prepare != nullptr) path.prepare(host);
    std::string why;
    if (!install_watch(why)) {
        write_text(finding, why);
        finding.is_skipped = true;
        return;
    }
    finding.sees_time_stamps = sees_time_stamps();
    host.accident = accident;
    host.clock_questions = 0;
    arm();
    path.begin(host);
    for (std::uint64_t round = 0; round < kRounds; ++round) {
        path.before(host);
        path.call(host);
        finding.rounds_off_the_path += !path.after(host);
    }
    finding.footprint = disarm();
    finding.clock_reads_expected = host.timed_submits * kReadsOfATimedSubmit + host.clock_left_to_library;
    // The first call is a jump from nothing.
    if (!path.has_clock) ++finding.clock_reads_expected;
    if (host.clock_questions > host.clock_jumps) {
        finding.clock_questions_too_many = host.clock_questions - host.clock_jumps;
    }
    write_text(finding, finding.footprint.text());
}

// The watch cannot be taken off again, hence the child.
template <typename Work>
Finding in_child(Work &&work) {
    void *shared = mmap(nullptr, sizeof(Finding), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto &finding = *new (shared) Finding;
    const pid_t child = fork();
    if (child == 0) {
        try {
            work(finding);
            finding.is_done = true;
        } catch (const std::exception &fault) {
            write_text(finding, fault.what());
        }
        hotpath_system_call(SYS_exit_group, 0);
        _exit(0);  // where the line above is no system call
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status)) << "the child ended by signal " << WTERMSIG(status);
    const Finding copy = finding;
    munmap(shared, sizeof(Finding));
    EXPECT_TRUE(copy.is_done) << copy.text;
    return copy;
}

Finding watch(const Path &path, void (*accident)() = nullptr) {
    return in_child([&](Finding &finding) { watch_path(path, accident, finding); });
}

Path path_named(const std::string &name) {
    for (const Path &path : all_paths()) {
        if (path.name == name) return path;
    }
    throw std::runtime_error("no path " + name);
}

// On this machine the C library may have no other clock than a system call.
bool is_clock_silent() {
    const Finding finding = in_child([](Finding &bare) {
        std::string why;
        bare.is_skipped = !install_watch(why);
        arm();
        timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        bare.footprint = disarm();
    });
    return finding.footprint.system_calls == 0;
}

class SilentPath : public testing::TestWithParam<Path> {};

void *volatile block = nullptr;
std::uint64_t volatile sink = 0;
std::mutex mutex;

const Accident kAccidents[] = {
    {"malloc", [] { block = std::malloc(10); }, &Footprint::allocations},
    {"operator_new", [] { block = ::operator new(10); }, &Footprint::allocations},
    {"aligned_new", [] { block = ::operator new(64, std::align_val_t(64)); }, &Footprint::allocations},
    {"free",
        [] {
            block = std::malloc(10);
            std::free(block);
        },
        &Footprint::frees},
    {"mutex", [] { const std::lock_guard<std::mutex> guard(mutex); }, &Footprint::locks},
    {"clock",
        [] {
            timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
        },
        &Footprint::clock_reads},
    {"clock_system_call",
        [] {
            timespec now;
            syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
        },
        &Footprint::system_calls},
    {"futex",
        [] {
            static int word = 0;
            syscall(SYS_futex, &word, 1, 1, nullptr, nullptr, 0);
        },
        &Footprint::system_calls},
    {"write", [] { sink = static_cast<std::uint64_t>(write(-1, "", 1)); }, &Footprint::system_calls},
#if defined(__x86_64__)
    {"time_stamp_counter", [] { sink = __builtin_ia32_rdtsc(); }, &Footprint::time_stamps},
#endif
};

class PlantedAccident : public testing::TestWithParam<Accident> {};

struct NameOf {
    template <typename Param>
    std::string operator()(const testing::TestParamInfo<Param> &info) const {
        return info.param.name;
    }
};

}  // namespace

TEST_P(SilentPath, asks_nothing_of_library_or_kernel) {
    const Finding finding = watch(GetParam());
    if (finding.is_skipped) GTEST_SKIP() << "nothing is proved on this machine: " << finding.text;
    EXPECT_EQ(finding.rounds_off_the_path, 0u) << "of " << kRounds << " rounds";
    const Footprint &seen = finding.footprint;
    EXPECT_EQ(seen.allocations + seen.frees + seen.locks, 0u) << finding.text;
    EXPECT_EQ(seen.clock_reads, finding.clock_reads_expected) << finding.text;
    EXPECT_EQ(finding.clock_questions_too_many, 0u) << "the host's clock was asked for no reason";
    if (seen.system_calls != 0 && seen.system_calls == seen.clock_reads && !is_clock_silent()) {
        GTEST_SKIP() << "this machine has no clock without a system call";
    }
    EXPECT_EQ(seen.system_calls, 0u) << finding.text;
    if (finding.sees_time_stamps && seen.clock_reads == 0) {
        EXPECT_EQ(seen.time_stamps, 0u) << "a clock was read that is not the C library's: " << finding.text;
    }
}
INSTANTIATE_TEST_SUITE_P(HotPath, SilentPath, testing::ValuesIn(all_paths()), NameOf());

TEST_P(PlantedAccident, is_seen) {
    const Accident &accident = GetParam();
    // Holding wakes the host from inside of submit, and so does everything that makes a release due.
    const Finding finding = watch(path_named("submit_held_limit"), accident.happen);
    if (finding.is_skipped) GTEST_SKIP() << "nothing is proved on this machine: " << finding.text;
    const bool needs_time_stamps = accident.seen_as == &Footprint::time_stamps;
    if (needs_time_stamps && !finding.sees_time_stamps) GTEST_SKIP() << "the time stamp counter cannot be watched";
    const std::uint64_t others = accident.seen_as == &Footprint::clock_reads ? finding.clock_reads_expected : 0;
    EXPECT_GT(finding.footprint.*accident.seen_as, others) << finding.text;
}
INSTANTIATE_TEST_SUITE_P(HotPath, PlantedAccident, testing::ValuesIn(kAccidents), NameOf());

#else

TEST(SilentPath, needs_a_malloc_of_its_own) {
    GTEST_SKIP() << "the sanitizer has taken the place of malloc";
}

#endif

}  // namespace hotpath
