// The unit of memory that two cores must not both write: what one thread writes is kept on lines of its own.
#pragma once

#include <cstddef>

namespace sluice {

inline constexpr std::size_t kCacheLineBytes = 64;

}  // namespace sluice
