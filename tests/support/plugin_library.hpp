// The built libsluice.so.1, opened the way a gateway opens it: dlopen by path, one symbol, one table. Used by one
// thread.
#pragma once

#include <dlfcn.h>

#include <stdexcept>
#include <string>

#include "sluice/sluice.h"

namespace sluice_test {

class PluginLibrary {
public:
    PluginLibrary() : handle_(dlopen(SLUICE_PLUGIN_PATH, RTLD_NOW | RTLD_LOCAL)) {
        if (handle_ == nullptr) throw std::runtime_error(dlerror());
        const auto entry = reinterpret_cast<sluice_entry_v1_function>(dlsym(handle_, SLUICE_ENTRY_V1_NAME));
        if (entry == nullptr || entry(SLUICE_ABI_MINOR, &table_, nullptr) != SLUICE_OK) {
            throw std::runtime_error("the library has no usable entry");
        }
    }
    ~PluginLibrary() { dlclose(handle_); }
    PluginLibrary(const PluginLibrary &) = delete;
    PluginLibrary &operator=(const PluginLibrary &) = delete;

    const sluice_api_v1 &table() const { return *table_; }
    void *handle() const { return handle_; }

private:
    void *handle_;
    const sluice_api_v1 *table_ = nullptr;
};

}  // namespace sluice_test
