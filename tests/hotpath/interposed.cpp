// The C library's functions that the hot path must not call, in this program's own edition: they count while the watch
// is armed, and hand on to the C library's. A program's symbols go before those of the C library, also for a library
// that it opens; operator new ends in malloc.
#include <dlfcn.h>
#include <pthread.h>
#include <sys/time.h>
#include <time.h>

#include "watch.hpp"

#if !SLUICE_IS_SANITIZED

namespace {

using hotpath::armed;

void count(std::uint64_t &what) {
    if (armed.is_on) ++what;
}

// The C library's own. dlsym() itself calls none of these through the symbols below but malloc, which goes another way.
template <typename Function>
Function *next(Function *&known, const char *name) {
    if (known == nullptr) known = reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
    return known;
}

}  // namespace

extern "C" {
void *__libc_malloc(std::size_t size);
void *__libc_calloc(std::size_t count, std::size_t size);
void *__libc_realloc(void *block, std::size_t size);
void *__libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void *block);

void *malloc(std::size_t size) {
    count(armed.footprint.allocations);
    return __libc_malloc(size);
}
void *calloc(std::size_t items, std::size_t size) {
    count(armed.footprint.allocations);
    return __libc_calloc(items, size);
}
void *realloc(void *block, std::size_t size) {
    count(armed.footprint.allocations);
    return __libc_realloc(block, size);
}
void *aligned_alloc(std::size_t alignment, std::size_t size) {
    count(armed.footprint.allocations);
    return __libc_memalign(alignment, size);
}
void *memalign(std::size_t alignment, std::size_t size) {
    count(armed.footprint.allocations);
    return __libc_memalign(alignment, size);
}
int posix_memalign(void **block, std::size_t alignment, std::size_t size) {
    count(armed.footprint.allocations);
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? 12 : 0;
}
void free(void *block) {
    if (block != nullptr) count(armed.footprint.frees);
    __libc_free(block);
}

int clock_gettime(clockid_t clock, timespec *now) noexcept {
    static decltype(clock_gettime) *known = nullptr;
    count(armed.footprint.clock_reads);
    return next(known, "clock_gettime")(clock, now);
}
int gettimeofday(timeval *now, void *zone) noexcept {
    static decltype(gettimeofday) *known = nullptr;
    count(armed.footprint.clock_reads);
    return next(known, "gettimeofday")(now, zone);
}
time_t time(time_t *now) noexcept {
    static decltype(time) *known = nullptr;
    count(armed.footprint.clock_reads);
    return next(known, "time")(now);
}
int timespec_get(timespec *now, int base) noexcept {
    static decltype(timespec_get) *known = nullptr;
    count(armed.footprint.clock_reads);
    return next(known, "timespec_get")(now, base);
}

int pthread_mutex_lock(pthread_mutex_t *mutex) noexcept {
    static decltype(pthread_mutex_lock) *known = nullptr;
    count(armed.footprint.locks);
    return next(known, "pthread_mutex_lock")(mutex);
}
int pthread_mutex_trylock(pthread_mutex_t *mutex) noexcept {
    static decltype(pthread_mutex_trylock) *known = nullptr;
    count(armed.footprint.locks);
    return next(known, "pthread_mutex_trylock")(mutex);
}
int pthread_rwlock_rdlock(pthread_rwlock_t *lock) noexcept {
    static decltype(pthread_rwlock_rdlock) *known = nullptr;
    count(armed.footprint.locks);
    return next(known, "pthread_rwlock_rdlock")(lock);
}
int pthread_rwlock_wrlock(pthread_rwlock_t *lock) noexcept {
    static decltype(pthread_rwlock_wrlock) *known = nullptr;
    count(armed.footprint.locks);
    return next(known, "pthread_rwlock_wrlock")(lock);
}
}

#endif
