// submit_many() forgets the last of more than one hundred requests and lets it go.
#include <cstring>

#include "wrapped.hpp"

namespace broken {

namespace {

const sluice_ext_batch *real_batch = nullptr;
sluice_ext_batch batch_table;

sluice_status submit_many(
    sluice_lane *lane, const sluice_request *requests, uint32_t count, uint64_t now_ns, sluice_verdict *verdicts) {
    const bool forgets = count > 100 && count <= SLUICE_BATCH_MAX;
    const sluice_status status = real_batch->submit_many(lane, requests, forgets ? count - 1 : count, now_ns, verdicts);
    if (forgets) verdicts[count - 1].action = SLUICE_ACTION_SEND;
    return status;
}

const void *extension(sluice_engine *engine, const char *id) {
    const void *table = real().extension(engine, id);
    if (table == nullptr || std::strcmp(id, SLUICE_EXT_BATCH) != 0) return table;
    real_batch = static_cast<const sluice_ext_batch *>(table);
    batch_table = *real_batch;
    batch_table.submit_many = submit_many;
    return &batch_table;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.extension = extension;
}

}  // namespace broken
