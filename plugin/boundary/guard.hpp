// The only `try` of the library: whatever is thrown behind a call of the ABI becomes a status.
#pragma once

#include <exception>
#include <new>

#include "boundary/error.hpp"

namespace sluice {

template <typename Work>
sluice_status guard(sluice_error *error, Work &&work) noexcept {
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return fail(
            error, SLUICE_E_MEMORY, 0, "the operating system gave no memory: lower the capacities of the config");
    } catch (const std::exception &exception) {
        return fail(error, SLUICE_E_INTERNAL, 0, "%s", exception.what());
    } catch (...) {
        return fail(error, SLUICE_E_INTERNAL, 0, "an unknown exception was contained");
    }
}

}  // namespace sluice
