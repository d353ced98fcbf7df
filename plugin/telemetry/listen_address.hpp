// "host:port" of the metrics listener, checked letter by letter, because the HTTP server behind it reads its ports
// option as a little language (lists, TLS marks) in which a typing error means something else. Plain value; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

struct ListenAddress {
    std::string host;  // a name or an address; an IPv6 address without its brackets
    uint16_t port = 0;

    [[nodiscard]] std::string text() const;
};

// Throws std::runtime_error with the text, what is wrong with it and what it should look like.
[[nodiscard]] ListenAddress parse_listen_address(std::string_view text);

// Why nobody can listen there: the system's own words ("Address already in use"), or an empty text when it can be done.
[[nodiscard]] std::string why_not_listen(const ListenAddress &address);

// Connects to whoever listens there and hangs up at once, to wake it. Does not wait; a failure changes nothing.
void knock(const ListenAddress &address) noexcept;

}  // namespace sluice
