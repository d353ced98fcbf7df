#include "life/exit_report.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "log.hpp"

namespace fix_gateway {
namespace {

struct NamedCounter {
    const char *name;
    Counter Counters::*counter;
};

const NamedCounter kCounters[] = {
    {"client_new", &Counters::client_new},
    {"client_replace", &Counters::client_replace},
    {"client_cancel", &Counters::client_cancel},
    {"client_status", &Counters::client_status},
    {"client_mass_cancel", &Counters::client_mass_cancel},
    {"client_logons", &Counters::client_logons},
    {"client_logoffs", &Counters::client_logoffs},
    {"client_messages_unread", &Counters::client_messages_unread},
    {"refused_by_gateway", &Counters::refused_by_gateway},
    {"duplicate_client_ids", &Counters::duplicate_client_ids},
    {"unknown_orders", &Counters::unknown_orders},
    {"no_route", &Counters::no_route},
    {"disconnect_cancels", &Counters::disconnect_cancels},
    {"stop_cancels", &Counters::stop_cancels},
    {"mass_cancel_parts", &Counters::mass_cancel_parts},
    {"offered", &Counters::offered},
    {"held", &Counters::held},
    {"absorbed", &Counters::absorbed},
    {"annihilated", &Counters::annihilated},
    {"folded", &Counters::folded},
    {"duplicate_cancels", &Counters::duplicate_cancels},
    {"refused", &Counters::refused_by_gate},
    {"expired", &Counters::expired},
    {"dropped", &Counters::dropped},
    {"sent", &Counters::sent},
    {"sent_new", &Counters::sent_new},
    {"sent_replace", &Counters::sent_replace},
    {"sent_cancel", &Counters::sent_cancel},
    {"sent_status", &Counters::sent_status},
    {"vetoed", &Counters::vetoed},
    {"venue_reports", &Counters::venue_reports},
    {"venue_rejects", &Counters::venue_rejects},
    {"venue_rate_rejects", &Counters::venue_rate_rejects},
    {"venue_cancel_rejects", &Counters::venue_cancel_rejects},
    {"venue_fills", &Counters::venue_fills},
    {"unknown_reports", &Counters::unknown_reports},
    {"repeated_answers", &Counters::repeated_answers},
    {"venue_logons", &Counters::venue_logons},
    {"venue_logoffs", &Counters::venue_logoffs},
    {"status_queries", &Counters::status_queries},
    {"client_reports", &Counters::client_reports},
    {"client_reports_failed", &Counters::client_reports_failed},
};

}  // namespace

bool write_exit_report(const std::string &path, ProtectionMode mode, const Counters &counters, OrderFlow &flow,
    OutboundGate &gate, bool was_clean) {
    static const char *const kModes[] = {"none", "fifo", "sluice"};
    rapidjson::Document document(rapidjson::kObjectType);
    rapidjson::Document::AllocatorType &allocator = document.GetAllocator();
    document.AddMember("mode", rapidjson::StringRef(kModes[static_cast<int>(mode)]), allocator);
    document.AddMember("was_clean_stop", was_clean, allocator);
    document.AddMember("orders_live_at_exit", flow.live_order_count(), allocator);
    document.AddMember("requests_open_at_exit", flow.open_request_count(), allocator);
    for (const NamedCounter &named : kCounters) {
        document.AddMember(rapidjson::StringRef(named.name), (counters.*named.counter).value(), allocator);
    }
    rapidjson::Value of_gate(rapidjson::kObjectType);
    gate.write_report(&of_gate, &allocator);
    if (!of_gate.ObjectEmpty()) document.AddMember("sluice", of_gate, allocator);

    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    document.Accept(writer);
    std::ofstream file(path);
    file << buffer.GetString() << '\n';
    file.close();
    if (!file) log_error("report " + path + " cannot be written: " + std::strerror(errno));
    return static_cast<bool>(file);
}

}  // namespace fix_gateway
