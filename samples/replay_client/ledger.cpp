#include "ledger.hpp"

#include <ostream>

namespace replay {
namespace {

constexpr std::uint64_t kSecondNs = 1000000000;

const char *const kActionNames[] = {"new", "replace", "cancel"};
const char *const kAnswerNames[] = {
    "none", "accepted", "canceled", "absorbed", "not_there", "venue_rejected", "rate_rejected", "refused", "expired"};

void count_second(std::vector<std::uint64_t> &seconds, std::uint64_t since_start_ns) {
    const std::uint64_t second = since_start_ns / kSecondNs;
    if (seconds.size() <= second) seconds.resize(second + 1);
    ++seconds[second];
}

}  // namespace

void Ledger::start(std::uint64_t start_ns) {
    const std::lock_guard<std::mutex> lock(mutex_);
    start_ns_ = start_ns;
}

Ledger::Ids Ledger::open(const PlannedRequest &planned, std::uint64_t now_ns) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const std::uint64_t request = requests_.size();
    if (orders_.size() <= planned.order) orders_.resize(planned.order + 1);
    Order &order = orders_[planned.order];

    RequestRecord record{};
    record.order = planned.order;
    record.due_ns = start_ns_ + planned.due_ns;
    record.sent_ns = now_ns;
    record.action = planned.event->action;
    record.is_copy = planned.is_copy;
    record.is_moot = record.action != Action::kNew && order.life == Life::kDead;
    requests_.push_back(record);

    if (record.action == Action::kNew) {
        order.new_request = request;
        order.last_accepted = request;
        order.life = Life::kPending;
    }
    return {request, order.last_accepted};
}

void Ledger::withdraw(std::uint64_t request) {
    const std::lock_guard<std::mutex> lock(mutex_);
    RequestRecord &record = requests_[request];
    record.is_withdrawn = true;
    if (record.action == Action::kNew) orders_[record.order].life = Life::kDead;
    ++not_sent_;
}

bool Ledger::answer(std::uint64_t request, Answer answer, std::uint64_t now_ns) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (request >= requests_.size()) return false;
    RequestRecord &record = requests_[request];
    if (closed_ns_ != 0) {
        ++late_;
        return true;
    }
    if (record.answer != Answer::kNone) {
        if (record.action == Action::kNew && answer == Answer::kCanceled && record.answer == Answer::kAccepted) {
            // Not a second answer to the new order: the venue or the gateway cancelled it without being asked by us.
            orders_[record.order].life = Life::kDead;
            ++orders_ended_by_venue_;
        } else if (record.answer != answer) {
            ++contradicted_;
        } else if (record.is_implied) {
            record.is_implied = false;
        } else {
            ++duplicated_;
        }
        return true;
    }
    settle(record, answer, now_ns);
    apply_to_order(request, record, now_ns);
    return true;
}

void Ledger::settle(RequestRecord &record, Answer answer, std::uint64_t now_ns) {
    record.answer = answer;
    record.answered_ns = now_ns;
    last_answer_ns_ = now_ns;
    ++answered_;
}

void Ledger::apply_to_order(std::uint64_t request, const RequestRecord &record, std::uint64_t now_ns) {
    Order &order = orders_[record.order];
    switch (record.action) {
        case Action::kNew:
            order.was_accepted = record.answer == Answer::kAccepted;
            order.life = order.was_accepted ? Life::kLive : Life::kDead;
            break;
        case Action::kReplace:
            if (record.answer == Answer::kAccepted) order.last_accepted = request;
            break;
        case Action::kCancel:
            if (record.answer != Answer::kCanceled && record.answer != Answer::kAbsorbed) break;
            order.life = Life::kDead;
            if (record.answer == Answer::kAbsorbed) {
                RequestRecord &new_order = requests_[order.new_request];
                if (new_order.answer != Answer::kNone) break;
                settle(new_order, Answer::kAbsorbed, now_ns);
                new_order.is_implied = true;
            }
            break;
    }
}

bool Ledger::order_ended(std::uint64_t request) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (request >= requests_.size()) return false;
    orders_[requests_[request].order].life = Life::kDead;
    ++orders_ended_by_venue_;
    return true;
}

void Ledger::close(std::uint64_t now_ns) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_ns_ == 0) closed_ns_ = now_ns;
}

Ledger::Progress Ledger::progress() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return {requests_.size() - not_sent_, answered_, last_answer_ns_};
}

// Whether this cancel's delay counts. A cancel works when the order is gone: cancelled, or found filled. A
// rate reject or a refusal is no success, and an order that never came to life had nothing to cancel. A cancel that was
// never answered counts with the time it had waited when the ledger was closed: leaving it out would flatter the
// slowest.
bool Ledger::is_effective_cancel(const RequestRecord &record) const {
    if (record.is_moot) return false;
    switch (record.answer) {
        case Answer::kCanceled:
        case Answer::kAbsorbed:
        case Answer::kNone:
            return true;
        case Answer::kNotThere:
            return orders_[record.order].was_accepted;
        default:
            return false;
    }
}

bool Ledger::is_failed_cancel(const RequestRecord &record) const {
    const bool is_rejected = record.answer == Answer::kRateRejected || record.answer == Answer::kRefused;
    return record.action == Action::kCancel && !record.is_moot && is_rejected && orders_[record.order].was_accepted;
}

LedgerSummary Ledger::summary() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    LedgerSummary summary;
    std::vector<std::uint64_t> new_recorded, new_copies, replaces, cancels, cancels_at_venue, late;
    for (const RequestRecord &record : requests_) {
        if (record.is_withdrawn) continue;
        ++summary.requests;
        ++summary.answers[static_cast<std::size_t>(record.action)][static_cast<std::size_t>(record.answer)];
        summary.moot += record.is_moot ? 1 : 0;
        summary.cancels_failed += is_failed_cancel(record) ? 1 : 0;
        late.push_back(record.sent_ns > record.due_ns ? record.sent_ns - record.due_ns : 0);
        count_second(summary.sent_by_second, record.sent_ns - start_ns_);

        const bool is_answered = record.answer != Answer::kNone;
        if (is_answered) count_second(summary.answered_by_second, record.answered_ns - start_ns_);
        const std::uint64_t end_ns = is_answered ? record.answered_ns : closed_ns_;
        const std::uint64_t delay_ns = end_ns > record.sent_ns ? end_ns - record.sent_ns : 0;
        const bool is_open_or_accepted = !is_answered || record.answer == Answer::kAccepted;
        if (record.action == Action::kNew && is_open_or_accepted) {
            (record.is_copy ? new_copies : new_recorded).push_back(delay_ns);
        } else if (record.action == Action::kReplace && !record.is_moot && is_open_or_accepted) {
            replaces.push_back(delay_ns);
        } else if (record.action == Action::kCancel && is_effective_cancel(record)) {
            cancels.push_back(delay_ns);
            if (record.answer != Answer::kAbsorbed) cancels_at_venue.push_back(delay_ns);
        }
    }
    summary.answered = answered_;
    summary.lost = summary.requests - answered_;
    summary.duplicated = duplicated_;
    summary.contradicted = contradicted_;
    summary.late = late_;
    summary.not_sent = not_sent_;
    summary.orders_ended_by_venue = orders_ended_by_venue_;

    std::vector<std::uint64_t> new_all = new_recorded;
    new_all.insert(new_all.end(), new_copies.begin(), new_copies.end());
    summary.new_delay = percentiles_of(std::move(new_all));
    summary.new_delay_recorded = percentiles_of(std::move(new_recorded));
    summary.new_delay_copies = percentiles_of(std::move(new_copies));
    summary.replace_delay = percentiles_of(std::move(replaces));
    summary.cancel_delay = percentiles_of(std::move(cancels));
    summary.cancel_delay_at_venue = percentiles_of(std::move(cancels_at_venue));
    summary.send_late = percentiles_of(std::move(late));
    return summary;
}

void Ledger::write_requests(std::ostream &output) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    output << "request,order,action,is_copy,is_moot,due_ns,sent_ns,answered_ns,answer\n";
    std::uint64_t request = 0;
    for (const RequestRecord &record : requests_) {
        const std::uint64_t number = request++;
        if (record.is_withdrawn) continue;
        output << number << ',' << record.order << ',' << kActionNames[static_cast<std::size_t>(record.action)] << ','
               << record.is_copy << ',' << record.is_moot << ',' << record.due_ns << ',' << record.sent_ns << ','
               << record.answered_ns << ',' << kAnswerNames[static_cast<std::size_t>(record.answer)] << '\n';
    }
}

}  // namespace replay
