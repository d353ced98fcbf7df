#include "open_answers.hpp"

#include <iterator>
#include <utility>

namespace sluice {
namespace quickfix {

void OpenAnswers::take_locked(Entries::iterator entry, OpenAnswer &answer) {
    const auto named = by_reference_.find(entry->answer.reference);
    if (named != by_reference_.end() && named->second == entry) by_reference_.erase(named);
    const auto numbered = by_sequence_number_.find(entry->answer.sequence_number);
    if (numbered != by_sequence_number_.end() && numbered->second == entry) by_sequence_number_.erase(numbered);
    answer = std::move(entry->answer);
    entries_.erase(entry);
}

void OpenAnswers::add(OpenAnswer answer) {
    std::lock_guard<std::mutex> lock(mutex_);
    OpenAnswer gone;
    const auto known = by_reference_.find(answer.reference);
    if (known != by_reference_.end()) take_locked(known->second, gone);
    if (entries_.size() >= kEntriesMax) take_locked(entries_.begin(), gone);
    entries_.push_back(Entry{std::move(answer), session_number_});
    const auto entry = std::prev(entries_.end());
    by_reference_[entry->answer.reference] = entry;
}

OpenAnswers::Written OpenAnswers::set_written(
    const std::string &reference, std::uint64_t grant, int sequence_number, std::uint64_t now_ns) {
    Written written;
    written.hold = std::unique_lock<std::mutex>(mutex_);
    const auto known = by_reference_.find(reference);
    if (known == by_reference_.end()) {
        written.is_first = false;
        return written;
    }
    const auto entry = known->second;
    if (entry->answer.grant != grant) return written;
    if (entry->session_number != session_number_) {
        // The session went while this was being sent; no answer will come.
        OpenAnswer gone;
        take_locked(entry, gone);
        return written;
    }
    entry->answer.written_ns = now_ns;
    entry->answer.sequence_number = sequence_number;
    by_sequence_number_[sequence_number] = entry;
    return written;
}

void OpenAnswers::remove(const std::string &reference, std::uint64_t grant) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = by_reference_.find(reference);
    OpenAnswer gone;
    if (known != by_reference_.end() && known->second->answer.grant == grant) take_locked(known->second, gone);
}

bool OpenAnswers::take(const std::string &reference, OpenAnswer &answer) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = by_reference_.find(reference);
    if (known == by_reference_.end()) return false;
    take_locked(known->second, answer);
    return true;
}

bool OpenAnswers::take(int sequence_number, OpenAnswer &answer) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = by_sequence_number_.find(sequence_number);
    if (known == by_sequence_number_.end()) return false;
    take_locked(known->second, answer);
    return true;
}

std::vector<OpenAnswer> OpenAnswers::take_older(std::uint64_t written_before_ns, std::uint64_t &next_ns) {
    std::lock_guard<std::mutex> lock(mutex_);
    std::vector<OpenAnswer> older;
    next_ns = UINT64_MAX;
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto here = entry++;
        // Still being sent; those behind it are as good as the same age.
        if (here->answer.written_ns == 0) continue;
        if (here->answer.written_ns >= written_before_ns) {
            next_ns = here->answer.written_ns;
            break;
        }
        OpenAnswer answer;
        take_locked(here, answer);
        older.push_back(std::move(answer));
    }
    return older;
}

void OpenAnswers::clear() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++session_number_;
    OpenAnswer gone;
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto here = entry++;
        // One that is being sent right now belongs to its sender, who finds the new session number.
        if (here->answer.written_ns != 0) take_locked(here, gone);
    }
}

std::size_t OpenAnswers::size() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return entries_.size();
}

}  // namespace quickfix
}  // namespace sluice
