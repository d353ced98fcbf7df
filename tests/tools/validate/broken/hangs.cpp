// A poll with a budget of one waits for ever.
#include <time.h>

#include "wrapped.hpp"

namespace broken {

namespace {

int32_t poll(sluice_engine *engine, uint32_t venue_id, uint64_t now_ns, int32_t budget) {
    while (budget == 1) {
        timespec long_time = {3'600, 0};
        nanosleep(&long_time, nullptr);
    }
    return real().poll(engine, venue_id, now_ns, budget);
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.poll = poll;
}

}  // namespace broken
