// Text that grows at its end and keeps its memory when it is emptied, so that the second page costs no allocation. What
// is appended need not be initialised first, as it would in a std::string. One thread; throws std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace sluice {

// Copies a text and returns where it ends.
inline char *put(char *out, std::string_view text) noexcept {
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

class TextBuffer {
public:
    // Where `bytes` more may be written; `end_at` then says how many were.
    [[nodiscard]] char *room(std::size_t bytes) {
        if (capacity_ - size_ < bytes) grow(bytes);
        return memory_.get() + size_;
    }
    void end_at(const char *end) noexcept { size_ = static_cast<std::size_t>(end - memory_.get()); }

    void append(std::string_view text) { end_at(put(room(text.size()), text)); }

    // Cuts the end off.
    void resize_down(std::size_t size) noexcept { size_ = size; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::string_view text() const noexcept { return {memory_.get(), size_}; }

private:
    void grow(std::size_t bytes);

    std::unique_ptr<char[]> memory_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace sluice
