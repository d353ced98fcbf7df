#include "simulated_gateway.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "sluice/cpp/engine.hpp"

namespace sluice::profile_tool {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kSecondNs = 1'000 * kMs;
constexpr uint64_t kStartNs = 1'000 * kSecondNs;
constexpr uint64_t kVenueTimeNs = 1'800'000'000 * kSecondNs;  // when the simulation begins, on the venue's clock
constexpr uint64_t kTailNs = 600 * kSecondNs;  // held messages get so long after the last one of the flow
constexpr uint32_t kLooksPerColumn = 8;

class SimulatedGateway {
public:
    explicit SimulatedGateway(const SimulationRequest &request)
        : request_(request),
          engine_(Plugin::from_entry(sluice_entry_v1), callbacks(), request.config),
          limits_(*engine_.extension<sluice_ext_limits>()) {
        venue_ = engine_.intern(SLUICE_NAME_VENUE, "venue");
        account_ = engine_.intern(SLUICE_NAME_ACCOUNT, "account");
        for (const std::string &name : request.flow->owners)
            owners_.push_back(engine_.intern(SLUICE_NAME_OWNER, name.empty() ? "owner" : name));
        for (const std::string &name : request.flow->instruments)
            instruments_.push_back(engine_.intern(SLUICE_NAME_INSTRUMENT, name.empty() ? "instrument" : name));
        lane_ = engine_.open_lane(venue_, "lane");
        sluice_event up = SLUICE_EVENT_INIT;
        up.kind = SLUICE_EVENT_LANE_UP;
        lane_.report(up, now_ns_);
        for (const ProfileLimit &limit : request.profile->limits)
            add_limit(limit.limit.name);
        const uint64_t flow_ns = scaled(request.flow->messages.back().time_ns);
        column_ns_ = std::max<uint64_t>(flow_ns / request.columns, 1) + 1;
        next_look_ns_ = now_ns_;
    }

    SimulationResult run() {
        const std::vector<FlowMessage> &messages = request_.flow->messages;
        const uint64_t last_ns = kStartNs + scaled(messages.back().time_ns);
        std::size_t next = 0;
        while (true) {
            const uint64_t message_ns =
                next < messages.size() ? kStartNs + scaled(messages[next].time_ns) : SLUICE_NEVER;
            const uint64_t answer_ns = answers_.empty() ? SLUICE_NEVER : answers_.front().at_ns;
            const uint64_t due_ns = std::max(engine_.next_due_ns(venue_), now_ns_);
            const uint64_t to_ns = std::min({message_ns, answer_ns, due_ns, next_look_ns_});
            const bool is_flow_over = next == messages.size() && held_.empty() && answers_.empty();
            if (is_flow_over || to_ns > last_ns + kTailNs) break;
            now_ns_ = std::max(now_ns_, to_ns);
            if (to_ns == answer_ns) {
                hear_answer();
            } else if (to_ns == message_ns) {
                offer(messages[next++]);
            } else if (to_ns == due_ns) {
                engine_.poll(venue_, now_ns_, 64);
            }
            if (now_ns_ >= next_look_ns_) look();
        }
        result_.still_held = held_.size();
        result_.length_ns = now_ns_ - kStartNs;
        return std::move(result_);
    }

private:
    struct Answer {
        uint64_t at_ns = 0;
        uint64_t grant = 0;
        uint64_t order = 0;
        bool is_end = false;  // of the order
    };
    struct Held {
        uint64_t order = 0;
        uint64_t since_ns = 0;
        bool is_cancel = false;
    };
    struct Followed {
        uint32_t id = 0;
        LimitScope scope = LimitScope::venue;
    };

    uint64_t scaled(uint64_t time_ns) const {
        return static_cast<uint64_t>(static_cast<double>(time_ns) / request_.speed);
    }

    sluice_host callbacks() {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = this;
        host.now_ns = [](void *context) { return static_cast<SimulatedGateway *>(context)->now_ns_; };
        host.release = [](void *context, const sluice_release *release) {
            static_cast<SimulatedGateway *>(context)->release(*release);
            return sluice_status{SLUICE_OK};
        };
        return host;
    }

    void add_limit(const std::string &name) {
        Followed followed;
        ErrorBuffer error;
        error.check(
            limits_.find(engine_.get(), venue_, name.data(), name.size(), &followed.id, error.get()), "Sluice: limit");
        for (const ProfileLimit &limit : request_.profile->limits) {
            if (limit.limit.name == name) followed.scope = limit.limit.scope;
        }
        sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
        limits_.numbers(engine_.get(), followed.id, &numbers);
        followed_.push_back(followed);
        LimitTrace &trace = result_.limits.emplace_back();
        trace.name = name;
        trace.limit = numbers.limit;
    }

    void offer(const FlowMessage &message) {
        sluice_request request = SLUICE_REQUEST_INIT;
        request.kind = message.kind;
        request.ticket = ++tickets_;
        request.order_id = message.order;
        request.account_id = account_;
        request.instrument_id = instruments_[message.instrument];
        request.owner_id = owners_[message.owner];
        request.side = message.side;
        const bool is_cancel = message.kind == SLUICE_KIND_CANCEL;
        held_[request.ticket] = {message.order, now_ns_, is_cancel};
        const sluice_verdict verdict = lane_.submit(request, now_ns_);
        ++result_.offered;
        for (std::size_t index = 0; index < followed_.size(); ++index) {
            if (verdict.action == SLUICE_ACTION_HELD && followed_[index].id == verdict.limit_id)
                ++result_.limits[index].bindings;
        }
        if (verdict.action == SLUICE_ACTION_HELD) return;
        held_.erase(request.ticket);
        if (verdict.action == SLUICE_ACTION_REFUSED) ++result_.refused;
        if (verdict.action == SLUICE_ACTION_ABSORBED) ++result_.settled;
        if (verdict.action != SLUICE_ACTION_SEND) return;
        ++result_.sent_at_once;
        write(verdict.grant, message.order, is_cancel);
    }

    void release(const sluice_release &release) {
        const auto found = held_.find(release.ticket);
        if (found == held_.end()) return;
        const Held held = found->second;
        held_.erase(found);
        if (release.action != SLUICE_RELEASE_SEND) {
            ++result_.settled;
            return;
        }
        ++result_.sent_later;
        (held.is_cancel ? result_.cancel_waits_ns : result_.order_waits_ns).push_back(now_ns_ - held.since_ns);
        write(release.grant, held.order, held.is_cancel);
    }

    void write(uint64_t grant, uint64_t order, bool is_cancel) {
        sluice_event written = SLUICE_EVENT_INIT;
        written.kind = SLUICE_EVENT_WRITTEN;
        written.grant = grant;
        lane_.report(written, now_ns_);
        answers_.push_back({now_ns_ + request_.round_trip_ns, grant, order, is_cancel});
    }

    void hear_answer() {
        const Answer answer = answers_.front();
        answers_.pop_front();
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = answer.is_end ? SLUICE_EVENT_DONE : SLUICE_EVENT_ACKED;
        event.grant = answer.grant;
        event.order_id = answer.order;
        // The venue stamped it half way.
        event.venue_time_ns = (kVenueTimeNs + (now_ns_ - kStartNs) - request_.round_trip_ns / 2) / kMs * kMs;
        lane_.report(event, now_ns_);
    }

    void look() {
        const std::size_t column = (now_ns_ - kStartNs) / column_ns_;
        for (std::size_t index = 0; index < followed_.size(); ++index) {
            LimitTrace &trace = result_.limits[index];
            if (trace.used.size() <= column) trace.used.resize(column + 1);
            trace.used[column] = std::max(trace.used[column], fullest(followed_[index]));
        }
        next_look_ns_ = now_ns_ + std::max<uint64_t>(column_ns_ / kLooksPerColumn, 1);
    }

    uint64_t fullest(const Followed &followed) {
        sluice_limit_key key = SLUICE_LIMIT_KEY_INIT;
        key.account_id = account_;
        key.lane = lane_.get();
        uint64_t used = 0;
        const auto look_at = [&] {
            sluice_usage usage = SLUICE_USAGE_INIT;
            if (limits_.usage(engine_.get(), followed.id, &key, now_ns_, &usage) == SLUICE_OK)
                used = std::max(used, usage.used);
        };
        const bool is_by_instrument = followed.scope == LimitScope::instrument ||
                                      followed.scope == LimitScope::account_instrument ||
                                      followed.scope == LimitScope::lane_instrument;
        const bool is_by_owner = followed.scope == LimitScope::owner || followed.scope == LimitScope::account_owner;
        if (is_by_instrument) {
            for (const uint32_t id : instruments_) {
                key.instrument_id = id;
                look_at();
            }
        } else if (is_by_owner) {
            for (const uint32_t id : owners_) {
                key.owner_id = id;
                look_at();
            }
        } else {
            look_at();
        }
        return used;
    }

    const SimulationRequest &request_;
    uint64_t now_ns_ = kStartNs;
    SimulationResult result_;
    Engine engine_;
    const sluice_ext_limits &limits_;
    uint32_t venue_ = 0;
    uint32_t account_ = 0;
    std::vector<uint32_t> owners_;
    std::vector<uint32_t> instruments_;
    Lane lane_;
    std::vector<Followed> followed_;
    std::unordered_map<uint64_t, Held> held_;
    std::deque<Answer> answers_;  // by time: every round trip takes as long
    uint64_t tickets_ = 0;
    uint64_t column_ns_ = 1;
    uint64_t next_look_ns_ = 0;
};

}  // namespace

SimulationResult simulate_flow(const SimulationRequest &request) {
    return SimulatedGateway(request).run();
}

}  // namespace sluice::profile_tool
