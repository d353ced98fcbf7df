// The plugin in its process: several engines, loading again, names of threads and files that it leaves alone.
#include <dirent.h>
#include <dlfcn.h>
#include <signal.h>

#include <memory>

#include "validate/host.hpp"

namespace sluice::validate {

namespace {

void two_engines(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host one(judge, plugin, one_venue(window_limit(1, 1000)));
    Host two(judge, plugin, one_venue(window_limit(1, 1000)));
    judge.expect(one.engine != two.engine, "two engines have one handle");
    sluice_lane *lane_one = one.lane_up();
    sluice_lane *lane_two = two.lane_up();
    one.offer(lane_one, new_order(1));
    judge.expect(two.offer(lane_two, new_order(1)).action == SLUICE_ACTION_SEND, "two engines share a limit");
    one.submit(lane_one, new_order(2));
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    two.kill().engage(two.engine, &all, nullptr);
    two.stop_completely(SLUICE_STOP_DRAIN);
    one.run_until(one.now() + 2 * kSecondNs);
    judge.expect(one.release_of(2) != nullptr && one.release_of(2)->action == SLUICE_RELEASE_SEND,
        "the kill switch and the stop of one engine reached another");
    judge.expect(one.breaker().reset(one.engine, 1, lane_two, nullptr) < 0, "an engine takes the lane of another");
}

// Cheap to make: the queues of an engine take their memory at its start.
const std::string kSmall = one_venue(R"("held_max": 4, "orders_max": 4, "grants_max": 4)");

void many_engines(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    std::vector<std::unique_ptr<Host>> hosts;
    for (int index = 0; index < 64; ++index)
        hosts.push_back(std::make_unique<Host>(judge, plugin, kSmall));
    const std::string config = one_venue("");
    sluice_host callbacks = SLUICE_HOST_INIT;
    callbacks.release = [](void *, const sluice_release *) { return sluice_status{SLUICE_OK}; };
    sluice_engine *engine = nullptr;
    const sluice_status status =
        plugin.table().engine_create(&callbacks, config.data(), config.size(), &engine, nullptr);
    judge.expect(status == SLUICE_E_FULL, "the 65th engine: status %d instead of FULL", status);
    hosts.clear();
    // Places come free again, as often as one likes.
    for (int round = 0; round < 80; ++round) {
        Host host(judge, plugin, kSmall);
        judge.expect(host.offer(host.lane_up(), new_order(1)).action == SLUICE_ACTION_SEND, "an engine does not send");
    }
}

int count_entries(const char *folder) {
    DIR *directory = opendir(folder);
    if (directory == nullptr) return -1;
    int count = 0;
    while (readdir(directory) != nullptr)
        ++count;
    closedir(directory);
    return count;
}

void load_again(Judge &judge, const Target &target) {
    int files = 0;
    for (int round = 0; round < 20; ++round) {
        const Plugin plugin(judge, target);
        Host host(judge, plugin, one_venue(window_limit(1, 1000)));
        sluice_lane *lane = host.lane_up();
        host.offer(lane, new_order(1));
        host.submit(lane, new_order(2));
        judge.expect(host.stop_completely(SLUICE_STOP_ABANDON), "an engine did not stop");
        if (round == 2) files = count_entries("/proc/self/fd");
    }
    judge.expect(count_entries("/proc/self/fd") == files, "loading again and again leaves files open");
}

// The table may be kept: dlclose() unmaps nothing, so that a call from a slow thread does not crash.
void call_after_dlclose(Judge &judge, const Target &target) {
    const sluice_api_v1 *table = nullptr;
    {
        const Plugin plugin(judge, target);
        table = &plugin.table();
        Host host(judge, plugin, one_venue(""));
    }
    judge.expect(table->poll(nullptr, 0, 0, 1) < 0, "poll of null after dlclose is not refused");
    judge.expect(table->build_id != nullptr && table->build_id[0] != '\0', "build_id is gone after dlclose");
}

// No thread, no signal handler of its own: the process belongs to the gateway.
void leaves_the_process_alone(Judge &judge, const Target &target) {
    struct sigaction before[32] = {};
    for (int number = 1; number < 32; ++number)
        sigaction(number, nullptr, &before[number]);
    const int threads = count_entries("/proc/self/task");
    {
        const Plugin plugin(judge, target);
        Host host(judge, plugin, one_venue(window_limit(1, 1000)));
        sluice_lane *lane = host.lane_up();
        for (uint64_t ticket = 1; ticket <= 10; ++ticket)
            host.offer(lane, new_order(ticket));
        host.run_until(host.now() + 3 * kSecondNs);
        judge.expect(count_entries("/proc/self/task") == threads, "the plugin started a thread");
    }
    for (int number = 1; number < 32; ++number) {
        struct sigaction after = {};
        sigaction(number, nullptr, &after);
        judge.expect(
            after.sa_handler == before[number].sa_handler, "the plugin changed the handler of signal %d", number);
    }
}

}  // namespace

void add_process_cases(CaseList &list) {
    list.push_back({"process.two_engines", "two engines share nothing", two_engines});
    list.push_back({"process.many_engines", "64 engines live at a time, and their places come free", many_engines});
    list.push_back({"process.load_again", "load, run, dlclose and load again, 20 times", load_again});
    list.push_back({"process.call_after_dlclose", "a table that was kept survives dlclose", call_after_dlclose});
    list.push_back({"process.leaves_it_alone", "no threads and no signal handlers", leaves_the_process_alone});
}

}  // namespace sluice::validate
