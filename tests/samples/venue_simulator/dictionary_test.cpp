// The dictionaries that client, gateway and venue share: they load, they accept every message that is in use with all
// its fields, and they refuse what the FIX specification refuses.
#include <quickfix/DataDictionary.h>
#include <quickfix/Exceptions.h>
#include <quickfix/FixFieldNumbers.h>
#include <quickfix/Message.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

namespace tag = FIX::FIELD;

const FIX::DataDictionary &dictionary(const std::string &version) {
    static const FIX::DataDictionary fix42(SLUICE_SOURCE_DIR "/samples/dictionaries/FIX42.xml");
    static const FIX::DataDictionary fix44(SLUICE_SOURCE_DIR "/samples/dictionaries/FIX44.xml");
    return version == "FIX.4.2" ? fix42 : fix44;
}

// A whole message with header and trailer; `body` begins with the fields after 35 and has `|` between fields.
std::string wire(const std::string &version, const std::string &type, const std::string &body) {
    std::string counted = "35=" + type + "|34=7|43=Y|49=CLIENT|50=desk|52=20260102-03:04:05.678|56=VENUE|57=sub|" +
                          "97=N|122=20260102-03:04:04.123|" + body;
    std::string text = "8=" + version + "|9=" + std::to_string(counted.size()) + "|" + counted;
    std::replace(text.begin(), text.end(), '|', '\x01');
    int sum = 0;
    for (const unsigned char character : text)
        sum += character;
    const std::string digits = std::to_string(1000 + sum % 256);
    return text + "10=" + digits.substr(1) + '\x01';
}

// Parses, validates and writes it again: the text must be the same fields.
void expect_round_trip(const std::string &version, const std::string &type, const std::string &body) {
    SCOPED_TRACE(version + " " + type + " " + body);
    const std::string text = wire(version, type, body);
    ASSERT_NO_THROW({
        FIX::Message message(text, dictionary(version), true);
        dictionary(version).validate(message);
        std::string written = message.toString();
        const std::string expected = text;
        std::string sorted_written = written;
        std::string sorted_expected = expected;
        std::sort(sorted_written.begin(), sorted_written.end());
        std::sort(sorted_expected.begin(), sorted_expected.end());
        EXPECT_EQ(sorted_written, sorted_expected);
        FIX::Message again(written, dictionary(version), true);
        EXPECT_EQ(again.toString(), written);
    });
}

template <typename Fault>
void expect_refused(const std::string &version, const std::string &type, const std::string &body) {
    SCOPED_TRACE(version + " " + type + " " + body);
    FIX::Message message(wire(version, type, body), dictionary(version), true);
    EXPECT_THROW(dictionary(version).validate(message), Fault);
}

const char kTime[] = "60=20260102-03:04:05.678|";

TEST(FixDictionaries, accept_the_session_messages) {
    for (const char *version : {"FIX.4.2", "FIX.4.4"}) {
        expect_round_trip(version, "A", "98=0|108=30|141=Y|");
        expect_round_trip(version, "A", "98=0|108=30|384=2|372=D|385=S|372=8|385=R|");
        expect_round_trip(version, "0", "112=TEST|");
        expect_round_trip(version, "1", "112=TEST|");
        expect_round_trip(version, "2", "7=1|16=0|");
        expect_round_trip(version, "3", "45=3|371=38|372=D|373=1|58=Required tag missing|");
        expect_round_trip(version, "4", "123=Y|36=12|");
        expect_round_trip(version, "5", "58=bye|");
    }
    expect_round_trip("FIX.4.4", "A", "98=0|108=30|553=name|554=secret|789=5|");
}

TEST(FixDictionaries, accept_the_requests) {
    const std::string time = kTime;
    const std::string order = "1=ACC|11=id|21=1|38=1.5|40=2|44=100.5|54=1|55=BTC-USD|59=1|" + time;
    for (const char *version : {"FIX.4.2", "FIX.4.4"}) {
        expect_round_trip(version, "D", order);
        expect_round_trip(version, "G", "41=old|" + order);
        expect_round_trip(version, "F", "1=ACC|11=id|37=V1|38=1|41=old|54=2|55=BTC-USD|" + time);
        expect_round_trip(version, "H", "1=ACC|11=id|37=V1|54=2|55=BTC-USD|");
    }
    expect_round_trip("FIX.4.4", "q", "1=ACC|11=id|530=1|55=BTC-USD|54=1|" + time);
    expect_round_trip("FIX.4.4", "q", "11=id|530=7|" + time);
}

TEST(FixDictionaries, accept_the_answers) {
    const std::string state =
        "37=V1|17=E1|55=BTC-USD|54=1|38=2|40=2|44=100.5|59=0|151=1|14=1|6=100.5|1=ACC|11=id|41=old|" +
        std::string(kTime) + "58=text|";
    for (const char *type : {"0", "4", "5", "8", "A", "6", "E", "C"}) {
        const std::string exec_type = std::string("150=") + type + "|";
        expect_round_trip("FIX.4.2", "8", "20=0|39=0|" + exec_type + state);
        expect_round_trip("FIX.4.4", "8", "39=0|" + exec_type + state);
    }
    expect_round_trip("FIX.4.2", "8", "20=0|39=1|150=1|31=100.5|32=1|" + state);
    expect_round_trip("FIX.4.2", "8", "20=0|39=2|150=2|31=100.5|32=1|" + state);
    expect_round_trip("FIX.4.2", "8", "20=3|39=8|150=8|103=6|" + state);
    expect_round_trip("FIX.4.4", "8", "39=2|150=F|31=100.5|32=1|" + state);
    expect_round_trip("FIX.4.4", "8", "39=8|150=8|103=99|" + state);
    expect_round_trip("FIX.4.4", "8", "39=0|150=I|790=q|" + state);
    for (const char *version : {"FIX.4.2", "FIX.4.4"}) {
        expect_round_trip(version, "9", "37=NONE|11=id|41=old|39=8|434=1|102=1|58=text|" + std::string(kTime));
        expect_round_trip(version, "j", "45=7|372=H|379=id|380=0|58=text|");
    }
    for (const char *throttle : {"8", "9", "10"})
        expect_round_trip("FIX.4.4", "j", std::string("45=7|372=D|379=id|380=") + throttle + "|58=text|");
    expect_round_trip("FIX.4.4", "9", "37=NONE|11=id|41=old|39=8|434=2|102=99|58=text|");
    expect_round_trip("FIX.4.4", "r", "37=M1|11=id|530=7|531=7|533=3|");
    expect_round_trip("FIX.4.4", "r", "37=NONE|11=id|530=7|531=0|532=99|58=text|");
}

TEST(FixDictionaries, keep_repeating_groups_together) {
    FIX::Message message(
        wire("FIX.4.4", "r", "37=M1|530=7|531=7|533=2|534=2|41=a|535=V1|41=b|535=V2|"), dictionary("FIX.4.4"), false);
    // 41 is no field of the group here: the group is known by 11.
    EXPECT_THROW(dictionary("FIX.4.4").validate(message), FIX::Exception);
    FIX::Message good(wire("FIX.4.4", "A", "98=0|108=30|384=2|372=D|385=S|372=8|385=R|"), dictionary("FIX.4.4"), true);
    EXPECT_EQ(good.groupCount(tag::NoMsgTypes), 2u);
}

TEST(FixDictionaries, refuse_a_missing_required_field) {
    const std::string time = kTime;
    expect_refused<FIX::RequiredTagMissing>("FIX.4.4", "D", "38=1|40=2|44=1|54=1|55=BTC-USD|" + time);
    expect_refused<FIX::RequiredTagMissing>("FIX.4.4", "D", "11=id|40=2|44=1|54=1|55=BTC-USD|" + time);
    expect_refused<FIX::RequiredTagMissing>("FIX.4.2", "D", "11=id|38=1|40=2|44=1|54=1|55=BTC-USD|" + time);
    expect_refused<FIX::RequiredTagMissing>("FIX.4.4", "F", "11=id|54=1|55=BTC-USD|" + time);
    expect_refused<FIX::RequiredTagMissing>("FIX.4.2", "8", "37=V1|17=E1|150=0|39=0|55=X|54=1|151=1|14=0|6=0|");
}

TEST(FixDictionaries, refuse_a_bad_value_a_foreign_field_and_an_unknown_message) {
    const std::string order = "11=id|38=1|40=2|44=1|55=BTC-USD|" + std::string(kTime);
    expect_refused<FIX::IncorrectTagValue>("FIX.4.4", "D", order + "54=9|");
    expect_refused<FIX::IncorrectDataFormat>(
        "FIX.4.4", "D", "54=1|11=id|38=one|40=2|44=1|55=BTC-USD|" + std::string(kTime));
    expect_refused<FIX::TagNotDefinedForMessage>("FIX.4.4", "D", order + "54=1|150=0|");
    expect_refused<FIX::InvalidTagNumber>("FIX.4.4", "D", order + "54=1|4999=x|");
    expect_refused<FIX::InvalidMessageType>("FIX.4.2", "q", "11=id|530=7|" + std::string(kTime));
    // The trade of 4.4 is no execution type of 4.2.
    expect_refused<FIX::IncorrectTagValue>("FIX.4.2", "8", "20=0|150=F|39=1|37=V1|17=E1|55=X|54=1|151=1|14=0|6=0|");
}

}  // namespace
