#include "boundary/error.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace sluice {
namespace {

TEST(Error, says_status_detail_and_text) {
    sluice_error error = SLUICE_ERROR_INIT;
    EXPECT_EQ(fail(&error, SLUICE_E_FULL, 7, "%d of %s", 3, "lanes"), SLUICE_E_FULL);
    EXPECT_EQ(error.status, SLUICE_E_FULL);
    EXPECT_EQ(error.detail, 7u);
    EXPECT_STREQ(error.message, "3 of lanes");
    EXPECT_EQ(error.message_length, 10u);
}

TEST(Error, may_be_null) {
    EXPECT_EQ(fail(nullptr, SLUICE_E_STATE, 0, "nobody reads this"), SLUICE_E_STATE);
}

TEST(Error, marks_a_text_that_was_cut) {
    sluice_error error = SLUICE_ERROR_INIT;
    fail(&error, SLUICE_E_CONFIG, 0, "%s", std::string(1000, 'x').c_str());
    EXPECT_EQ(error.message_length, sizeof error.message - 1);
    EXPECT_EQ(std::string(error.message).substr(error.message_length - 4), "x...");
}

TEST(Error, writes_no_further_than_an_older_host_allows) {
    sluice_error error = SLUICE_ERROR_INIT;
    std::memset(error.message, '#', sizeof error.message);
    error.struct_size = offsetof(sluice_error, message) + 16;
    fail(&error, SLUICE_E_CONFIG, 0, "a text of more than sixteen bytes");
    EXPECT_STREQ(error.message, "a text of mo...");
    EXPECT_EQ(error.message[16], '#');
}

TEST(Error, leaves_a_struct_without_room_for_a_text_alone) {
    sluice_error error = SLUICE_ERROR_INIT;
    error.struct_size = 8;
    error.status = 99;
    fail(&error, SLUICE_E_CONFIG, 0, "lost");
    EXPECT_EQ(error.status, 99);
}

}  // namespace
}  // namespace sluice
