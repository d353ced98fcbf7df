// Random sequences of calls, all from one seed: the four invariants under everything at once.
#include <cstring>

#include "validate/edge_memory.hpp"
#include "validate/struct_probes.hpp"
#include "validate/traffic.hpp"

namespace sluice::validate {

namespace {

constexpr int kRuns = 20;
constexpr int kSteps = 15'000;

void settled(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    for (int run = 0; run < kRuns && judge.fault_count() == 0; ++run) {
        Traffic traffic(judge, plugin, target.seed * 1'000 + static_cast<uint64_t>(run));
        traffic.run(kSteps);
        traffic.settle();
        traffic.judge_windows();
    }
}

void stopped(Judge &judge, const Target &target, uint32_t mode) {
    const Plugin plugin(judge, target);
    for (int run = 0; run < 2 * kRuns && judge.fault_count() == 0; ++run) {
        Traffic traffic(judge, plugin, target.seed * 1'000 + 500 + static_cast<uint64_t>(run));
        traffic.run(kSteps / 10);
        traffic.stop(mode);
        traffic.judge_windows();
    }
}

void drained(Judge &judge, const Target &target) {
    stopped(judge, target, SLUICE_STOP_DRAIN);
}

void abandoned(Judge &judge, const Target &target) {
    stopped(judge, target, SLUICE_STOP_ABANDON);
}

// Random bytes in structs of random sizes at the edge of readable memory, and a gateway that goes on in between.
void bytes(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    EdgeMemory memory(judge);
    std::mt19937_64 random(target.seed);
    const std::vector<StructProbe> inputs = engine.inputs();
    sluice_lane *lane = engine.host.lane_up("SIM", "sound");
    engine.host.is_recording = engine.host.is_keeping_books = false;
    for (uint64_t step = 1; step <= 30'000; ++step) {
        const StructProbe &probe = inputs[random() % inputs.size()];
        // Structs with pointers in them: garbage there is the host's crash, not the plugin's.
        if (std::strstr(probe.name, "host") != nullptr || std::strstr(probe.name, "answer") != nullptr) continue;
        const std::size_t length = random() % 4 == 0 ? 8 + random() % 40 * 8 : probe.sound.size();
        unsigned char *struct_bytes = memory.put(probe.sound.data(), probe.sound.size(), length);
        for (std::size_t at = 4; at + 4 <= length; at += 4) {
            const auto word = static_cast<uint32_t>(random() % 4 == 0 ? random() : random() % 4);
            if (random() % 2 == 0) std::memcpy(struct_bytes + at, &word, sizeof word);
        }
        const auto said = static_cast<uint32_t>(random() % 8 == 0 ? length / 2 : length);
        std::memcpy(struct_bytes, &said, sizeof said);
        probe.call(struct_bytes, nullptr);
        if (step % 16 != 0) continue;
        engine.host.advance(random() % kMs);
        engine.host.poll(SLUICE_VENUE_ALL, 4);
        const sluice_request cancel = cancel_of(step, 1'000'000 + step);
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        engine.host.api.submit(lane, &cancel, engine.host.now(), &verdict);
        judge.expect(verdict.action != SLUICE_ACTION_REFUSED, "among random bytes a cancel was REFUSED with reason %u",
            verdict.reason);
    }
}

}  // namespace

void add_random_cases(CaseList &list) {
    list.push_back({"random.settled", "random calls; when all trouble ends, nothing is left", settled});
    list.push_back({"random.drained", "random calls, drained in the middle", drained});
    list.push_back({"random.abandoned", "random calls, abandoned in the middle", abandoned});
    list.push_back({"random.bytes", "random bytes in every struct crash nothing", bytes});
}

}  // namespace sluice::validate
