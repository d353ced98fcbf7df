#include "fix_pair.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace sluice_test {

using sluice::quickfix::Gate;
using sluice::quickfix::GateOptions;
using sluice::quickfix::News;

const FIX::SessionID kVenueSession("FIX.4.4", "VENUE", "GATEWAY");
const FIX::SessionID kGatewaySession("FIX.4.4", "GATEWAY", "VENUE");

std::uint64_t clock_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000000000u + static_cast<std::uint64_t>(now.tv_nsec);
}

bool eventually(const std::function<bool()> &fact) {
    const std::uint64_t end_ns = clock_ns() + 5000000000u;
    while (!fact()) {
        if (clock_ns() > end_ns) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

std::string field(const std::string &bytes, int tag) {
    const std::string name = "\001" + std::to_string(tag) + "=";
    const std::string::size_type at = bytes.find(name);
    if (at == std::string::npos) return std::string();
    const std::string::size_type begin = at + name.size();
    return bytes.substr(begin, bytes.find('\001', begin) - begin);
}

FIX::Message make_message(const std::string &msg_type, const std::vector<std::pair<int, std::string>> &fields) {
    FIX::Message message;
    message.getHeader().setField(FIX::FIELD::MsgType, msg_type);
    for (const auto &entry : fields)
        message.setField(entry.first, entry.second);
    return message;
}

FIX::Message new_order(const std::string &cl_ord_id, const std::string &price, const std::string &quantity) {
    return make_message("D", {{11, cl_ord_id}, {55, "BTC-USD"}, {54, "1"}, {38, quantity}, {40, "2"}, {44, price},
                                 {60, "20200101-00:00:00.000"}});
}

FIX::Message replace_order(
    const std::string &cl_ord_id, const std::string &original, const std::string &price, const std::string &quantity) {
    FIX::Message message = new_order(cl_ord_id, price, quantity);
    message.getHeader().setField(FIX::FIELD::MsgType, "G");
    message.setField(41, original);
    return message;
}

FIX::Message cancel_order(const std::string &cl_ord_id, const std::string &original) {
    return make_message(
        "F", {{11, cl_ord_id}, {41, original}, {55, "BTC-USD"}, {54, "1"}, {60, "20200101-00:00:00.000"}});
}

int free_port() {
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    const bool is_bound = bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof(address)) == 0 &&
                          getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &length) == 0;
    close(descriptor);
    if (!is_bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

namespace {

FIX::SessionSettings make_settings(const std::string &text) {
    std::istringstream stream(text);
    return FIX::SessionSettings(stream);
}

std::string every_session(int heartbeat_s) {
    return "BeginString=FIX.4.4\nStartTime=00:00:00\nEndTime=00:00:00\nUseDataDictionary=N\nHeartBtInt=" +
           std::to_string(heartbeat_s) + "\nReconnectInterval=1\nLogoutTimeout=1\nSocketNodelay=Y\n";
}

}  // namespace

class Venue::Logs : public FIX::LogFactory {
public:
    FIX::Log *create() override { return new Log(*this); }
    FIX::Log *create(const FIX::SessionID &) override { return new Log(*this); }
    void destroy(FIX::Log *log) override { delete log; }

    std::vector<Received> received() const {
        std::lock_guard<std::mutex> lock(mutex_);
        return received_;
    }

private:
    class Log : public FIX::NullLog {
    public:
        explicit Log(Logs &logs) : logs_(logs) {}

    private:
        void onIncoming(const std::string &bytes) override {
            std::lock_guard<std::mutex> lock(logs_.mutex_);
            logs_.received_.push_back(Received{bytes, clock_ns()});
        }
        Logs &logs_;
    };

    mutable std::mutex mutex_;
    std::vector<Received> received_;
};

class Venue::Application : public FIX::NullApplication {
public:
    std::atomic<bool> is_accepting{true};
    std::atomic<bool> is_acknowledging{false};

private:
    void fromApp(const FIX::Message &message, const FIX::SessionID &session) SLUICE_QUICKFIX_THROWS(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
        if (!is_acknowledging.load() || message.getHeader().getField(FIX::FIELD::MsgType) != "D") return;
        FIX::Message report = make_message("8",
            {{11, message.getField(11)}, {37, "V-1"}, {17, "E-1"}, {150, "0"}, {39, "0"}, {55, "BTC-USD"}, {54, "1"}});
        FIX::Session::sendToTarget(report, session);
    }
    void fromAdmin(const FIX::Message &message, const FIX::SessionID &) SLUICE_QUICKFIX_THROWS(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {
        if (message.getHeader().getField(FIX::FIELD::MsgType) == "A" && !is_accepting.load()) throw FIX::RejectLogon();
    }
};

Venue::Venue(int port, int heartbeat_s) : port_(port), logs_(new Logs), application_(new Application) {
    const FIX::SessionSettings settings = make_settings(
        "[DEFAULT]\nConnectionType=acceptor\nSocketReuseAddress=Y\n" + every_session(heartbeat_s) +
        "[SESSION]\nSenderCompID=VENUE\nTargetCompID=GATEWAY\nSocketAcceptPort=" + std::to_string(port) + "\n");
    acceptor_.reset(new FIX::SocketAcceptor(*application_, stores_, settings, *logs_));
    acceptor_->start();
}

Venue::~Venue() {
    acceptor_->stop(true);
}

std::vector<Venue::Received> Venue::received(const std::string &msg_type) const {
    std::vector<Received> matching;
    for (const Received &message : logs_->received()) {
        if (field(message.bytes, 35) == msg_type) matching.push_back(message);
    }
    return matching;
}

void Venue::send(FIX::Message message) {
    FIX::Session::sendToTarget(message, kVenueSession);
}

void Venue::report(const std::string &cl_ord_id, const std::string &exec_type, const std::string &status,
    const std::string &text, const std::string &original) {
    FIX::Message message = make_message(
        "8", {{11, cl_ord_id}, {37, "V-1"}, {17, "E-1"}, {150, exec_type}, {39, status}, {55, "BTC-USD"}, {54, "1"}});
    if (!text.empty()) message.setField(58, text);
    if (!original.empty()) message.setField(41, original);
    send(message);
}

// Not Session::disconnect(): that changes the list of sockets, which has no lock and belongs to QuickFIX's own thread.
// A connection that is shut down under it is found out and dropped on that thread.
void Venue::cut_connection() {
    constexpr int kDescriptorsMax = 1024;  // more than select() takes, so more than QuickFIX has
    int connections = 0;
    for (int descriptor = 3; descriptor < kDescriptorsMax; ++descriptor) {
        sockaddr_in own = {}, peer = {};
        socklen_t own_length = sizeof(own), peer_length = sizeof(peer);
        if (getsockname(descriptor, reinterpret_cast<sockaddr *>(&own), &own_length) != 0) continue;
        if (own.sin_family != AF_INET || ntohs(own.sin_port) != port_) continue;
        if (getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &peer_length) != 0) continue;  // the listener
        shutdown(descriptor, SHUT_RDWR);
        ++connections;
    }
    EXPECT_EQ(connections, 1) << "to the venue";
}

void Venue::log_out(const std::string &text) {
    FIX::Message message = make_message("5", {{58, text}});
    send(message);
}

void Venue::acknowledge_orders(bool is_acknowledging) {
    application_->is_acknowledging.store(is_acknowledging);
}

void Venue::accept_logons(bool is_accepting) {
    application_->is_accepting.store(is_accepting);
}

void Venue::forget_received() {
    FIX::Session::lookupSession(kVenueSession)->setNextTargetMsgSeqNum(1);
}

void Listener::on_log(int, const std::string &text) {
    std::lock_guard<std::mutex> lock(mutex_);
    log_.push_back(text);
}

void Listener::add(bool is_sent, const News &news) {
    const SeenNews seen = {
        is_sent, news.ticket, news.tag, news.folded_tag, news.reason, news.text, news.message->toString()};
    {
        std::lock_guard<std::mutex> lock(mutex_);
        news_.push_back(seen);
    }
    if (on_news) on_news(seen);
}

std::vector<SeenNews> Listener::news() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return news_;
}

std::vector<std::string> Listener::log() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return log_;
}

Gateway::Gateway(int port, const GatewayParts &parts) {
    const FIX::SessionSettings settings = make_settings(
        "[DEFAULT]\nConnectionType=initiator\n" + every_session(parts.heartbeat_s) +
        "[SESSION]\nSenderCompID=GATEWAY\nTargetCompID=VENUE\nSluiceVenue=SIM\nSocketConnectHost=127.0.0.1\n" +
        "SocketConnectPort=" + std::to_string(port) + "\n" + parts.session_keys);
    plugin.on_extension = parts.extension;
    const sluice::Plugin loaded = parts.plugin_path.empty() ? sluice::Plugin::from_table(plugin.table())
                                                            : sluice::Plugin::load(parts.plugin_path);
    sluice::CheckedOptions patient;
    patient.grant_patience_ns = 60000000000;  // a busy machine may stop a thread for long
    checked.reset(new sluice::Checked(loaded, patient));
    gate.reset(new Gate(checked->plugin(), parts.sluice_config, settings, listener, parts.options));
    application_.reset(new sluice::quickfix::SluiceApplication(own_application, *gate));
    logs_.reset(new sluice::quickfix::SluiceLogFactory(*gate));
    initiator_.reset(new FIX::SocketInitiator(*application_, stores_, settings, *logs_));
    gate->start();
    initiator_->start();
}

Gateway::~Gateway() {
    gate->stop(SLUICE_STOP_ABANDON, std::chrono::milliseconds(0));
    initiator_->stop(true);
    initiator_.reset();
    logs_.reset();
    application_.reset();
    gate.reset();
    EXPECT_EQ(checked->total(), 0u) << checked->last();
}

Pair::Pair(const GatewayParts &parts) : port(free_port()), venue(port, parts.heartbeat_s), gateway(port, parts) {
    if (!eventually([this] { return gateway.is_logged_on(); })) throw std::runtime_error("no logon");
}

}  // namespace sluice_test
