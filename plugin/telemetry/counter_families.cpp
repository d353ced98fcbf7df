#include "telemetry/counter_families.hpp"

#include <array>

#include "telemetry/label_text.hpp"

namespace sluice {
namespace {

// From what a wake-up takes to the longest that anybody holds an order.
constexpr auto kWaitBoundsNs = std::to_array<uint64_t>({1'000, 5'000, 10'000, 50'000, 100'000, 250'000, 500'000,
    1'000'000, 2'500'000, 5'000'000, 10'000'000, 25'000'000, 50'000'000, 100'000'000, 250'000'000, 500'000'000,
    1'000'000'000, 5'000'000'000, 15'000'000'000, 60'000'000'000});

// A decision takes tens of nanoseconds; a thousand times that means that its thread lost the processor.
constexpr auto kDecisionBoundsNs = std::to_array<uint64_t>(
    {25, 50, 75, 100, 150, 200, 300, 500, 1'000, 2'000, 5'000, 10'000, 50'000, 100'000, 1'000'000, 10'000'000});

struct PlainCounter {
    Counter VenueCounters::*counter;
    const char *name;
    const char *help;
};

// Those with the venue as their only label.
constexpr auto kPlainCounters = std::to_array<PlainCounter>({
    {&VenueCounters::submits, "sluice_submits_total", "Requests offered to the venue."},
    {&VenueCounters::annihilated, "sluice_annihilated_total",
        "Held orders that met their own cancel: neither went on the wire."},
    {&VenueCounters::folded, "sluice_folded_total", "Amends folded into the held message of their order."},
    {&VenueCounters::superseded, "sluice_superseded_total",
        "Held amends whose place was taken by a later amend or a cancel of the same order."},
    {&VenueCounters::duplicates, "sluice_duplicates_total", "Cancels of an order whose cancel was held already."},
    {&VenueCounters::expired, "sluice_expired_total", "Held requests whose deadline passed."},
    {&VenueCounters::evicted, "sluice_evicted_total",
        "Held requests that gave their room in a full queue to a more urgent one."},
    {&VenueCounters::requeued, "sluice_requeued_total",
        "Releases that the host's transport did not take: back to the head of the queue."},
    {&VenueCounters::clock_backwards, "sluice_clock_backwards_total",
        "Calls with a time before the last one: time stood still."},
    {&VenueCounters::clock_ahead, "sluice_clock_ahead_total", "Calls with a time too far ahead to be believed."},
    {&VenueCounters::late_reports, "sluice_late_reports_total",
        "Reports of a grant that is unknown or settled: they changed nothing."},
    {&VenueCounters::grant_timeouts, "sluice_grant_timeouts_total",
        "Grants taken as written because the host reported nothing in time."},
    {&VenueCounters::answer_timeouts, "sluice_answer_timeouts_total",
        "Messages taken as unanswered because no answer was reported in time."},
    {&VenueCounters::rate_reject_pauses, "sluice_rate_reject_pauses_total",
        "Pauses that began because the venue rejected a message for its rate."},
    {&VenueCounters::bans, "sluice_bans_total", "Times that the venue shut us out."},
    {&VenueCounters::feedback, "sluice_feedback_total",
        "Reports of the venue's clock, counters, fills and blocks that were believed."},
    {&VenueCounters::feedback_refused, "sluice_feedback_refused_total",
        "Such reports that were absurd, late or of no known limit."},
    {&VenueCounters::lock_contended, "sluice_lock_contended_total", "Calls that found the venue's lock taken."},
});

// One row for each value of a code of the ABI that was counted.
template <typename Counters, typename Word>
void add_by_code(FamilyText &family, LabelSet &labels, std::string_view venue, const Counters &by_code,
    uint32_t first_code, std::string_view label_name, Word word) {
    for (uint32_t index = 0; index < by_code.size(); ++index) {
        const uint64_t value = by_code[index].value();
        if (value == 0) continue;
        labels.set({{label_name, word(first_code + index)}});
        family.add(venue, labels.text(), value);
    }
}

}  // namespace

CounterFamilies::CounterFamilies()
    : decisions_("sluice_decisions_total", "Verdicts given. In shadow mode: the verdicts that would have been given.",
          FamilyType::counter),
      releases_("sluice_releases_total", "Held requests that were sent, or dropped for a reason.", FamilyType::counter),
      outcomes_(
          "sluice_outcomes_total", "Answers of the venue and what became of messages and orders.", FamilyType::counter),
      ungated_("sluice_ungated_messages_total", "Messages that left without asking; limits count them.",
          FamilyType::counter),
      breaker_trips_("sluice_breaker_trips_total", "Trips of the venue's breaker and of its lanes' breakers.",
          FamilyType::counter),
      wait_("sluice_wait_seconds", "From submit to release of held requests; what is sent at once is not in it.",
          kWaitBoundsNs),
      decision_("sluice_decision_seconds",
          "Duration of submit, every 64th call of a venue measured if it leaves the time to us.", kDecisionBoundsNs),
      answer_("sluice_answer_seconds", "From the write of a message to the venue's answer.", kWaitBoundsNs) {
    plain_.reserve(kPlainCounters.size() + 1);
    for (const PlainCounter &plain : kPlainCounters)
        plain_.emplace_back(plain.name, plain.help, FamilyType::counter);
    plain_.emplace_back("sluice_malformed_calls_total", "Calls whose struct could not be read.", FamilyType::counter);
}

void CounterFamilies::remove_rows() noexcept {
    for (FamilyText *family : {&decisions_, &releases_, &outcomes_, &ungated_, &breaker_trips_})
        family->remove_rows();
    for (FamilyText &family : plain_)
        family.remove_rows();
    for (HistogramText *family : {&wait_, &decision_, &answer_})
        family->remove_rows();
}

void CounterFamilies::add(std::string_view venue, const VenueCounters &counters) {
    add_decisions(venue, counters);
    add_releases(venue, counters);
    add_by_code(outcomes_, labels_, venue, counters.outcomes, VenueCounters::kFirstOutcome, "outcome", outcome_label);
    add_by_code(ungated_, labels_, venue, counters.ungated, 0, "kind", kind_label);
    add_by_code(breaker_trips_, labels_, venue, counters.breaker_trips, 0, "cause", trip_label);
    for (std::size_t index = 0; index < kPlainCounters.size(); ++index)
        plain_[index].add(venue, (counters.*kPlainCounters[index].counter).value());
    plain_.back().add(venue, counters.malformed_calls.value());
    add_histograms(venue, counters);
}

void CounterFamilies::add_decisions(std::string_view venue, const VenueCounters &counters) {
    for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
        for (uint32_t action = 0; action < VenueCounters::kActions; ++action) {
            const auto &by_reason = counters.decisions[request_class][action];
            for (std::size_t reason = 0; reason < by_reason.size(); ++reason) {
                const uint64_t value = by_reason[reason].value();
                if (value == 0) continue;
                labels_.set({{"class", class_label(request_class)},
                    {"verdict", action_label(action + SLUICE_ACTION_SEND)}, {"reason", reason_name_at(reason)}});
                decisions_.add(venue, labels_.text(), value);
            }
        }
    }
}

void CounterFamilies::add_releases(std::string_view venue, const VenueCounters &counters) {
    const std::size_t sent = reason_index(SLUICE_REASON_NONE);
    for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
        const auto &by_reason = counters.releases[request_class];
        for (std::size_t reason = 0; reason < by_reason.size(); ++reason) {
            const uint64_t value = by_reason[reason].value();
            if (value == 0) continue;
            labels_.set({{"class", class_label(request_class)}, {"outcome", reason == sent ? "sent" : "dropped"},
                {"reason", reason_name_at(reason)}});
            releases_.add(venue, labels_.text(), value);
        }
    }
}

void CounterFamilies::add_histograms(std::string_view venue, const VenueCounters &counters) {
    for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
        const Histogram &histogram = counters.wait[request_class];
        if (histogram.count() == 0) continue;
        labels_.set({{"class", class_label(request_class)}});
        wait_.add(venue, labels_.text(), histogram);
    }
    decision_.add(venue, {}, counters.decision);
    answer_.add(venue, {}, counters.answer);
}

void CounterFamilies::append_to(std::vector<std::string_view> &page) const {
    for (const FamilyText *family : {&decisions_, &releases_, &outcomes_, &ungated_, &breaker_trips_})
        append_family(page, *family);
    for (const FamilyText &family : plain_)
        append_family(page, family);
    for (const HistogramText *histogram : {&wait_, &decision_, &answer_})
        append_family(page, histogram->family());
}

}  // namespace sluice
