// The real plugin with one promise broken: a library of its own that opens the real one, hands out a copy of its table,
// and puts one function of its own into it. Each file beside this one breaks one promise; the validator has to notice.
// The slot is set once by the entry function; threads as in the contract.
#pragma once

#include <dlfcn.h>

#define SLUICE_EXPORT extern "C" __attribute__((visibility("default")))
#include "sluice/sluice.h"

namespace broken {

// The table of the real plugin.
inline const sluice_api_v1 &real() {
    static const sluice_api_v1 *const table = [] {
        void *library = dlopen(SLUICE_PLUGIN_PATH, RTLD_NOW | RTLD_LOCAL);
        const auto entry = reinterpret_cast<sluice_entry_v1_function>(dlsym(library, SLUICE_ENTRY_V1_NAME));
        const sluice_api_v1 *found = nullptr;
        entry(SLUICE_ABI_MINOR, &found, nullptr);
        return found;
    }();
    return *table;
}

// Each file says what it breaks.
void break_one_promise(sluice_api_v1 &table);

inline const sluice_api_v1 &table() {
    static const sluice_api_v1 table = [] {
        sluice_api_v1 copy = real();
        break_one_promise(copy);
        return copy;
    }();
    return table;
}

inline bool is_cancel(const sluice_request *request) {
    return request->kind == SLUICE_KIND_CANCEL || request->kind == SLUICE_KIND_MASS_CANCEL;
}

}  // namespace broken

sluice_status sluice_entry_v1(uint32_t host_minor, const sluice_api_v1 **table, sluice_error *error) {
    if (table == nullptr) return broken::real().engine_create ? SLUICE_E_ARGUMENT : SLUICE_E_INTERNAL;
    (void)host_minor;
    (void)error;
    *table = &broken::table();
    return SLUICE_OK;
}
