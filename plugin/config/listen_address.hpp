// Judges the text of `metrics.listen`. Pure function.
#pragma once

#include <string_view>

namespace sluice {

// "127.0.0.1:9464", "localhost:0", "[::1]:9464". One address only: the HTTP server behind it would take a comma or a
// letter after the port as orders to listen elsewhere too, or with TLS.
bool is_listen_address(std::string_view text);

}  // namespace sluice
