// Ids as the adapter looks at them and keeps them: TextView, a text that somebody else keeps, and IdText, one that is
// kept. A FIX id is mostly 8 to 36 bytes long; such a one lies in its IdText itself, so that keeping it takes no memory
// and comparing it goes nowhere else. Longer ones work as well. Values without locks: whoever owns them says who may
// touch them.
#ifndef SLUICE_QUICKFIX_ID_TEXT_HPP
#define SLUICE_QUICKFIX_ID_TEXT_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

namespace sluice {
namespace quickfix {

// Valid as long as the text that it was made of, and that text is not changed.
class TextView {
public:
    TextView() noexcept : data_(""), size_(0) {}
    TextView(const char *data, std::size_t size) noexcept : data_(data), size_(size) {}
    TextView(const char *text) noexcept : data_(text), size_(std::strlen(text)) {}
    TextView(const std::string &text) noexcept : data_(text.data()), size_(text.size()) {}

    const char *data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    std::string str() const { return std::string(data_, size_); }

    bool operator==(const TextView &other) const noexcept {
        return size_ == other.size_ && std::memcmp(data_, other.data_, size_) == 0;
    }
    bool operator!=(const TextView &other) const noexcept { return !(*this == other); }

private:
    const char *data_;
    std::size_t size_;
};

// For PlaceIndex. `space` keeps equal texts of different fields apart.
std::uint32_t hash_of(TextView text, std::uint32_t space = 0) noexcept;

class IdText {
public:
    IdText() = default;
    explicit IdText(TextView text) { assign(text); }
    IdText(const IdText &other) { assign(other.view()); }
    IdText(IdText &&other) noexcept { swap(other); }
    IdText &operator=(const IdText &other) {
        if (this != &other) assign(other.view());
        return *this;
    }
    IdText &operator=(IdText &&other) noexcept {
        swap(other);
        return *this;
    }

    // Throws std::bad_alloc for a long text only, and is then as before.
    void assign(TextView text) {
        std::unique_ptr<char[]> far(text.size() > kNearBytes ? new char[text.size()] : nullptr);
        std::memcpy(far ? far.get() : near_, text.data(), text.size());
        far_ = std::move(far);
        size_ = text.size();
    }

    void swap(IdText &other) noexcept {
        std::swap(size_, other.size_);
        std::swap(near_, other.near_);
        far_.swap(other.far_);
    }

    TextView view() const noexcept { return TextView(far_ ? far_.get() : near_, size_); }
    bool empty() const noexcept { return size_ == 0; }

private:
    static constexpr std::size_t kNearBytes = 40;

    std::size_t size_ = 0;
    char near_[kNearBytes] = {};
    std::unique_ptr<char[]> far_;  // null: the text is near
};

}  // namespace quickfix
}  // namespace sluice

#endif
