// One end of a FIX session on a socket: logs on or answers a logon, answers test requests, numbers what it sends, and
// hands on everything else. It trusts its counterparty, which is the gateway under test: gaps end the run. Used by one
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sluice_bench {

class FixSession {
public:
    FixSession(std::string sender, std::string target) : sender_(std::move(sender)), target_(std::move(target)) {}
    ~FixSession();
    FixSession(const FixSession &) = delete;
    FixSession &operator=(const FixSession &) = delete;

    // Connects to 127.0.0.1 and sends the logon. False: nobody listens (yet).
    bool connect_to(std::uint16_t port);
    // Takes the connection of an accepted socket, where the logon comes from the other side.
    void take(int descriptor);

    int descriptor() const { return descriptor_; }
    bool is_logged_on() const { return is_logged_on_; }

    void send(const char *type, const std::string &fields);

    // Reads what has come, and calls `receive(type, message)` for each message that is no part of the session itself.
    // Throws when the other side has closed.
    void read(const std::function<void(std::string_view type, std::string_view message)> &receive);

private:
    void handle(
        std::string_view message, const std::function<void(std::string_view type, std::string_view message)> &receive);

    const std::string sender_;
    const std::string target_;
    int descriptor_ = -1;
    bool is_logged_on_ = false;
    bool sent_logon_ = false;
    unsigned next_out_ = 1;
    unsigned next_in_ = 1;
    std::string input_;
};

// A listening socket on a free port of 127.0.0.1; closed at the end.
class Listener {
public:
    Listener();
    ~Listener();
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    std::uint16_t port() const { return port_; }
    int descriptor() const { return descriptor_; }
    // -1: nobody has connected.
    int accept_one() const;

private:
    int descriptor_;
    std::uint16_t port_ = 0;
};

// A port that was free a moment ago.
std::uint16_t free_port();

}  // namespace sluice_bench
