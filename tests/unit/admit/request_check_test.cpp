#include "admit/request_check.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace sluice {
namespace {

constexpr KnownIds kKnown{2, 3, 4};
constexpr uint64_t kNowNs = 1000;

sluice_request good() {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = SLUICE_KIND_NEW;
    request.ticket = 1;
    request.order_id = 1;
    request.deadline_ns = kNowNs;
    request.price_e8 = -500;
    request.quantity_e8 = 100;
    request.account_id = 2;
    request.instrument_id = 3;
    request.owner_id = 4;
    request.side = SLUICE_SIDE_SELL;
    request.flags = SLUICE_FLAG_REDUCES_RISK | SLUICE_FLAG_NO_ANSWER;
    request.message_count = 1000;
    return request;
}

TEST(RequestCheck, passes_every_field_at_its_last_good_value) {
    EXPECT_EQ(check_request(good(), kKnown, kNowNs), static_cast<uint32_t>(SLUICE_REASON_NONE));
}

TEST(RequestCheck, names_the_field_that_is_wrong) {
    using Spoil = std::function<void(sluice_request &)>;
    const std::pair<Spoil, uint32_t> cases[] = {
        {[](auto &request) { request.kind = 0; }, SLUICE_REASON_BAD_KIND},
        {[](auto &request) { request.kind = SLUICE_KIND_ADMIN; }, SLUICE_REASON_BAD_KIND},
        {[](auto &request) { request.ticket = 0; }, SLUICE_REASON_BAD_TICKET},
        {[](auto &request) { request.order_id = 0; }, SLUICE_REASON_BAD_ORDER_ID},
        {[](auto &request) { request.account_id = 3; }, SLUICE_REASON_UNKNOWN_ACCOUNT},
        {[](auto &request) { request.instrument_id = 4; }, SLUICE_REASON_UNKNOWN_INSTRUMENT},
        {[](auto &request) { request.owner_id = 5; }, SLUICE_REASON_UNKNOWN_OWNER},
        {[](auto &request) { request.side = 3; }, SLUICE_REASON_BAD_SIDE},
        {[](auto &request) { request.flags = 4; }, SLUICE_REASON_BAD_FLAGS},
        {[](auto &request) { request.message_count = 1001; }, SLUICE_REASON_BAD_COUNT},
        {[](auto &request) { request.quantity_e8 = -1; }, SLUICE_REASON_BAD_QUANTITY},
        {[](auto &request) { request.price_e8 = request.quantity_e8 = INT64_MAX; }, SLUICE_REASON_BAD_NOTIONAL},
        {[](auto &request) { request.deadline_ns = kNowNs - 1; }, SLUICE_REASON_BAD_DEADLINE},
    };
    for (const auto &[spoil, reason] : cases) {
        sluice_request request = good();
        spoil(request);
        EXPECT_EQ(check_request(request, kKnown, kNowNs), reason);
    }
}

TEST(RequestCheck, asks_for_an_order_only_where_there_is_one) {
    sluice_request request = good();
    request.order_id = 0;
    for (const uint32_t kind :
        {SLUICE_KIND_MASS_CANCEL, SLUICE_KIND_QUOTE, SLUICE_KIND_QUERY, SLUICE_KIND_MAINTENANCE}) {
        request.kind = kind;
        EXPECT_EQ(check_request(request, kKnown, kNowNs), static_cast<uint32_t>(SLUICE_REASON_NONE)) << kind;
    }
}

TEST(RequestCheck, takes_a_notional_up_to_the_last_unit_of_64_bits) {
    EXPECT_TRUE(fits_notional(INT64_MAX, 100'000'000));
    EXPECT_TRUE(fits_notional(INT64_MIN, 100'000'000));
    EXPECT_FALSE(fits_notional(INT64_MAX, 100'000'001));
    EXPECT_FALSE(fits_notional(INT64_MIN, 100'000'001));
}

TEST(RequestCheck, knows_what_opens_risk) {
    for (const uint32_t kind : {SLUICE_KIND_NEW, SLUICE_KIND_REPLACE, SLUICE_KIND_QUOTE})
        EXPECT_TRUE(opens_risk(kind));
    for (const uint32_t kind :
        {SLUICE_KIND_CANCEL, SLUICE_KIND_MASS_CANCEL, SLUICE_KIND_QUERY, SLUICE_KIND_ADMIN, SLUICE_KIND_MAINTENANCE}) {
        EXPECT_FALSE(opens_risk(kind));
    }
}

TEST(RequestCheck, derives_the_class_from_kind_and_flags) {
    EXPECT_EQ(class_of(SLUICE_KIND_CANCEL, 0), static_cast<uint32_t>(SLUICE_CLASS_CRITICAL));
    EXPECT_EQ(class_of(SLUICE_KIND_MASS_CANCEL, 0), static_cast<uint32_t>(SLUICE_CLASS_CRITICAL));
    EXPECT_EQ(class_of(SLUICE_KIND_NEW, 0), static_cast<uint32_t>(SLUICE_CLASS_NORMAL));
    EXPECT_EQ(class_of(SLUICE_KIND_NEW, SLUICE_FLAG_REDUCES_RISK), static_cast<uint32_t>(SLUICE_CLASS_HIGH));
    EXPECT_EQ(class_of(SLUICE_KIND_REPLACE, SLUICE_FLAG_REDUCES_RISK), static_cast<uint32_t>(SLUICE_CLASS_HIGH));
    EXPECT_EQ(class_of(SLUICE_KIND_QUOTE, SLUICE_FLAG_REDUCES_RISK), static_cast<uint32_t>(SLUICE_CLASS_NORMAL));
    EXPECT_EQ(class_of(SLUICE_KIND_QUERY, 0), static_cast<uint32_t>(SLUICE_CLASS_LOW));
    EXPECT_EQ(class_of(SLUICE_KIND_MAINTENANCE, 0), static_cast<uint32_t>(SLUICE_CLASS_IDLE));
}

}  // namespace
}  // namespace sluice
