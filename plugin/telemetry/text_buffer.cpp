#include "telemetry/text_buffer.hpp"

#include <algorithm>

namespace sluice {

void TextBuffer::grow(std::size_t bytes) {
    constexpr std::size_t kFirstBytes = 512;
    const std::size_t capacity = std::max({kFirstBytes, capacity_ * 2, size_ + bytes});
    auto memory = std::make_unique_for_overwrite<char[]>(capacity);
    if (size_ != 0) std::memcpy(memory.get(), memory_.get(), size_);
    memory_ = std::move(memory);
    capacity_ = capacity;
}

}  // namespace sluice
