// Extensions: each has its whole table, and the same one each time; what nobody knows is null.
#include <cstring>

#include "validate/host.hpp"

namespace sluice::validate {

namespace {

struct Expected {
    const char *id;
    uint32_t bytes;
};

constexpr Expected kExtensions[] = {{SLUICE_EXT_ANSWERS, sizeof(sluice_ext_answers)},
    {SLUICE_EXT_BATCH, sizeof(sluice_ext_batch)}, {SLUICE_EXT_BREAKER, sizeof(sluice_ext_breaker)},
    {SLUICE_EXT_KILL, sizeof(sluice_ext_kill)}, {SLUICE_EXT_LIMITS, sizeof(sluice_ext_limits)},
    {SLUICE_EXT_METRICS, sizeof(sluice_ext_metrics)}, {SLUICE_EXT_REASONS, sizeof(sluice_ext_reasons)}};

void tables(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    for (const Expected &expected : kExtensions) {
        const void *table = host.api.extension(host.engine, expected.id);
        if (!judge.expect(table != nullptr, "the extension %s is missing", expected.id)) continue;
        judge.expect(
            table == host.api.extension(host.engine, expected.id), "%s has another table each time", expected.id);
        uint32_t size = 0;
        std::memcpy(&size, table, sizeof size);
        if (!judge.expect(
                size >= expected.bytes, "%s has a table of %u bytes, 1.0 has %u", expected.id, size, expected.bytes))
            continue;
        // After two words all of it is function pointers.
        for (std::size_t at = 8; at < expected.bytes; at += sizeof(void *)) {
            const void *slot = nullptr;
            std::memcpy(&slot, static_cast<const char *>(table) + at, sizeof slot);
            judge.expect(slot != nullptr, "%s: the slot at byte %zu is null", expected.id, at);
        }
    }
}

void unknown(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    for (const char *id : {"", "sluice", "sluice.kill", "sluice.kill/", "sluice.kill/0", "sluice.kill/2",
             "sluice.kill/10", "sluice.kill/1 ", " sluice.kill/1", "Sluice.Kill/1", "sluice.nothing/1"})
        judge.expect(host.api.extension(host.engine, id) == nullptr, "there is an extension called '%s'", id);
    judge.expect(host.api.extension(host.engine, nullptr) == nullptr, "there is an extension of the null id");
    const std::string long_id(100'000, 'x');
    judge.expect(host.api.extension(host.engine, long_id.c_str()) == nullptr, "there is an extension of a long id");
}

void reason_texts(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    const auto &reasons = host.extension<sluice_ext_reasons>(SLUICE_EXT_REASONS);
    const uint32_t known[] = {1001, 1002, 1003, 1004, 1005, 1006, 2001, 2002, 2003, 4001, 5001, 5002, 5003, 6001, 6002,
        6003, 6004, 6005, 6006, 6007, 6008, 6009, 7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7010, 7011,
        7012, 7013, 9001, 9002};
    for (const uint32_t reason : known) {
        const char *name = reasons.name(reason);
        const char *sentence = reasons.sentence(reason);
        judge.expect(
            name != nullptr && name[0] != '\0' && std::strcmp(name, "unknown") != 0, "reason %u has no name", reason);
        judge.expect(sentence != nullptr && std::strchr(sentence, ' ') != nullptr, "reason %u has no sentence", reason);
    }
    for (const uint32_t reason : {3u, 999u, 1999u, 8000u, 123'456u, UINT32_MAX}) {
        const char *name = reasons.name(reason);
        judge.expect(
            name != nullptr && std::strcmp(name, "unknown") == 0, "the name of reason %u is not \"unknown\"", reason);
        judge.expect(reasons.sentence(reason) != nullptr, "the sentence of reason %u is null", reason);
    }
}

}  // namespace

void add_extension_cases(CaseList &list) {
    list.push_back({"extension.tables", "every extension of 1.0 is there, whole, and stays the same", tables});
    list.push_back({"extension.unknown", "an id that nobody knows gives null", unknown});
    list.push_back(
        {"extension.reason_texts", "every reason has a name and a sentence, unknown ones too", reason_texts});
}

}  // namespace sluice::validate
