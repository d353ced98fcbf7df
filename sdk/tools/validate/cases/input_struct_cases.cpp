// Structs from a host that is older, newer or broken. Each lies at the edge of readable memory, so reading past what it
// says ends the process.
#include <algorithm>
#include <cstring>

#include "validate/edge_memory.hpp"
#include "validate/struct_probes.hpp"

namespace sluice::validate {

namespace {

// Far behind what any later minor version of the plugin may know.
constexpr std::size_t kFarTailBytes = 512;

// A struct that says `said` and has `room` bytes of memory, at least those four of its size.
unsigned char *say_size(EdgeMemory &memory, const StructProbe &probe, uint32_t said, std::size_t room) {
    unsigned char *bytes = memory.put(probe.sound.data(), probe.sound.size(), std::max<std::size_t>(room, 8));
    std::memcpy(bytes, &said, sizeof said);
    return bytes;
}

void short_ones(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    EdgeMemory memory(judge);
    for (const StructProbe &probe : engine.inputs()) {
        const auto whole = static_cast<uint32_t>(probe.sound.size());
        const sluice_status sound = probe.call(say_size(memory, probe, whole, whole), nullptr);
        judge.expect(sound == SLUICE_OK, "%s: a sound one gives status %d", probe.name, sound);
        for (const uint32_t said : {0u, 1u, 4u, 8u, whole - 8, whole - 4, whole - 1}) {
            const sluice_status status = probe.call(say_size(memory, probe, said, said), nullptr);
            judge.expect(status == SLUICE_E_SIZE, "%s: struct_size %u of %u gives status %d instead of SIZE",
                probe.name, said, whole, status);
        }
    }
}

void zero_tails(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    EdgeMemory memory(judge);
    for (const StructProbe &probe : engine.inputs()) {
        const auto whole = static_cast<uint32_t>(probe.sound.size());
        for (const uint32_t tail : {1u, 8u, 24u, 104u, uint32_t{kFarTailBytes}}) {
            const sluice_status status = probe.call(say_size(memory, probe, whole + tail, whole + tail), nullptr);
            judge.expect(status == SLUICE_OK, "%s: %u bytes of zeros behind it give status %d instead of OK",
                probe.name, tail, status);
        }
    }
}

void set_tails(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    EdgeMemory memory(judge);
    for (const StructProbe &probe : engine.inputs()) {
        const std::size_t length = probe.sound.size() + kFarTailBytes;
        const std::size_t first = plugin.table().abi_minor > SLUICE_ABI_MINOR ? length - 24 : probe.sound.size();
        for (std::size_t offset = first; offset < length; offset += offset + 25 < length ? 23 : 1) {
            unsigned char *bytes = say_size(memory, probe, static_cast<uint32_t>(length), length);
            bytes[offset] = 1;
            sluice_error error = SLUICE_ERROR_INIT;
            const sluice_status status = probe.call(bytes, &error);
            judge.expect(status == SLUICE_E_UNKNOWN_SET,
                "%s: byte %zu is set and not known, which gives status %d instead of UNKNOWN_SET", probe.name, offset,
                status);
            if (probe.takes_error && status == SLUICE_E_UNKNOWN_SET)
                judge.expect(error.detail == offset, "%s: byte %zu is set and not known, but the detail says %u",
                    probe.name, offset, error.detail);
        }
    }
}

void absurd_sizes(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    EdgeMemory memory(judge);
    for (const StructProbe &probe : engine.inputs()) {
        for (const uint32_t said : {uint32_t{1} << 20, uint32_t{1} << 31, UINT32_MAX}) {
            const sluice_status status = probe.call(say_size(memory, probe, said, probe.sound.size()), nullptr);
            judge.expect(status < 0, "%s: struct_size %u gives status %d", probe.name, said, status);
        }
    }
}

void null_ones(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    ProbedEngine engine(judge, plugin);
    for (const StructProbe &probe : engine.inputs()) {
        const sluice_status status = probe.call(nullptr, nullptr);
        judge.expect(status == (probe.may_be_null ? SLUICE_OK : SLUICE_E_ARGUMENT), "%s: null gives status %d",
            probe.name, status);
    }
}

}  // namespace

void add_input_struct_cases(CaseList &list) {
    list.push_back({"struct.in.null", "a null struct is refused with ARGUMENT", null_ones});
    list.push_back({"struct.in.short", "a struct shorter than in 1.0 is refused with SIZE, unread", short_ones});
    list.push_back({"struct.in.zero_tail", "a longer struct with zeros behind it is accepted", zero_tails});
    list.push_back({"struct.in.set_tail", "a field that is not known and set is refused, with its offset", set_tails});
    list.push_back({"struct.in.absurd", "a size that nothing can have is refused, unread", absurd_sizes});
}

}  // namespace sluice::validate
