// Wakes QuickFIX's reading thread. QuickFIX offers no way to run code on that thread, and a connection may be cut on no
// other (its list of sockets has no lock). But it tells its log of each connection that it accepts, on that thread; so
// a connection to our own port, closed at once, is a bell. It works also when every counterparty hangs.
#pragma once

#include <cstdint>

namespace venue_simulator {

// False when no connection could be made.
bool ring_reactor_bell(std::uint16_t port);

}  // namespace venue_simulator
