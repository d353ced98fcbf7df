// The entry function and the table that it gives out.
#include <cstring>

#include "validate/plugin.hpp"

namespace sluice::validate {

namespace {

void same_table(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    for (int call = 0; call < 100; ++call) {
        const sluice_api_v1 *table = nullptr;
        const sluice_status status = plugin.entry()(SLUICE_ABI_MINOR, &table, nullptr);
        if (!judge.expect(status == SLUICE_OK && table == &plugin.table(),
                "call %d of the entry gave status %d and table %p, the first one %p", call + 2, status,
                static_cast<const void *>(table), static_cast<const void *>(&plugin.table())))
            return;
    }
}

void null_arguments(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    sluice_error error = SLUICE_ERROR_INIT;
    judge.expect(plugin.entry()(SLUICE_ABI_MINOR, nullptr, &error) < 0, "the entry accepts a null table");
    judge.expect(error.message[0] != '\0', "the entry refuses a null table without a text");
    judge.expect(plugin.entry()(SLUICE_ABI_MINOR, nullptr, nullptr) < 0, "the entry accepts null, null");
}

// An older host gets a table, a newer one a table or a refusal; never something in between.
void host_minors(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    for (const uint32_t minor : {0u, 1u, 2u, 7u, 1000u, UINT32_MAX}) {
        const sluice_api_v1 *table = reinterpret_cast<const sluice_api_v1 *>(&judge);
        sluice_error error = SLUICE_ERROR_INIT;
        const sluice_status status = plugin.entry()(minor, &table, &error);
        if (status == SLUICE_OK) {
            judge.expect(table != nullptr && table->struct_size >= sizeof(sluice_api_v1),
                "host minor %u: OK without a whole table", minor);
            continue;
        }
        judge.expect(minor > plugin.table().abi_minor, "host minor %u is refused by a plugin of minor %u", minor,
            plugin.table().abi_minor);
        judge.expect(status == SLUICE_E_ABI, "host minor %u is refused with status %d instead of ABI", minor, status);
        judge.expect(table == nullptr, "host minor %u is refused, but the table pointer is not null", minor);
        judge.expect(error.message[0] != '\0', "host minor %u is refused without a text", minor);
    }
}

void slots(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    const sluice_api_v1 &table = plugin.table();
    judge.expect(table.struct_size >= sizeof(sluice_api_v1), "the table has %u bytes, 1.0 has %zu", table.struct_size,
        sizeof(sluice_api_v1));
    judge.expect(table.struct_size % 8 == 0, "the table has %u bytes: a slot is cut", table.struct_size);
    judge.expect(table.build_id != nullptr && table.build_id[0] != '\0', "the table has no build_id");
    const struct {
        const char *name;
        bool is_there;
    } found[] = {{"engine_create", table.engine_create != nullptr}, {"engine_stop", table.engine_stop != nullptr},
        {"engine_destroy", table.engine_destroy != nullptr}, {"intern", table.intern != nullptr},
        {"lane_open", table.lane_open != nullptr}, {"lane_close", table.lane_close != nullptr},
        {"submit", table.submit != nullptr}, {"report", table.report != nullptr}, {"poll", table.poll != nullptr},
        {"next_due_ns", table.next_due_ns != nullptr}, {"extension", table.extension != nullptr}};
    for (const auto &slot : found)
        judge.expect(slot.is_there, "the table's slot %s is null", slot.name);
}

}  // namespace

void add_entry_cases(CaseList &list) {
    list.push_back({"entry.same_table", "the entry gives the same static table each time", same_table});
    list.push_back(
        {"entry.null_arguments", "null arguments of the entry are refused, a null error is fine", null_arguments});
    list.push_back({"entry.host_minors", "every host minor is served or refused with a text", host_minors});
    list.push_back({"entry.slots", "the table has every slot of 1.0", slots});
}

}  // namespace sluice::validate
