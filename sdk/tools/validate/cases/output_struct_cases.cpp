// Structs that the plugin fills: never a byte more than they say, whichever side is older.
#include <algorithm>
#include <cstring>

#include "validate/struct_probes.hpp"

namespace sluice::validate {

namespace {

constexpr unsigned char kCanary = 0xa5;
constexpr std::size_t kRoomBytes = 2048;

// Room for a struct, all canary but the size that it says.
struct Canaries {
    alignas(16) unsigned char bytes[kRoomBytes];

    explicit Canaries(uint32_t said) {
        std::memset(bytes, kCanary, sizeof bytes);
        std::memcpy(bytes, &said, sizeof said);
    }
    // The first byte from `from` on that was written, kRoomBytes when none was.
    std::size_t first_written(std::size_t from) const {
        return static_cast<std::size_t>(
            std::find_if(bytes + from, bytes + kRoomBytes, [](unsigned char byte) { return byte != kCanary; }) - bytes);
    }
};

void expect_untouched(Judge &judge, const StructProbe &probe, const Canaries &canaries, uint32_t said) {
    const std::size_t from = std::max<std::size_t>(said, sizeof said);
    const std::size_t at = canaries.first_written(from);
    judge.expect(at == kRoomBytes, "%s: struct_size is %u, but byte %zu was written", probe.name, said, at);
}

void short_ones(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    for (const StructProbe &probe : engine.outputs()) {
        const auto whole = static_cast<uint32_t>(probe.sound.size());
        judge.expect(
            probe.call(nullptr, nullptr) == SLUICE_E_ARGUMENT, "%s: null is not refused with ARGUMENT", probe.name);
        for (const uint32_t said : {0u, 4u, 7u, 8u, 11u, 12u, whole - 8, whole - 1}) {
            if (said >= whole) continue;
            Canaries canaries(said);
            const sluice_status status = probe.call(canaries.bytes, nullptr);
            judge.expect(status == SLUICE_E_SIZE, "%s: struct_size %u of %u gives status %d instead of SIZE",
                probe.name, said, whole, status);
            expect_untouched(judge, probe, canaries, said);
        }
    }
}

void whole_ones(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    for (const StructProbe &probe : engine.outputs()) {
        const auto whole = static_cast<uint32_t>(probe.sound.size());
        for (const uint32_t tail : {0u, 8u, 24u, 512u}) {
            Canaries canaries(whole + tail);
            const sluice_status status = probe.call(canaries.bytes, nullptr);
            judge.expect(status == SLUICE_OK, "%s: %u bytes more than in 1.0 give status %d", probe.name, tail, status);
            // What a newer host knows and this plugin does not stays as it is.
            const bool is_newer = plugin.table().abi_minor > SLUICE_ABI_MINOR;
            expect_untouched(judge, probe, canaries, is_newer ? whole + tail : whole);
            uint32_t says = 0;
            std::memcpy(&says, canaries.bytes, sizeof says);
            judge.expect(says >= whole && says <= whole + tail, "%s: struct_size was %u and is %u after the call",
                probe.name, whole + tail, says);
        }
        Canaries absurd(UINT32_MAX);
        probe.call(absurd.bytes, nullptr);
        const std::size_t at = absurd.first_written(whole + 512);
        judge.expect(at == kRoomBytes, "%s: struct_size is absurd, and byte %zu was written", probe.name, at);
    }
}

// A verdict that is too short is a wrong call: the order must not have been let through, and nothing may be charged.
void short_verdict(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const sluice_request request = new_order(1);
    for (uint32_t said = 0; said < sizeof(sluice_verdict); said += 4) {
        Canaries canaries(said);
        auto *verdict = reinterpret_cast<sluice_verdict *>(canaries.bytes);
        host.api.submit(lane, &request, host.now(), verdict);
        judge.expect(verdict->action != SLUICE_ACTION_SEND && verdict->action != SLUICE_ACTION_HELD,
            "submit with a verdict of %u bytes says action %u", said, verdict->action);
    }
    judge.expect(host.offer(lane, new_order(2)).action == SLUICE_ACTION_SEND,
        "wrong calls of submit used up the room of a limit");
}

}  // namespace

void add_output_struct_cases(CaseList &list) {
    list.push_back(
        {"struct.out.short", "an output struct that is too short is refused, nothing behind it written", short_ones});
    list.push_back({"struct.out.whole", "an output struct is written up to the shorter of both sizes", whole_ones});
    list.push_back(
        {"struct.out.short_verdict", "submit without a whole verdict lets nothing new through", short_verdict});
}

}  // namespace sluice::validate
