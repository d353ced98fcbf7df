// Reads a request before it asks whether there is one.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status submit(sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    // Through a volatile, or the compiler would know better.
    const volatile uint32_t kind = *const_cast<const volatile uint32_t *>(&request->kind);
    (void)kind;
    return real().submit(lane, request, now_ns, verdict);
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.submit = submit;
}

}  // namespace broken
