#include "config/session_files.hpp"

#include <gmock/gmock.h>

#include "temporary_folder.hpp"

namespace fix_gateway {
namespace {

class SessionFilesTest : public testing::Test {
protected:
    SessionFilesTest() { folder_.write("FIX44.xml", ""); }

    std::string clients(const std::string &defaults, const std::string &session) {
        return folder_.write("clients.cfg",
            "[DEFAULT]\nConnectionType=acceptor\nSenderCompID=GATEWAY\nStartTime=00:00:00\nEndTime=00:00:00\n"
            "SocketAcceptPort=5001\nDataDictionary=FIX44.xml\n" +
                defaults + "[SESSION]\nBeginString=FIX.4.4\nTargetCompID=DESK\n" + session);
    }

    std::string venues(const std::string &sessions) {
        return folder_.write("venues.cfg",
            "[DEFAULT]\nConnectionType=initiator\nSenderCompID=GATEWAY\nStartTime=00:00:00\nEndTime=00:00:00\n"
            "HeartBtInt=30\nSocketConnectHost=127.0.0.1\nSocketConnectPort=5002\nDataDictionary=FIX44.xml\n"
            "BeginString=FIX.4.4\n" +
                sessions);
    }

    std::vector<std::string> texts() const {
        std::vector<std::string> texts;
        for (const ConfigFault &fault : faults_)
            texts.push_back(to_string(fault));
        return texts;
    }

    TemporaryFolder folder_;
    ConfigFaults faults_;
};

TEST_F(SessionFilesTest, puts_in_what_a_gateway_needs) {
    const SessionFile file = load_client_sessions(clients("", ""), &faults_);
    EXPECT_THAT(texts(), testing::IsEmpty());
    ASSERT_EQ(file.sessions.size(), 1u);
    const FIX::Dictionary &session = file.settings.get(file.sessions[0]);
    EXPECT_EQ(session.getString("UseDataDictionary"), "Y");
    EXPECT_EQ(session.getString("PersistMessages"), "Y");
    EXPECT_EQ(session.getString("DataDictionary"), folder_.path() + "/FIX44.xml");
    EXPECT_EQ(file.accept_port, 5001u);
    EXPECT_FALSE(file.uses_tls);
}

TEST_F(SessionFilesTest, keeps_what_the_operator_says) {
    const SessionFile file = load_client_sessions(clients("", "PersistMessages=N\n"), &faults_);
    EXPECT_EQ(file.settings.get(file.sessions[0]).getString("PersistMessages"), "N");
}

TEST_F(SessionFilesTest, venues_do_not_keep_old_orders) {
    const SessionFile file =
        load_venue_sessions(venues("[SESSION]\nTargetCompID=A\nSluiceVenue=SIM\nSluiceAccount=ACC\n"
                                   "[SESSION]\nTargetCompID=B\nSluiceVenue=OTHER\n"),
            &faults_);
    EXPECT_THAT(texts(), testing::IsEmpty());
    ASSERT_EQ(file.venue_sessions.size(), 2u);
    EXPECT_EQ(file.venue_sessions[0].venue, "SIM");
    EXPECT_EQ(file.venue_sessions[0].account, "ACC");
    EXPECT_EQ(file.settings.get(file.sessions[0]).getString("PersistMessages"), "N");
    const FIX::SessionSettings one = settings_of_venue(file, "OTHER");
    EXPECT_EQ(one.size(), 1u);
    EXPECT_TRUE(one.has(file.sessions[1]));
    EXPECT_EQ(one.get().getString("ReconnectInterval"), "2");
}

TEST_F(SessionFilesTest, reports_every_fault_at_once) {
    load_venue_sessions(venues("[SESSION]\nTargetCompID=A\nSocketConnectPort=seven\nDataDictionary=nowhere.xml\n"
                               "[SESSION]\nTargetCompID=B\nBeginString=FIX.4.2\nSluiceVenue=SIM\n"),
        &faults_);
    const std::string a = folder_.path() + "/venues.cfg [FIX.4.4:GATEWAY->A] ";
    const std::string b = folder_.path() + "/venues.cfg [FIX.4.2:GATEWAY->B] ";
    EXPECT_THAT(
        texts(), testing::UnorderedElementsAre(
                     a + "DataDictionary: expected a file that can be read, found " + folder_.path() + "/nowhere.xml",
                     a + "SocketConnectPort: expected a number from 1 to 65535, found seven",
                     a + "SluiceVenue: expected the name of a venue, found nothing",
                     b + "BeginString: expected FIX.4.4, the version that venues are spoken to in, found FIX.4.2"));
}

TEST_F(SessionFilesTest, refuses_a_line_that_would_end_the_parsing) {
    load_client_sessions(clients("", "#" + std::string(1100, 'x') + "\n"), &faults_);
    EXPECT_THAT(texts(), testing::Contains(testing::HasSubstr("expected at most 1023 characters, found 1101")));
}

TEST_F(SessionFilesTest, tls_needs_both_files_and_both_must_exist) {
    const std::string certificate = folder_.write("server.pem", "");
    const SessionFile file = load_client_sessions(
        clients("ServerCertificateFile=server.pem\nCertificationAuthoritiesFile=ca.pem\n", ""), &faults_);
    EXPECT_TRUE(file.uses_tls);
    EXPECT_THAT(texts(),
        testing::UnorderedElementsAre(
            testing::HasSubstr("CertificationAuthoritiesFile: expected a file that can be read, found "),
            testing::HasSubstr("ServerCertificateKeyFile: expected a file, because ServerCertificateFile is given")));
    EXPECT_EQ(file.settings.get().getString("ServerCertificateFile"), certificate);
}

TEST_F(SessionFilesTest, tls_keys_of_a_session_would_be_ignored_by_quickfix) {
    load_client_sessions(clients("", "SSLProtocol=TLSv1_2\n"), &faults_);
    EXPECT_THAT(texts(), testing::Contains(testing::HasSubstr("SSLProtocol: expected in [DEFAULT]")));
}

TEST_F(SessionFilesTest, an_acceptor_file_is_no_initiator_file) {
    load_venue_sessions(clients("", ""), &faults_);
    EXPECT_THAT(texts(), testing::Contains(testing::HasSubstr("ConnectionType: expected initiator, found acceptor")));
}

}  // namespace
}  // namespace fix_gateway
