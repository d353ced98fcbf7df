// Exports a function that nobody promised.
#include "wrapped.hpp"

namespace broken {

void break_one_promise(sluice_api_v1 &) {}

}  // namespace broken

SLUICE_EXPORT int sluice_another_function();
int sluice_another_function() {
    return 1;
}
