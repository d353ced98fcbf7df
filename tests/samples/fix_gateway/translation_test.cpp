// Venue messages of FIX 4.4 become client messages of FIX 4.2 and 4.4, and every one passes the data dictionary of its
// version: what a client's own engine would refuse fails here.
#include <gtest/gtest.h>

#include "fix/read_client_request.hpp"
#include "fix/read_venue_report.hpp"
#include "fix/write_client_report.hpp"
#include "orders/decimal.hpp"

namespace fix_gateway {
namespace {

constexpr FixVersion kVersions[] = {FixVersion::kFix42, FixVersion::kFix44};

const char *begin_string(FixVersion version) {
    return version == FixVersion::kFix42 ? "FIX.4.2" : "FIX.4.4";
}

const FIX::DataDictionary &dictionary(FixVersion version) {
    static const std::string folder = std::string(SLUICE_SOURCE_DIR) + "/samples/dictionaries/";
    static const FIX::DataDictionary fix42(folder + "FIX42.xml");
    static const FIX::DataDictionary fix44(folder + "FIX44.xml");
    return version == FixVersion::kFix42 ? fix42 : fix44;
}

// The message as the client's engine reads it.
FIX::Message received(const ClientReport &report, FixVersion version) {
    FIX::Message message = write_client_report(report, version);
    FIX::Header &header = message.getHeader();
    header.setField(8, begin_string(version));
    header.setField(49, "GATEWAY");
    header.setField(56, "CLIENT");
    header.setField(34, "1");
    header.setField(52, "20240102-03:04:05.678");
    const FIX::Message parsed(message.toString(), dictionary(version), true);
    EXPECT_NO_THROW(dictionary(version).validate(parsed)) << parsed.toString();
    return parsed;
}

std::string get(const FIX::Message &message, int tag) {
    return message.isSetField(tag) ? message.getField(tag) : "-";
}

ClientReport execution(char type, char status) {
    ClientReport report;
    report.order_id = "7";
    report.execution_id = "g-e1";
    report.client_id = "N1";
    report.execution_type = type;
    report.status = status;
    report.symbol = "BTC-USD";
    report.quantity_e8 = 300000000;
    report.price_e8 = 10050000000;
    return report;
}

TEST(Translation, execution_types_in_both_versions) {
    const struct {
        char type;
        char status;
        const char *type_42;
        const char *transaction_42;
        const char *type_44;
    } cases[] = {
        {'A', 'A', "A", "0", "A"},
        {'0', '0', "0", "0", "0"},
        {'F', '1', "1", "0", "F"},
        {'F', '2', "2", "0", "F"},
        {'2', '2', "2", "0", "F"},
        {'4', '4', "4", "0", "4"},
        {'5', '0', "5", "0", "5"},
        {'6', '6', "6", "0", "6"},
        {'E', 'E', "E", "0", "E"},
        {'8', '8', "8", "0", "8"},
        {'C', 'C', "C", "0", "C"},
        {'I', '1', "1", "3", "I"},
        {'G', '1', "1", "2", "G"},
        {'H', '0', "0", "1", "H"},
    };
    for (const auto &one : cases) {
        const ClientReport report = execution(one.type, one.status);
        const FIX::Message old = received(report, FixVersion::kFix42);
        EXPECT_EQ(get(old, 150), one.type_42) << one.type;
        EXPECT_EQ(get(old, 20), one.transaction_42) << one.type;
        const FIX::Message later = received(report, FixVersion::kFix44);
        EXPECT_EQ(get(later, 150), one.type_44) << one.type;
        EXPECT_EQ(get(later, 20), "-") << one.type;
        EXPECT_EQ(get(later, 39), std::string(1, one.status));
    }
}

TEST(Translation, a_trade_carries_quantity_and_price_under_the_same_numbers) {
    ClientReport report = execution('F', '1');
    report.last_quantity = "1.5";
    report.last_price = "100.25";
    report.filled_e8 = 150000000;
    report.leaves_e8 = 150000000;
    report.average_price = "100.25";
    report.venue_transact_time = "20240102-03:04:05.678";
    for (const FixVersion version : kVersions) {
        const FIX::Message message = received(report, version);
        EXPECT_EQ(get(message, 32), "1.5");
        EXPECT_EQ(get(message, 31), "100.25");
        EXPECT_EQ(get(message, 14), "1.5");
        EXPECT_EQ(get(message, 151), "1.5");
        EXPECT_EQ(get(message, 6), "100.25");
        EXPECT_EQ(get(message, 60), "20240102-03:04:05.678");
    }
}

TEST(Translation, reject_numbers_stay_inside_what_the_version_knows) {
    const struct {
        int venue_code;
        RejectCode code;
        const char *order_42, *order_44, *cancel_42, *cancel_44;
    } cases[] = {
        {-1, RejectCode::kOther, "0", "99", "2", "99"},
        {-1, RejectCode::kUnknownSymbol, "1", "1", "2", "99"},
        {-1, RejectCode::kUnknownOrder, "5", "5", "1", "1"},
        {-1, RejectCode::kDuplicate, "6", "6", "2", "6"},
        {-1, RejectCode::kTooLate, "4", "4", "0", "0"},
        {-1, RejectCode::kAlreadyPending, "0", "99", "3", "3"},
        {99, RejectCode::kOther, "0", "99", "2", "99"},
        {3, RejectCode::kOther, "3", "3", "3", "3"},
        {11, RejectCode::kOther, "0", "11", "2", "99"},
        {1000, RejectCode::kOther, "0", "99", "2", "99"},
    };
    for (const auto &one : cases) {
        ClientReport report = execution('8', '8');
        report.code = one.code;
        report.venue_code = one.venue_code;
        report.text = "Rate limit exceeded";
        EXPECT_EQ(get(received(report, FixVersion::kFix42), 103), one.order_42);
        EXPECT_EQ(get(received(report, FixVersion::kFix44), 103), one.order_44);
        report.kind = ClientReport::Kind::kCancelReject;
        report.client_original_id = "N0";
        EXPECT_EQ(get(received(report, FixVersion::kFix42), 102), one.cancel_42);
        const FIX::Message reject = received(report, FixVersion::kFix44);
        EXPECT_EQ(get(reject, 102), one.cancel_44);
        EXPECT_EQ(get(reject, 434), "1");
        EXPECT_EQ(get(reject, 58), "Rate limit exceeded");
    }
}

TEST(Translation, business_rejects_and_mass_cancel_reports_are_valid) {
    ClientReport report;
    report.kind = ClientReport::Kind::kBusinessReject;
    report.reference_sequence = 5;
    report.reference_message_type = "H";
    report.reference_request_id = "N1";
    report.text = "Sluice: the queue is full";
    for (const FixVersion version : kVersions) {
        EXPECT_EQ(get(received(report, version), 380), "0");
        EXPECT_EQ(get(received(report, version), 45), "5");
    }
    report.kind = ClientReport::Kind::kMassCancel;
    report.order_id = "M1";
    report.client_id = "Q1";
    EXPECT_EQ(get(received(report, FixVersion::kFix44), 531), "0");
    EXPECT_EQ(get(received(report, FixVersion::kFix44), 532), "99");
    report.is_mass_cancel_accepted = true;
    report.affected_orders = 3;
    EXPECT_EQ(get(received(report, FixVersion::kFix44), 531), "7");
    EXPECT_EQ(get(received(report, FixVersion::kFix44), 533), "3");
}

TEST(Translation, reads_a_venue_execution_report) {
    const VenueIds ids(1700000000);
    FIX::Message message;
    message.getHeader().setField(35, "8");
    const std::pair<int, std::string> fields[] = {{11, ids.text(8)}, {41, ids.text(7)}, {37, "V1"}, {17, "X1"},
        {150, "F"}, {39, "1"}, {38, "3"}, {44, "100.5"}, {14, "1.5"}, {6, "100.25"}, {32, "0.5"}, {31, "100"}};
    for (const auto &field : fields)
        message.setField(field.first, field.second);
    VenueReport report;
    std::uint32_t reference = 0;
    ASSERT_TRUE(read_venue_report(message, ids, &report, &reference));
    EXPECT_EQ(report.request_id, 8u);
    EXPECT_EQ(report.original_request_id, 7u);
    EXPECT_EQ(report.execution_type, 'F');
    EXPECT_EQ(report.filled_e8, 150000000);
    EXPECT_EQ(report.quantity_e8, 300000000);
    EXPECT_EQ(report.price_e8, 10050000000);
    EXPECT_EQ(report.average_price, "100.25");
    EXPECT_EQ(report.last_quantity, "0.5");
}

TEST(Translation, names_the_field_of_a_bad_order) {
    const auto fault = [](int tag, const std::string &value) {
        FIX::Message message;
        message.getHeader().setField(35, "D");
        message.getHeader().setField(34, "9");
        const std::pair<int, std::string> fields[] = {
            {11, "N1"}, {55, "BTC-USD"}, {54, "1"}, {38, "1"}, {40, "2"}, {44, "100"}};
        for (const auto &field : fields)
            message.setField(field.first, field.first == tag ? value : field.second);
        if (value.empty()) message.removeField(tag);
        ClientRequest request;
        EXPECT_TRUE(read_client_request(message, 0, &request));
        return request.fault;
    };
    EXPECT_EQ(fault(0, "x"), "");
    EXPECT_EQ(fault(38, "-2"), "Gateway: OrderQty (38) '-2' must be more than 0");
    EXPECT_EQ(fault(38, "1e3"), "Gateway: OrderQty (38) '1e3' is not a decimal number");
    EXPECT_EQ(fault(44, ""), "Gateway: Price (44) is missing");
    EXPECT_EQ(fault(44, "0.000000001"), "Gateway: Price (44) '0.000000001' has more than 8 decimals");
    EXPECT_EQ(fault(40, "1"), "Gateway: OrdType (40) '1' is not supported: send limit orders, 40=2");
    EXPECT_EQ(fault(11, std::string(65, 'N')), "Gateway: ClOrdID (11) is longer than 64 characters");
}

}  // namespace
}  // namespace fix_gateway
