// Which texts are an address of the metrics listener, and what the error says about the others.
#include "telemetry/listen_address.hpp"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace sluice {
namespace {

std::string fault_of(const std::string &text) {
    try {
        (void)parse_listen_address(text);
    } catch (const std::runtime_error &fault) {
        return fault.what();
    }
    return "";
}

TEST(ListenAddress, reads_host_and_port) {
    EXPECT_EQ(parse_listen_address("127.0.0.1:9464").host, "127.0.0.1");
    EXPECT_EQ(parse_listen_address("127.0.0.1:9464").port, 9464);
    EXPECT_EQ(parse_listen_address("metrics-host.example:0").port, 0);
    EXPECT_EQ(parse_listen_address("[::1]:65535").host, "::1");
    EXPECT_EQ(parse_listen_address("[::1]:65535").port, 65535);
}

TEST(ListenAddress, writes_what_it_read) {
    for (const char *text : {"127.0.0.1:9464", "localhost:0", "[::1]:80", "[::ffff:10.0.0.1]:9464"}) {
        EXPECT_EQ(parse_listen_address(text).text(), text);
    }
}

// The HTTP server would take several of these for something else: a list of ports, a TLS port, a redirect.
TEST(ListenAddress, refuses_everything_else_with_text_fault_and_remedy) {
    for (const char *text : {"", "9464", ":9464", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:9464s",
             "127.0.0.1:80r", "127.0.0.1:80,127.0.0.1:81", "127.0.0.1:+80", "127.0.0.1: 80", "a b:80", "::1:80",
             "[::1:80", "[]:80", "[localhost]:80", "http://host:80"}) {
        const std::string fault = fault_of(text);
        EXPECT_NE(fault.find("\"" + std::string(text) + "\""), std::string::npos) << text;
        EXPECT_NE(fault.find("write host:port"), std::string::npos) << text;
    }
    EXPECT_NE(fault_of("127.0.0.1:65536").find("its port"), std::string::npos);
    EXPECT_NE(fault_of(":9464").find("no host"), std::string::npos);
}

TEST(ListenAddress, says_nothing_against_a_free_port) {
    EXPECT_EQ(why_not_listen({"127.0.0.1", 0}), "");
}

TEST(ListenAddress, says_why_an_address_of_another_machine_cannot_be_used) {
    EXPECT_EQ(why_not_listen({"192.0.2.1", 0}), "Cannot assign requested address");
}

}  // namespace
}  // namespace sluice
