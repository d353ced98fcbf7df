// Checks of what the code itself guarantees. On in test builds, where a broken invariant stops the process at once; in
// release builds they cost nothing, because a library never kills its host. Data from outside is never asserted.
#pragma once

#ifdef SLUICE_ASSERTIONS
#include <cstdio>
#include <cstdlib>
#define SLUICE_ASSERT(condition)                                                                   \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition); \
            std::abort();                                                                          \
        }                                                                                          \
    } while (false)
#else
#define SLUICE_ASSERT(condition) static_cast<void>(0)
#endif
