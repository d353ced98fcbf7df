// Counts what this thread allocates with `operator new`, which allocation_count.cpp replaces for the whole test
// program.
#pragma once

#include <cstdint>

namespace sluice::test {

[[nodiscard]] uint64_t allocation_count() noexcept;

}  // namespace sluice::test
