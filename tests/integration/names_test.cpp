// Names become dense ids; names that the config does not know are refused by name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const char *const kClosed = R"({"version": 1, "accounts": ["A1", "A2"], "instruments": ["XBT"],
    "capacity": {"owners": 2}, "venues": [{"name": "SIM"}, {"name": "OTHER"}]})";

std::string refusal(const TestHost &host, std::uint32_t kind, const std::string &name, sluice_status expected) {
    std::uint32_t id = 77;
    sluice_error error = SLUICE_ERROR_INIT;
    EXPECT_EQ(host.api.intern(host.engine, kind, name.data(), name.size(), &id, &error), expected);
    EXPECT_EQ(id, 0u);
    return error.message;
}

}  // namespace

TEST(Names, are_dense_and_stay) {
    TestHost host(kClosed);
    EXPECT_EQ(host.venue("SIM"), 1u);
    EXPECT_EQ(host.venue("OTHER"), 2u);
    EXPECT_EQ(host.id(SLUICE_NAME_ACCOUNT, "A2"), 2u);
    EXPECT_EQ(host.id(SLUICE_NAME_OWNER, "first"), 1u);
    EXPECT_EQ(host.id(SLUICE_NAME_OWNER, "second"), 2u);
    EXPECT_EQ(host.id(SLUICE_NAME_OWNER, "first"), 1u);
}

TEST(Names, unknown_ones_are_refused_by_name) {
    TestHost host(kClosed);
    EXPECT_THAT(refusal(host, SLUICE_NAME_VENUE, "NOWHERE", SLUICE_E_UNKNOWN), testing::HasSubstr("venue 'NOWHERE'"));
    EXPECT_THAT(refusal(host, SLUICE_NAME_ACCOUNT, "A3", SLUICE_E_UNKNOWN), testing::HasSubstr("account 'A3'"));
    EXPECT_THAT(refusal(host, SLUICE_NAME_INSTRUMENT, "ETH", SLUICE_E_UNKNOWN), testing::HasSubstr("instrument 'ETH'"));
    host.id(SLUICE_NAME_OWNER, "first");
    host.id(SLUICE_NAME_OWNER, "second");
    EXPECT_THAT(refusal(host, SLUICE_NAME_OWNER, "third", SLUICE_E_FULL), testing::HasSubstr("'third'"));
    refusal(host, SLUICE_NAME_OWNER, "", SLUICE_E_ARGUMENT);
    refusal(host, SLUICE_NAME_OWNER, std::string(256, 'x'), SLUICE_E_ARGUMENT);
    refusal(host, 5, "x", SLUICE_E_ARGUMENT);
    refusal(host, 0, "x", SLUICE_E_ARGUMENT);
}

TEST(Names, ids_that_were_never_given_are_refused_but_stop_no_cancel) {
    TestHost host(kClosed);
    sluice_lane *lane = host.lane_up();
    EXPECT_EQ(host.submit(lane, for_account(new_order(1), 3)).reason, std::uint32_t{SLUICE_REASON_UNKNOWN_ACCOUNT});
    EXPECT_EQ(
        host.submit(lane, on_instrument(new_order(1), 2)).reason, std::uint32_t{SLUICE_REASON_UNKNOWN_INSTRUMENT});
    EXPECT_EQ(host.submit(lane, for_owner(new_order(1), 1)).reason, std::uint32_t{SLUICE_REASON_UNKNOWN_OWNER});
    const sluice_request cancel = for_owner(for_account(on_instrument(cancel_of(1, 2), 99), 99), UINT32_MAX);
    EXPECT_EQ(host.submit(lane, cancel).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(Names, a_lane_name_is_unique_while_open_and_the_lanes_are_counted) {
    TestHost host(one_venue(R"("lanes_max": 2)"));
    sluice_lane *first = host.open_lane("a");
    sluice_lane *lane = nullptr;
    sluice_error error = SLUICE_ERROR_INIT;
    EXPECT_EQ(host.api.lane_open(host.engine, 1, "a", 1, &lane, &error), SLUICE_E_ARGUMENT);
    EXPECT_THAT(error.message, testing::HasSubstr("'a'"));
    EXPECT_EQ(host.api.lane_open(host.engine, 1, "b", 1, &lane, &error), SLUICE_OK);
    EXPECT_EQ(host.api.lane_open(host.engine, 1, "c", 1, &lane, &error), SLUICE_E_FULL);
    EXPECT_THAT(error.message, testing::HasSubstr("lanes_max"));
    EXPECT_EQ(lane, nullptr);
    EXPECT_EQ(host.api.lane_close(first, nullptr), SLUICE_OK);
    EXPECT_EQ(host.api.lane_open(host.engine, 1, "a", 1, &lane, &error), SLUICE_OK);
}

}  // namespace sluice_test
