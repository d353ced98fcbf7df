// The control: nothing is broken, so the validator must have nothing to say of the wrapping itself.
#include "wrapped.hpp"

namespace broken {

void break_one_promise(sluice_api_v1 &) {}

}  // namespace broken
