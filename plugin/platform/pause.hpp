// Tells the core that this is a spin loop, so that a sibling hardware thread gets the execution units.
#pragma once

namespace sluice {

inline void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

}  // namespace sluice
