#include "report.hpp"

#include <rapidjson/ostreamwrapper.h>
#include <rapidjson/prettywriter.h>

namespace replay {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::OStreamWrapper>;

std::uint64_t answers(const LedgerSummary &summary, Action action, Answer answer) {
    return summary.answers[static_cast<std::size_t>(action)][static_cast<std::size_t>(answer)];
}

std::uint64_t answers(const LedgerSummary &summary, Answer answer) {
    return answers(summary, Action::kNew, answer) + answers(summary, Action::kReplace, answer) +
           answers(summary, Action::kCancel, answer);
}

void write_count(Writer &writer, const char *name, std::uint64_t count) {
    writer.Key(name);
    writer.Uint64(count);
}

void write_delay(Writer &writer, const char *name, const Percentiles &delay) {
    const auto write_ms = [&writer](const char *key, std::uint64_t value_ns) {
        writer.Key(key);
        writer.Double(static_cast<double>(value_ns) / 1e6);
    };
    writer.Key(name);
    writer.StartObject();
    write_count(writer, "count", delay.count);
    write_ms("p50", delay.p50_ns);
    write_ms("p99", delay.p99_ns);
    write_ms("max", delay.max_ns);
    writer.EndObject();
}

void write_action(Writer &writer, const char *name, const LedgerSummary &summary, Action action) {
    writer.Key(name);
    writer.StartObject();
    write_count(writer, "accepted", answers(summary, action, Answer::kAccepted));
    write_count(writer, "canceled", answers(summary, action, Answer::kCanceled));
    write_count(writer, "absorbed", answers(summary, action, Answer::kAbsorbed));
    write_count(writer, "not_there", answers(summary, action, Answer::kNotThere));
    write_count(writer, "venue_rejected", answers(summary, action, Answer::kVenueRejected));
    write_count(writer, "rate_rejected", answers(summary, action, Answer::kRateRejected));
    write_count(writer, "refused", answers(summary, action, Answer::kRefused));
    write_count(writer, "expired", answers(summary, action, Answer::kExpired));
    write_count(writer, "unanswered", answers(summary, action, Answer::kNone));
    writer.EndObject();
}

void write_series(Writer &writer, const char *name, const std::vector<std::uint64_t> &counts) {
    writer.Key(name);
    writer.StartArray();
    for (const std::uint64_t count : counts)
        writer.Uint64(count);
    writer.EndArray();
}

}  // namespace

void write_report(std::ostream &output, const Options &options, const RunFacts &facts, const LedgerSummary &summary) {
    rapidjson::OStreamWrapper stream(output);
    Writer writer(stream);
    writer.SetMaxDecimalPlaces(6);
    writer.StartObject();
    writer.Key("flow");
    writer.String(options.flow_path.c_str());
    write_count(writer, "sessions", options.sessions);
    writer.Key("seconds");
    writer.Double(options.seconds);
    writer.Key("speed");
    writer.Double(options.speed);
    write_count(writer, "overload", options.overload);
    write_count(writer, "start_ns", facts.start_ns);
    write_count(writer, "send_end_ns", facts.send_end_ns);
    write_count(writer, "close_ns", facts.close_ns);
    writer.Key("interrupted");
    writer.Bool(facts.is_interrupted);

    write_count(writer, "requests", summary.requests);
    write_count(writer, "answered", summary.answered);
    write_count(writer, "lost", summary.lost);
    write_count(writer, "duplicated", summary.duplicated);
    write_count(writer, "contradicted", summary.contradicted);
    write_count(writer, "late", summary.late);
    write_count(writer, "not_sent", summary.not_sent);
    write_count(writer, "absorbed", answers(summary, Answer::kAbsorbed));
    write_count(writer, "expired", answers(summary, Answer::kExpired));
    write_count(writer, "refused", answers(summary, Answer::kRefused));
    write_count(writer, "not_there", answers(summary, Answer::kNotThere));
    write_count(writer, "venue_rejected", answers(summary, Answer::kVenueRejected));
    write_count(writer, "venue_rate_rejects", answers(summary, Answer::kRateRejected));
    write_count(writer, "moot", summary.moot);
    write_count(writer, "cancels_failed", summary.cancels_failed);
    write_count(writer, "orders_ended_by_venue", summary.orders_ended_by_venue);
    write_count(writer, "session_logouts", facts.logouts);
    write_count(writer, "session_rejects", facts.session_rejects);
    write_count(writer, "unreadable_answers", facts.unreadable_answers);

    write_action(writer, "new", summary, Action::kNew);
    write_action(writer, "replace", summary, Action::kReplace);
    write_action(writer, "cancel", summary, Action::kCancel);

    write_delay(writer, "new_delay_ms", summary.new_delay);
    write_delay(writer, "new_delay_recorded_owners_ms", summary.new_delay_recorded);
    write_delay(writer, "new_delay_load_owners_ms", summary.new_delay_copies);
    write_delay(writer, "replace_delay_ms", summary.replace_delay);
    write_delay(writer, "cancel_delay_ms", summary.cancel_delay);
    write_delay(writer, "cancel_delay_at_venue_ms", summary.cancel_delay_at_venue);
    write_delay(writer, "send_late_ms", summary.send_late);

    write_series(writer, "sent_by_second", summary.sent_by_second);
    write_series(writer, "answered_by_second", summary.answered_by_second);
    writer.Key("complaints");
    writer.StartArray();
    for (const std::string &complaint : facts.complaints)
        writer.String(complaint.c_str());
    writer.EndArray();
    writer.EndObject();
    output << '\n';
}

}  // namespace replay
