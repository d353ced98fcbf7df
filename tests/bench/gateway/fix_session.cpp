#include "gateway/fix_session.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

#include "gateway/fix_text.hpp"

namespace sluice_bench {

namespace {

sockaddr_in local_address(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void set_nodelay(int descriptor) {
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

FixSession::~FixSession() {
    if (descriptor_ >= 0) close(descriptor_);
}

bool FixSession::connect_to(std::uint16_t port) {
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = local_address(port);
    if (connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        close(descriptor);
        return false;
    }
    take(descriptor);
    sent_logon_ = true;
    send("A", "98=0\001108=30\001141=Y\001");
    return true;
}

void FixSession::take(int descriptor) {
    descriptor_ = descriptor;
    set_nodelay(descriptor);
}

void FixSession::send(const char *type, const std::string &fields) {
    const std::string text = fix_message(type, sender_, target_, next_out_++, fields);
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t count = ::send(descriptor_, text.data() + done, text.size() - done, MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR) throw std::runtime_error("a FIX session cannot be written to");
        if (count > 0) done += static_cast<std::size_t>(count);
    }
}

void FixSession::read(const std::function<void(std::string_view type, std::string_view message)> &receive) {
    std::array<char, 65536> room;
    const ssize_t count = recv(descriptor_, room.data(), room.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) is_logged_on_ = false;
    if (count <= 0) throw std::runtime_error("the gateway has closed the FIX session of " + sender_);
    input_.append(room.data(), static_cast<std::size_t>(count));
    std::size_t used = 0;
    while (true) {
        const std::string_view rest = std::string_view(input_).substr(used);
        const std::size_t length = fix_message_length(rest);
        if (length == 0) break;
        handle(rest.substr(0, length), receive);
        used += length;
    }
    input_.erase(0, used);
}

void FixSession::handle(
    std::string_view message, const std::function<void(std::string_view type, std::string_view message)> &receive) {
    const std::string_view type = fix_field(message, 35);
    const auto sequence = static_cast<unsigned>(std::strtoul(std::string(fix_field(message, 34)).c_str(), nullptr, 10));
    if (sequence != next_in_) throw std::runtime_error(sender_ + " misses messages of the gateway");
    ++next_in_;
    if (type == "A") {
        is_logged_on_ = true;
        if (!sent_logon_) send("A", "98=0\001108=30\001141=Y\001");
        sent_logon_ = true;
    } else if (type == "1") {
        std::string fields;
        add_field(fields, 112, fix_field(message, 112));
        send("0", fields);
    } else if (type == "5") {
        send("5", "");
        is_logged_on_ = false;
    } else if (type == "3" || type == "j" || type == "2") {
        throw std::runtime_error(sender_ + ": the gateway refuses a message: " + std::string(message));
    } else if (type != "0") {
        receive(type, message);
    }
}

Listener::Listener() : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_in address = local_address(0);
    socklen_t length = sizeof address;
    if (bind(descriptor_, reinterpret_cast<const sockaddr *>(&address), length) != 0 || listen(descriptor_, 4) != 0 ||
        getsockname(descriptor_, reinterpret_cast<sockaddr *>(&address), &length) != 0) {
        throw std::runtime_error("cannot listen on 127.0.0.1");
    }
    port_ = ntohs(address.sin_port);
}

Listener::~Listener() {
    close(descriptor_);
}

int Listener::accept_one() const {
    return accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
}

std::uint16_t free_port() {
    return Listener().port();
}

}  // namespace sluice_bench
