#include "boundary/calls.hpp"
#include "sluice/ext/reasons.h"
#include "telemetry/reason_table.hpp"

namespace sluice {

namespace {

constexpr sluice_ext_reasons kTable = {sizeof(sluice_ext_reasons), 0, reason_name, reason_sentence};

}  // namespace

const void *reasons_extension() noexcept {
    return &kTable;
}

}  // namespace sluice
