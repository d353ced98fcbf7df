// QuickFIX allocates several times for each message, from several threads: the process runs on mimalloc. Linking it is
// not enough to be sure, so the start-up log says what really serves malloc.
#pragma once

#include <string>

namespace fix_gateway {

struct AllocatorState {
    bool is_mimalloc = false;
    std::string text;
};

AllocatorState allocator_state();

}  // namespace fix_gateway
