#include "life/allocator.hpp"

#include <cstdlib>
#include <memory>

#ifdef FIX_GATEWAY_HAS_MIMALLOC
#include <mimalloc.h>
#endif

namespace fix_gateway {

AllocatorState allocator_state() {
    AllocatorState state;
#ifdef FIX_GATEWAY_HAS_MIMALLOC
    void *by_malloc = std::malloc(100);
    const std::unique_ptr<std::string> by_new = std::make_unique<std::string>(100, ' ');
    state.is_mimalloc = mi_is_in_heap_region(by_malloc) && mi_is_in_heap_region(by_new->data());
    std::free(by_malloc);
    const std::string version = std::to_string(mi_version());
    state.text = state.is_mimalloc ? "mimalloc " + version + " serves malloc and new"
                                   : "mimalloc " + version +
                                         " is linked but another allocator serves malloc: look at "
                                         "LD_PRELOAD and the order of libraries";
#else
    state.text = "built without mimalloc: the C library serves malloc";
#endif
    return state;
}

}  // namespace fix_gateway
