#include "config/name_check.hpp"

#include <algorithm>
#include <utility>

#include "config/found_text.hpp"

namespace sluice {
namespace {

// What intern() and lane_open() of the ABI take.
constexpr size_t kNameBytesMax = 255;

bool is_control(char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == 0x7f;
}

}  // namespace

bool NameCheck::is_usable(std::string_view text) {
    return text.size() <= kNameBytesMax && std::none_of(text.begin(), text.end(), is_control);
}

void NameCheck::add_unusable(const JsonValue &name, std::string path) {
    faults_.add(name, {std::move(path), "at most 255 bytes and no control characters",
                          found_text(name) + " (" + std::to_string(name.GetStringLength()) + " bytes)"});
}

void NameCheck::add_repeated(const JsonValue &name, std::string path, const std::string &first_path) {
    faults_.add(name, {std::move(path), "a name of its own", found_text(name) + ", as in " + first_path});
}

}  // namespace sluice
