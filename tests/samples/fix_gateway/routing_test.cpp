#include "orders/routing.hpp"

#include <gtest/gtest.h>

namespace fix_gateway {
namespace {

TEST(Routing, takes_the_first_route_that_matches) {
    const Routing routing({{"BTC-USD", "DESK", "FAST"}, {"BTC-USD", "*", "SLOW"}, {"*", "DESK", "REST"}});
    EXPECT_EQ(*routing.find_venue("BTC-USD", "DESK"), "FAST");
    EXPECT_EQ(*routing.find_venue("BTC-USD", "OTHER"), "SLOW");
    EXPECT_EQ(*routing.find_venue("ETH-USD", "DESK"), "REST");
    EXPECT_EQ(routing.find_venue("ETH-USD", "OTHER"), nullptr);
}

TEST(Routing, order_decides_and_not_precision) {
    const Routing routing({{"*", "*", "ALL"}, {"BTC-USD", "DESK", "NEVER"}});
    EXPECT_EQ(*routing.find_venue("BTC-USD", "DESK"), "ALL");
}

TEST(Routing, names_every_route_that_leads_nowhere) {
    ConfigFaults faults;
    check_routes(
        {{"*", "*", "SIM"}, {"*", "GHOST", "SIM"}, {"*", "*", "NOWHERE"}}, {"SIM", "OTHER"}, {"DESK"}, &faults);
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(
        to_string(faults[0]), "/routes/1/client: expected the CompID of a client, one of \"DESK\", found \"GHOST\"");
    EXPECT_EQ(faults[1].path, "/routes/2/venue");
    EXPECT_NE(faults[1].expected.find("\"OTHER\""), std::string::npos);
}

}  // namespace
}  // namespace fix_gateway
