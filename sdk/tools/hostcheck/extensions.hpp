// The extensions that hostcheck has: kill and batch. The others are missing, as they may be: a gateway has to
// do without. Static tables; threads as in the contract.
#pragma once

namespace sluice::hostcheck {

// Null when there is none of that id.
const void *extension_of(const char *id);

}  // namespace sluice::hostcheck
