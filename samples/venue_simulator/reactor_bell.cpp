#include "reactor_bell.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace venue_simulator {

bool ring_reactor_bell(std::uint16_t port) {
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0) return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_connected = connect(connection, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    close(connection);
    return is_connected;
}

}  // namespace venue_simulator
