#include "boundary/structs.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "sluice/request.h"
#include "sluice/verdict.h"

namespace sluice {
namespace {

// A request as a newer host would send it: 16 bytes that this plugin does not know.
struct NewerRequest {
    sluice_request known = SLUICE_REQUEST_INIT;
    uint64_t unknown[2] = {0, 0};

    NewerRequest() { known.struct_size = sizeof(NewerRequest); }
};

TEST(InputStruct, of_the_same_size_is_copied) {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.ticket = 42;
    sluice_request known;
    EXPECT_EQ(read_struct(&request, known, "request", nullptr), SLUICE_OK);
    EXPECT_EQ(known.ticket, 42u);
}

TEST(InputStruct, that_is_longer_is_accepted_while_its_tail_is_zero) {
    NewerRequest request;
    sluice_request known;
    EXPECT_EQ(read_struct(&request.known, known, "request", nullptr), SLUICE_OK);
    EXPECT_EQ(known.struct_size, sizeof(sluice_request));
}

TEST(InputStruct, names_the_offset_of_a_field_that_it_does_not_know) {
    NewerRequest request;
    request.unknown[1] = 1;
    sluice_request known;
    sluice_error error = SLUICE_ERROR_INIT;
    EXPECT_EQ(read_struct(&request.known, known, "request", &error), SLUICE_E_UNKNOWN_SET);
    EXPECT_EQ(error.detail, sizeof(sluice_request) + 8);
    EXPECT_NE(std::string(error.message).find("request has a field at byte " + std::to_string(error.detail)),
        std::string::npos);
}

// What a struct is like after a release that added to it: its host may be from before.
struct Grown {
    uint32_t struct_size;
    uint32_t first;
    uint64_t added;
};

}  // namespace

template <>
inline constexpr uint32_t kFirstBytes<Grown> = 8;

namespace {

TEST(InputStruct, of_an_older_host_has_zeros_where_it_ends) {
    const Grown older = {8, 5, 0xa5a5a5a5};  // the last is not the host's: its struct ends before
    Grown known = {1, 1, 1};
    EXPECT_EQ(read_struct(&older, known, "grown", nullptr), SLUICE_OK);
    EXPECT_EQ(known.struct_size, sizeof(Grown));
    EXPECT_EQ(known.first, 5u);
    EXPECT_EQ(known.added, 0u);
}

TEST(OutputStruct, of_an_older_host_is_written_up_to_its_end) {
    Grown older = {8, 0, 0xa5a5a5a5};
    ASSERT_TRUE(is_writable(&older));
    Grown answer = {0, 5, 6};
    write_struct(&older, answer);
    EXPECT_EQ(older.struct_size, 8u);
    EXPECT_EQ(older.first, 5u);
    EXPECT_EQ(older.added, 0xa5a5a5a5u);
}

TEST(InputStruct, that_is_short_null_or_garbage_is_refused) {
    sluice_request request = SLUICE_REQUEST_INIT;
    sluice_request known;
    sluice_error error = SLUICE_ERROR_INIT;
    EXPECT_EQ(read_struct<sluice_request>(nullptr, known, "request", &error), SLUICE_E_ARGUMENT);
    EXPECT_STREQ(error.message, "request is null: pass a struct");
    request.struct_size = sizeof request - 1;
    EXPECT_EQ(read_struct(&request, known, "request", &error), SLUICE_E_SIZE);
    request.struct_size = 0xdeadbeef;
    EXPECT_EQ(read_struct(&request, known, "request", &error), SLUICE_E_SIZE);
    EXPECT_EQ(error.detail, 0xdeadbeef);
}

TEST(OutputStruct, must_have_its_first_size) {
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    EXPECT_TRUE(is_writable(&verdict));
    verdict.struct_size = sizeof verdict - 1;
    EXPECT_FALSE(is_writable(&verdict));
    verdict.struct_size = kStructBytesMax + 1;
    EXPECT_FALSE(is_writable(&verdict));
    EXPECT_FALSE(is_writable<sluice_verdict>(nullptr));
}

TEST(OutputStruct, of_a_newer_host_keeps_its_tail) {
    struct Newer {
        sluice_verdict known = SLUICE_VERDICT_INIT;
        uint64_t tail = 77;
    } verdict;
    verdict.known.struct_size = sizeof verdict;
    sluice_verdict answer{};
    answer.action = SLUICE_ACTION_HELD;
    write_struct(&verdict.known, answer);
    EXPECT_EQ(verdict.known.action, uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(verdict.known.struct_size, sizeof(sluice_verdict));
    EXPECT_EQ(verdict.tail, 77u);
}

}  // namespace
}  // namespace sluice
