#include "telemetry/metrics_page.hpp"

#include "telemetry/label_text.hpp"

namespace sluice {

MetricsPage::MetricsPage()
    : build_("sluice_build_info", "1, with the version of the library as label.", FamilyType::gauge),
      kill_scopes_("sluice_kill_scopes_engaged", "Scopes of the kill switch that are engaged.", FamilyType::gauge),
      kill_engaged_("sluice_kill_engaged", "1 for each engaged scope; a label that is missing does not narrow it.",
          FamilyType::gauge) {}

void MetricsPage::clear() noexcept {
    parts_.clear();
    size_ = 0;
    for (FamilyText *family : {&build_, &kill_scopes_, &kill_engaged_})
        family->remove_rows();
    counters_.remove_rows();
    state_.remove_rows();
    limits_.remove_rows();
}

void MetricsPage::write(const EngineSnapshot &snapshot) {
    clear();
    labels_.set({{"version", snapshot.version}});
    build_.add(labels_.text(), uint64_t{1});
    for (const VenueSnapshot &venue : snapshot.venues) {
        labels_.set({{"venue", venue.name}});
        counters_.add(labels_.text(), *venue.counters);
        state_.add(labels_.text(), venue);
    }
    for (const LimitSnapshot &limit : snapshot.limits)
        limits_.add(limit);
    add_kills(snapshot);
    collect_parts();
}

void MetricsPage::add_kills(const EngineSnapshot &snapshot) {
    kill_scopes_.add({}, uint64_t{snapshot.kills.size()});
    for (const KillSnapshot &kill : snapshot.kills) {
        labels_.set({{"venue", kill.venue}, {"account", kill.account}, {"instrument", kill.instrument},
            {"owner", kill.owner}, {"side", side_label(kill.side)}});
        kill_engaged_.add(labels_.text(), uint64_t{1});
    }
}

void MetricsPage::collect_parts() {
    append_family(parts_, build_);
    counters_.append_to(parts_);
    state_.append_to(parts_);
    limits_.append_to(parts_);
    append_family(parts_, kill_scopes_);
    append_family(parts_, kill_engaged_);
    for (const std::string_view part : parts_)
        size_ += part.size();
}

void copy_text(const MetricsPage &page, char *out) noexcept {
    for (const std::string_view part : page.parts())
        out = put(out, part);
}

}  // namespace sluice
