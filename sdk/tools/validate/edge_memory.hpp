// Memory that ends at a page which nobody may touch: a struct that lies at its end is read as far as it says, or the
// process is ended by a signal, which is the case's fault. One thread.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "judge.hpp"

namespace sluice::validate {

class EdgeMemory {
public:
    explicit EdgeMemory(Judge &judge) {
        void *pages = mmap(nullptr, 2 * page_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) judge.give_up("no memory for the case");
        bytes_ = static_cast<unsigned char *>(pages);
        if (mprotect(bytes_ + page_bytes_, page_bytes_, PROT_NONE) != 0) judge.give_up("no protected page");
    }
    ~EdgeMemory() { munmap(bytes_, 2 * page_bytes_); }
    EdgeMemory(const EdgeMemory &) = delete;
    EdgeMemory &operator=(const EdgeMemory &) = delete;

    // `length` bytes up to the edge: the first of them from `known`, the rest zero.
    unsigned char *put(const void *known, std::size_t known_length, std::size_t length) {
        unsigned char *at = bytes_ + page_bytes_ - length;
        std::memset(at, 0, length);
        std::memcpy(at, known, known_length < length ? known_length : length);
        return at;
    }

private:
    const std::size_t page_bytes_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    unsigned char *bytes_ = nullptr;
};

}  // namespace sluice::validate
