#include "telemetry/listen_address.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice {
namespace {

bool is_letter_or_digit(char character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z');
}

bool is_host_character(char character) {
    return is_letter_or_digit(character) || character == '.' || character == '-';
}

bool is_ipv6_character(char character) {
    return is_letter_or_digit(character) || character == ':' || character == '.';
}

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo *)>;

// The socket addresses behind a text; `fault` receives the code of getaddrinfo.
Addresses resolve(const ListenAddress &address, int flags, int &fault) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo *first = nullptr;
    fault = getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &first);
    return {first, freeaddrinfo};
}

[[noreturn]] void refuse(std::string_view text, const char *fault) {
    throw std::runtime_error("metrics listener: \"" + std::string(text) + "\" is no address: " + fault +
                             "; write host:port, for instance 127.0.0.1:9464, 0.0.0.0:9464 for every interface, "
                             "[::1]:9464, or port 0 to let the system choose one");
}

}  // namespace

std::string ListenAddress::text() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

ListenAddress parse_listen_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) refuse(text, "it has no colon");
    std::string_view host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);

    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
        if (host.find(':') == std::string_view::npos || !std::all_of(host.begin(), host.end(), is_ipv6_character)) {
            refuse(text, "what stands in brackets is no IPv6 address");
        }
    } else if (host.empty()) {
        refuse(text, "it has no host");
    } else if (!std::all_of(host.begin(), host.end(), is_host_character)) {
        refuse(text, "its host has a character that no host has");
    }

    ListenAddress address;
    address.host = host;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc() || end != port.data() + port.size()) refuse(text, "its port is no number from 0 to 65535");
    return address;
}

std::string why_not_listen(const ListenAddress &address) {
    int fault = 0;
    const Addresses addresses = resolve(address, AI_PASSIVE, fault);
    if (fault != 0) return gai_strerror(fault);

    const int file = socket(addresses->ai_family, addresses->ai_socktype | SOCK_CLOEXEC, addresses->ai_protocol);
    if (file < 0) return std::generic_category().message(errno);
    // As the server does it, or a connection in TIME_WAIT would be taken for a listener.
    const int on = 1;
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    const bool is_bound = bind(file, addresses->ai_addr, addresses->ai_addrlen) == 0 && listen(file, 1) == 0;
    const int error = errno;
    close(file);
    return is_bound ? std::string() : std::generic_category().message(error);
}

void knock(const ListenAddress &address) noexcept try {
    int fault = 0;
    const Addresses addresses = resolve(address, 0, fault);
    if (fault != 0) return;
    const int file =
        socket(addresses->ai_family, addresses->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, addresses->ai_protocol);
    if (file < 0) return;
    (void)connect(file, addresses->ai_addr, addresses->ai_addrlen);
    close(file);
} catch (const std::bad_alloc &) {
    return;
}

}  // namespace sluice
