// Builds JSON pointers (RFC 6901) for people: `/venues/0/limits/1/margin`. Control characters are escaped as in a JSON
// string and long keys are cut, because paths end up in one line of a log and keys come from outside. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

void append_key(std::string &path, std::string_view key);
void append_index(std::string &path, size_t index);

std::string path_of_key(std::string path, std::string_view key);
std::string path_of_index(std::string path, size_t index);

}  // namespace sluice
