#include "host_judge.hpp"

#include "sluice/event.h"

namespace sluice::hostcheck {

namespace {

// A host may read its clock a little before or after the plugin does.
constexpr uint64_t kClockSlackNs = 5'000'000;

std::string message_text(uint64_t ticket, uint64_t grant) {
    return "ticket " + std::to_string(ticket) + ", grant " + std::to_string(grant);
}

bool is_answer(uint32_t kind) {
    return kind >= SLUICE_EVENT_ACKED && kind <= SLUICE_EVENT_LOST;
}

}  // namespace

void HostJudge::breach(const std::string &kind, const std::string &example) {
    ++breach_count_;
    Breach &known = breaches_.try_emplace(kind, Breach{0, example}).first->second;
    if (++known.count == 1) lines_.push_back("hostcheck: " + kind + " (" + example + ")");
}

void HostJudge::granted(uint64_t grant, const sluice_request &request, const sluice_lane *lane, uint64_t now_ns) {
    grants_[grant] = {request.ticket, now_ns, lane, State::unwritten, (request.flags & SLUICE_FLAG_NO_ANSWER) != 0};
    ++unwritten_;
}

void HostJudge::end(Grant &grant, State state) {
    if (grant.state == State::unwritten) --unwritten_;
    grant.state = state;
}

void HostJudge::taken_back(uint64_t grant, sluice_status answer) {
    const auto found = grants_.find(grant);
    if (found == grants_.end()) return;
    if (found->second.state == State::written) {
        breach("a release was reported WRITTEN and then not answered with OK",
            message_text(found->second.ticket, grant) + ", answer " + std::to_string(answer));
        return;
    }
    end(found->second, State::taken_back);
    found->second.is_answered = true;
}

void HostJudge::report_write(Grant &grant, const sluice_event &event, uint64_t now_ns) {
    const bool is_written = event.kind == SLUICE_EVENT_WRITTEN;
    const std::string message = message_text(grant.ticket, event.grant);
    switch (grant.state) {
        case State::unwritten:
            end(grant, is_written ? State::written : State::not_written);
            break;
        case State::written:
            return breach(
                is_written ? "a write was reported twice" : "NOT_WRITTEN was reported after WRITTEN", message);
        case State::not_written:
            return breach("a write was reported after NOT_WRITTEN", message);
        case State::taken_back:
            if (is_written) breach("a message was WRITTEN although its release was not answered with OK", message);
            return;
        case State::given_up:
            return breach("a write was reported too late: grant_timeout_ms had passed", message);
    }
    if (!is_written) {
        grant.is_answered = true;
        return;
    }
    if (event.time_ns > now_ns + kClockSlackNs)
        breach("a write was reported with a time that is still to come", message);
    if (event.time_ns != 0 && event.time_ns + kClockSlackNs < grant.granted_ns)
        breach("a write was reported with a time before its grant", message);
}

void HostJudge::reported(const sluice_event &event, const sluice_lane *lane, uint64_t now_ns) {
    const bool is_write = event.kind == SLUICE_EVENT_WRITTEN || event.kind == SLUICE_EVENT_NOT_WRITTEN;
    if (event.grant == 0) {
        if (is_write && writes_without_grant_ > 0) {
            --writes_without_grant_;
        } else if (is_write) {
            breach(
                "a write was reported without a grant: was something sent that was DROPPED, ABSORBED, REFUSED or HELD?",
                "event kind " + std::to_string(event.kind));
        }
        return;
    }
    const auto found = grants_.find(event.grant);
    if (found == grants_.end())
        return breach("a report names a grant that was never given", std::to_string(event.grant));
    Grant &grant = found->second;
    if (grant.lane != lane) breach("a grant was reported on another lane", message_text(grant.ticket, event.grant));
    if (is_write) return report_write(grant, event, now_ns);
    if (!is_answer(event.kind) && event.kind != SLUICE_EVENT_DONE) return;
    if (grant.state == State::not_written || grant.state == State::taken_back)
        breach("an answer was reported to a message that was never written", message_text(grant.ticket, event.grant));
    // An answer proves the write.
    if (grant.state == State::unwritten) end(grant, State::written);
    grant.is_answered = true;
}

void HostJudge::forget_lane(const sluice_lane *lane) {
    for (auto &[number, grant] : grants_) {
        if (grant.lane != lane) continue;
        if (grant.state == State::unwritten) end(grant, State::taken_back);
        grant.is_answered = true;
    }
}

void HostJudge::give_up_grants_before(uint64_t time_ns) {
    if (unwritten_ == 0) return;
    for (auto &[number, grant] : grants_) {
        if (grant.state != State::unwritten || grant.granted_ns >= time_ns) continue;
        end(grant, State::given_up);
        grant.is_answered = true;
        breach("a grant was never reported WRITTEN or NOT_WRITTEN", message_text(grant.ticket, number));
    }
}

std::vector<std::string> HostJudge::take_lines() {
    std::vector<std::string> lines;
    lines.swap(lines_);
    return lines;
}

std::vector<std::string> HostJudge::summary() const {
    std::vector<std::string> lines;
    for (const auto &[kind, found] : breaches_)
        lines.push_back(
            "hostcheck: breach, " + std::to_string(found.count) + " times: " + kind + " (" + found.example + ")");
    for (const auto &[kind, count] : notices_)
        lines.push_back("hostcheck: " + std::to_string(count) + " " + kind);
    std::size_t unanswered = 0;
    for (const auto &[number, grant] : grants_)
        unanswered += !grant.is_answered;
    if (unanswered != 0)
        lines.push_back("hostcheck: " + std::to_string(unanswered) + " messages whose answer was not reported");
    lines.push_back(breach_count_ == 0
                        ? "hostcheck: the host kept the contract"
                        : "hostcheck: the host broke the contract " + std::to_string(breach_count_) + " times");
    return lines;
}

}  // namespace sluice::hostcheck
