#include "config/json_path.hpp"

#include "config/found_text.hpp"

namespace sluice {

void append_key(std::string &path, std::string_view key) {
    path += '/';
    for (const char character : shortened(escaped(shortened(key)))) {
        if (character == '~') {
            path += "~0";
        } else if (character == '/') {
            path += "~1";
        } else {
            path += character;
        }
    }
}

void append_index(std::string &path, size_t index) {
    path += '/';
    path += std::to_string(index);
}

std::string path_of_key(std::string path, std::string_view key) {
    append_key(path, key);
    return path;
}

std::string path_of_index(std::string path, size_t index) {
    append_index(path, index);
    return path;
}

}  // namespace sluice
