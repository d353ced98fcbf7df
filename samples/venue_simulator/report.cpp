#include "report.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cstdio>

namespace venue_simulator {

namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

constexpr double kNanosecondsPerMillisecond = 1e6;

struct Peaks {
    std::size_t by_arrival = 0;
    std::size_t by_sending_time = 0;
    std::size_t undisturbed = 0;
    std::uint64_t sending_time_steps_back = 0;

    void add(const SessionRecord &record) {
        by_arrival = std::max(by_arrival, record.judge.peak_by_arrival());
        by_sending_time = std::max(by_sending_time, record.judge.peak_by_sending_time());
        undisturbed = std::max(undisturbed, record.undisturbed_peak);
        sending_time_steps_back += record.judge.sending_time_steps_back();
    }
};

void write_number(Writer &writer, const char *name, std::uint64_t value) {
    writer.Key(name);
    writer.Uint64(value);
}

void write_ms(Writer &writer, const char *name, std::int64_t value_ns) {
    writer.Key(name);
    writer.Double(static_cast<double>(value_ns) / kNanosecondsPerMillisecond);
}

void write_counts(Writer &writer, const SessionCounts &counts, const Peaks &peaks) {
    write_number(writer, "messages", counts.messages);
    write_number(writer, "new", counts.new_orders);
    write_number(writer, "cancel", counts.cancels);
    write_number(writer, "replace", counts.replaces);
    write_number(writer, "status", counts.statuses);
    write_number(writer, "mass_cancel", counts.mass_cancels);
    write_number(writer, "accepted", counts.accepted);
    write_number(writer, "rate_rejects", counts.rate_rejects);
    write_number(writer, "logouts", counts.logouts);
    write_number(writer, "window_peak_by_arrival", peaks.by_arrival);
    write_number(writer, "window_peak_by_sending_time", peaks.by_sending_time);
    write_number(writer, "window_peak_undisturbed", peaks.undisturbed);
    write_number(writer, "violations_by_arrival", counts.violations_by_arrival);
    write_number(writer, "violations_by_sending_time", counts.violations_by_sending_time);
    write_number(writer, "stall_suspects", counts.stall_suspects);
    write_number(writer, "sending_time_steps_back", peaks.sending_time_steps_back);
    write_number(writer, "fills", counts.fills);
    write_number(writer, "business_rejects", counts.business_rejects);
    write_number(writer, "script_rejects", counts.script_rejects);
    write_number(writer, "duplicate_orders", counts.duplicate_orders);
    write_number(writer, "duplicate_requests", counts.duplicate_requests);
    write_number(writer, "possdup_orders", counts.possdup_orders);
    writer.Key("possdup_by_type");
    writer.StartObject();
    for (const auto &type : counts.possdup_by_type)
        write_number(writer, type.first.c_str(), type.second);
    writer.EndObject();
    write_number(writer, "logons", counts.logons);
    write_number(writer, "refused_logons", counts.refused_logons);
    write_number(writer, "disconnects", counts.disconnects);
    write_number(writer, "resend_requests_sent", counts.resend_requests_sent);
    write_number(writer, "session_rejects", counts.session_rejects);
    write_number(writer, "heartbeats", counts.heartbeats);
    write_ms(writer, "heartbeat_gap_max_ms", counts.heartbeat_gap_max_ns);
    write_ms(writer, "quiet_max_ms", counts.quiet_max_ns);
}

}  // namespace

std::string report_json(const ReportInput &input) {
    SessionCounts sums;
    Peaks peaks;
    for (const auto &session : input.sessions) {
        sums.add(session.second->counts);
        peaks.add(*session.second);
    }

    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.SetIndent(' ', 2);
    writer.SetMaxDecimalPlaces(3);
    writer.StartObject();
    write_number(writer, "limit", input.rule.limit);
    write_ms(writer, "window_ms", input.rule.window_ns);
    write_number(writer, "logout_threshold", input.rule.logout_threshold);
    write_counts(writer, sums, peaks);
    write_number(writer, "live_orders", input.live_orders);
    write_number(writer, "stalls", input.stalls.count);
    write_ms(writer, "stall_max_ms", input.stalls.max_ns);
    write_ms(writer, "running_ms", input.running_ns);
    writer.Key("sessions");
    writer.StartObject();
    for (const auto &session : input.sessions) {
        Peaks own_peaks;
        own_peaks.add(*session.second);
        writer.Key(session.first.c_str());
        writer.StartObject();
        write_counts(writer, session.second->counts, own_peaks);
        writer.EndObject();
    }
    writer.EndObject();
    writer.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

bool write_report(const std::string &path, const std::string &json) {
    const std::string unfinished = path + ".unfinished";
    std::FILE *const file = std::fopen(unfinished.c_str(), "we");
    if (!file) return false;
    const bool is_written = std::fwrite(json.data(), 1, json.size(), file) == json.size();
    const bool is_closed = std::fclose(file) == 0;
    if (is_written && is_closed) return std::rename(unfinished.c_str(), path.c_str()) == 0;
    std::remove(unfinished.c_str());
    return false;
}

}  // namespace venue_simulator
