#include "sessions/client_outbox.hpp"

#include "log.hpp"

namespace fix_gateway {

ClientOutboxes::ClientOutboxes(const std::vector<FIX::SessionID> &clients, Counters &counters) : counters_(counters) {
    for (const FIX::SessionID &client : clients) {
        auto outbox = std::make_unique<Outbox>();
        outbox->session = client;
        const bool is_42 = client.getBeginString().getString() == FIX::BeginString_FIX42;
        outbox->version = is_42 ? FixVersion::kFix42 : FixVersion::kFix44;
        outboxes_.push_back(std::move(outbox));
    }
}

void ClientOutboxes::append(std::uint32_t client, ClientReport report) {
    Outbox &outbox = *outboxes_[client];
    const std::lock_guard<std::mutex> lock(outbox.mutex);
    outbox.reports.push_back(std::move(report));
}

void ClientOutboxes::flush(std::uint32_t client) {
    Outbox &outbox = *outboxes_[client];
    std::unique_lock<std::mutex> lock(outbox.mutex);
    if (outbox.is_attended) return;
    outbox.is_attended = true;
    while (!outbox.reports.empty()) {
        const ClientReport report = std::move(outbox.reports.front());
        outbox.reports.pop_front();
        lock.unlock();
        send(outbox, report);
        lock.lock();
    }
    outbox.is_attended = false;
}

void ClientOutboxes::send(const Outbox &outbox, const ClientReport &report) {
    bool is_taken = false;
    try {
        FIX::Message message = write_client_report(report, outbox.version);
        is_taken = FIX::Session::sendToTarget(message, outbox.session);
    } catch (const std::exception &error) {
        log_error(
            "report to " + outbox.session.toString() + " on ClOrdID " + report.client_id + " is lost: " + error.what());
    }
    (is_taken ? counters_.client_reports : counters_.client_reports_failed).add();
}

}  // namespace fix_gateway
