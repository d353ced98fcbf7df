#include "open_answers.hpp"

#include <new>

#include "brief_wait.hpp"

namespace sluice {
namespace quickfix {

namespace {

constexpr std::uint32_t kNone = PlaceIndex::kNone;
constexpr std::size_t kNumbersMin = 1024;

std::uint32_t hash_of_name(AnswerName name) {
    return hash_of(name.text, static_cast<std::uint32_t>(name.tag));
}

}  // namespace

std::uint32_t OpenAnswers::find(AnswerName name, std::uint32_t hash) const {
    return by_name_.find(hash, [&](std::uint32_t place) {
        const Entry &entry = at(place);
        return entry.tag == name.tag && entry.answer.id.view() == name.text;
    });
}

// The first of the free places, which stays free until it is used.
std::uint32_t OpenAnswers::make_place() {
    if (free_ == kNone) {
        if (places_ >> kBlockBits == blocks_.size()) {
            blocks_.reserve(blocks_.size() + 1);
            blocks_.emplace_back(new Entry[std::size_t(1) << kBlockBits]);
        }
        free_ = places_++;
    }
    return free_;
}

void OpenAnswers::give_back(std::uint32_t place) {
    Entry &entry = at(place);
    entry.state = State::kFree;
    entry.newer = free_;
    free_ = place;
}

// Nothing finds the entry any more. The report of WRITTEN comes before whatever its end is told as. One that is being
// sent keeps its place until its sender comes back.
void OpenAnswers::take_out(std::uint32_t place, State state_if_sending) {
    Entry &entry = at(place);
    wait_while([&] { return entry.is_reporting.load(std::memory_order_acquire); });
    by_name_.remove(entry.hash, place);
    (entry.older == kNone ? oldest_ : at(entry.older).newer) = entry.newer;
    (entry.newer == kNone ? newest_ : at(entry.newer).older) = entry.older;
    if (entry.answer.written_ns != 0) {
        give_back(place);
    } else {
        entry.state = state_if_sending;
    }
}

void OpenAnswers::give(std::uint32_t place, OpenAnswer &answer) {
    Entry &entry = at(place);
    answer = entry.answer;
    if (!entry.is_order) answer.id = IdText();
    take_out(place, State::kAnswered);
}

OpenAnswers::Sending OpenAnswers::add(AnswerName name, bool is_order, const OpenAnswer &answer) {
    const std::uint32_t hash = hash_of_name(name);
    std::lock_guard<std::mutex> lock(mutex_);
    const std::uint32_t known = find(name, hash);
    if (known != kNone) take_out(known, State::kReplaced);
    if (by_name_.size() >= kEntriesMax) take_out(oldest_, State::kReplaced);
    // All that may lack memory comes before the first change.
    by_name_.make_room();
    const std::uint32_t place = make_place();
    Entry &entry = at(place);
    entry.answer.id.assign(name.text);
    free_ = entry.newer;
    entry.answer.grant = answer.grant;
    entry.answer.order_id = answer.order_id;
    entry.answer.kind = answer.kind;
    entry.answer.written_ns = 0;
    entry.tag = name.tag;
    entry.sequence_number = 0;
    entry.is_order = is_order;
    entry.state = State::kOpen;
    entry.hash = hash;
    entry.session_number = session_number_;
    entry.newer = kNone;
    entry.older = newest_;
    (newest_ == kNone ? oldest_ : at(newest_).newer) = place;
    newest_ = place;
    by_name_.add(hash, place);
    return place;
}

OpenAnswers::Written OpenAnswers::set_written(Sending sending, int sequence_number, std::uint64_t now_ns) noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    Entry &entry = at(sending);
    if (entry.state != State::kOpen) {
        const bool is_answered = entry.state == State::kAnswered;
        give_back(sending);
        return Written(!is_answered, nullptr);
    }
    entry.answer.written_ns = now_ns;
    if (entry.session_number != session_number_) {
        // The session went while this was being sent; no answer will come.
        take_out(sending, State::kReplaced);
        return Written();
    }
    entry.sequence_number = sequence_number;
    if (sequence_number > 0) note_number(sending);
    entry.is_reporting.store(true, std::memory_order_relaxed);
    return Written(true, &entry.is_reporting);
}

bool OpenAnswers::is_number_taken(const Entry &entry) const {
    const std::size_t cell = static_cast<std::size_t>(entry.sequence_number) & (by_number_.size() - 1);
    const std::uint32_t place = by_number_[cell];
    if (place == kNone) return false;
    const Entry &other = at(place);
    if (&other == &entry || other.state != State::kOpen || other.answer.written_ns == 0) return false;
    return other.sequence_number != entry.sequence_number &&
           (static_cast<std::size_t>(other.sequence_number) & (by_number_.size() - 1)) == cell;
}

void OpenAnswers::note_number(std::uint32_t place) {
    const Entry &entry = at(place);
    try {
        if (by_number_.empty()) by_number_.assign(kNumbersMin, kNone);
        while (is_number_taken(entry) && by_number_.size() < kNumbersMax) {
            std::vector<std::uint32_t> larger(by_number_.size() * 2, kNone);
            for (std::uint32_t here = oldest_; here != kNone; here = at(here).newer) {
                const int number = at(here).sequence_number;
                if (number > 0) larger[static_cast<std::size_t>(number) & (larger.size() - 1)] = here;
            }
            by_number_.swap(larger);
        }
    } catch (const std::bad_alloc &) {
        // An older message will not be known by its number.
        if (by_number_.empty()) return;
    }
    by_number_[static_cast<std::size_t>(entry.sequence_number) & (by_number_.size() - 1)] = place;
}

void OpenAnswers::remove(Sending sending) noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    if (at(sending).state == State::kOpen) take_out(sending, State::kReplaced);
    give_back(sending);
}

bool OpenAnswers::take(AnswerName name, OpenAnswer &answer) {
    const std::uint32_t hash = hash_of_name(name);
    std::lock_guard<std::mutex> lock(mutex_);
    const std::uint32_t place = find(name, hash);
    if (place == kNone) return false;
    give(place, answer);
    return true;
}

bool OpenAnswers::take(int sequence_number, OpenAnswer &answer) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (sequence_number <= 0 || by_number_.empty()) return false;
    const std::uint32_t place = by_number_[static_cast<std::size_t>(sequence_number) & (by_number_.size() - 1)];
    if (place == kNone) return false;
    const Entry &entry = at(place);
    if (entry.state != State::kOpen || entry.sequence_number != sequence_number) return false;
    give(place, answer);
    return true;
}

std::vector<OpenAnswer> OpenAnswers::take_older(std::uint64_t written_before_ns, std::uint64_t &next_ns) {
    std::vector<OpenAnswer> older;
    std::lock_guard<std::mutex> lock(mutex_);
    next_ns = UINT64_MAX;
    for (std::uint32_t next = oldest_; next != kNone;) {
        const std::uint32_t here = next;
        const std::uint64_t written_ns = at(here).answer.written_ns;
        next = at(here).newer;
        // Still being sent; those behind it are as good as the same age.
        if (written_ns == 0) continue;
        if (written_ns >= written_before_ns) {
            next_ns = written_ns;
            break;
        }
        older.emplace_back();
        give(here, older.back());
    }
    return older;
}

void OpenAnswers::clear() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++session_number_;
    for (std::uint32_t next = oldest_; next != kNone;) {
        const std::uint32_t here = next;
        next = at(here).newer;
        // One that is being sent right now belongs to its sender, who finds the new session number.
        if (at(here).answer.written_ns != 0) take_out(here, State::kReplaced);
    }
}

std::size_t OpenAnswers::size() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return by_name_.size();
}

}  // namespace quickfix
}  // namespace sluice
