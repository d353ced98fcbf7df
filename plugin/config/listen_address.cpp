#include "config/listen_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace sluice {
namespace {

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_host_character(char character) {
    return is_digit(character) || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '.' || character == '-' || character == '_';
}

bool is_ipv6_character(char character) {
    return is_digit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F') ||
           character == ':' || character == '.';
}

bool is_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) {
        const std::string_view address = host.substr(1, host.size() - 2);
        return std::count(address.begin(), address.end(), ':') >= 2 &&
               std::all_of(address.begin(), address.end(), is_ipv6_character);
    }
    return !host.empty() && std::all_of(host.begin(), host.end(), is_host_character);
}

bool is_port(std::string_view port) {
    uint16_t number = 0;  // from_chars refuses what does not fit
    const char *const end = port.data() + port.size();
    const auto result = std::from_chars(port.data(), end, number);
    return result.ec == std::errc() && result.ptr == end;
}

}  // namespace

bool is_listen_address(std::string_view text) {
    const size_t colon = text.rfind(':');
    return colon != std::string_view::npos && is_host(text.substr(0, colon)) && is_port(text.substr(colon + 1));
}

}  // namespace sluice
