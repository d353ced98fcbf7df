// The plugin under judgement, opened as a gateway opens it: dlopen by path, one symbol, one table. A file that cannot
// be opened ends the case with a fault. One thread opens; the table may be used by any.
#pragma once

#include <dlfcn.h>

#include "case.hpp"
#include "sluice/sluice.h"

namespace sluice::validate {

class Plugin {
public:
    Plugin(Judge &judge, const Target &target) : handle_(dlopen(target.path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        if (handle_ == nullptr) judge.give_up("dlopen: %s", dlerror());
        entry_ = reinterpret_cast<sluice_entry_v1_function>(dlsym(handle_, SLUICE_ENTRY_V1_NAME));
        if (entry_ == nullptr) judge.give_up("the library has no symbol %s", SLUICE_ENTRY_V1_NAME);
        sluice_error error = SLUICE_ERROR_INIT;
        const sluice_status status = entry_(SLUICE_ABI_MINOR, &table_, &error);
        if (status != SLUICE_OK || table_ == nullptr)
            judge.give_up(
                "the entry refuses a host of ABI 1.%u: status %d, %s", SLUICE_ABI_MINOR, status, error.message);
        if (table_->struct_size < sizeof(sluice_api_v1) || table_->submit == nullptr || table_->extension == nullptr)
            judge.give_up("the table has %u bytes and lacks slots of 1.0", table_->struct_size);
    }
    ~Plugin() {
        if (handle_ != nullptr) dlclose(handle_);
    }
    Plugin(const Plugin &) = delete;
    Plugin &operator=(const Plugin &) = delete;

    const sluice_api_v1 &table() const { return *table_; }
    sluice_entry_v1_function entry() const { return entry_; }
    void *handle() const { return handle_; }

private:
    void *handle_;
    sluice_entry_v1_function entry_ = nullptr;
    const sluice_api_v1 *table_ = nullptr;
};

}  // namespace sluice::validate
