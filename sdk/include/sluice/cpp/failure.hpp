// The exception of the C++ layer and the error struct as an object. Thrown by control calls only (create, intern, open,
// stop); a hot call never throws. Holds copies, so it outlives the plugin. Needs C++11.
#ifndef SLUICE_CPP_FAILURE_HPP
#define SLUICE_CPP_FAILURE_HPP

#include <cstdint>
#include <stdexcept>
#include <string>

#include "sluice/status.h"

namespace sluice {
inline namespace sdk_v1 {

// What a control call throws; named like the standard exceptions that it stands among.
class failure : public std::runtime_error {
public:
    failure(sluice_status status, std::uint32_t detail, const std::string &message)
        : std::runtime_error(message), status_(status), detail_(detail) {}

    // SLUICE_E_*.
    sluice_status status() const noexcept { return status_; }
    // The number that goes with the status, as in sluice_error.
    std::uint32_t detail() const noexcept { return detail_; }

private:
    sluice_status status_;
    std::uint32_t detail_;
};

// An error struct ready to be passed, whose text is always safe to read.
class ErrorBuffer {
public:
    ErrorBuffer() noexcept : error_(SLUICE_ERROR_INIT) {}

    sluice_error *get() noexcept { return &error_; }

    // The text of the plugin, or `otherwise` when it gave none.
    std::string text(const char *otherwise) const {
        return error_.message[0] ? std::string(error_.message) : std::string(otherwise);
    }

    // Throws when `status` is a failure; `doing` says what was tried ("open lane 'A'").
    void check(sluice_status status, const std::string &doing) const {
        if (status >= 0) return;
        const std::string fallback = "status " + std::to_string(status);
        throw failure(status, error_.detail, doing + ": " + text(fallback.c_str()));
    }

private:
    sluice_error error_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
