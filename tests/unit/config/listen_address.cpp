#include "config/listen_address.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(ListenAddress, accepts_host_and_port) {
    for (const char *text : {"127.0.0.1:9464", "0.0.0.0:0", "localhost:65535", "gw-1.example_net:80", "[::1]:9464",
             "[fe80::1234:5678]:1", "[::ffff:10.0.0.1]:1"}) {
        EXPECT_TRUE(is_listen_address(text)) << text;
    }
}

TEST(ListenAddress, refuses_all_else) {
    for (const char *text : {"", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
             "127.0.0.1:+1", "127.0.0.1: 1", "127.0.0.1:1 ", "127.0.0.1:80s", "a b:80", "1.2.3.4:80,0.0.0.0:81",
             "::1:80", "[]:80", "[::g]:80", "[1]:80", "[::1:80", "::1]:80", "h\n:80", "h:99999999999999999999"}) {
        EXPECT_FALSE(is_listen_address(text)) << text;
    }
}

}  // namespace
}  // namespace sluice
