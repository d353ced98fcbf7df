// The numbers of a limit go up and down at random while random traffic flows. For each shape a judge of its own counts
// what the venue would: no message is written that makes a window hold more than the limit in force allows (what was
// written under a larger one may be in it still), and every ticket is sent once.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "test_host.hpp"

namespace sluice_test {

namespace {

constexpr std::uint64_t kWindowNs = 200 * kMillisecondNs;
constexpr std::uint64_t kMost = 12;

// What the venue has counted when a message comes, itself included.
class Judge {
public:
    virtual ~Judge() = default;
    virtual std::uint64_t count(std::uint64_t now_ns) = 0;
    virtual void answered(std::uint64_t) {}
};

class SlidingJudge : public Judge {
public:
    std::uint64_t count(std::uint64_t now_ns) override {
        times_.push_back(now_ns);
        return static_cast<std::uint64_t>(std::count_if(
            times_.begin(), times_.end(), [now_ns](std::uint64_t at_ns) { return at_ns + kWindowNs >= now_ns; }));
    }

private:
    std::vector<std::uint64_t> times_;
};

// On a clock that is the engine's.
class AlignedJudge : public Judge {
public:
    std::uint64_t count(std::uint64_t now_ns) override { return ++held_[now_ns / kWindowNs]; }

private:
    std::map<std::uint64_t, std::uint64_t> held_;
};

class FirstMessageJudge : public Judge {
public:
    std::uint64_t count(std::uint64_t now_ns) override {
        if (now_ns > opened_ns_ + kWindowNs) {
            opened_ns_ = now_ns;
            held_ = 0;
        }
        return ++held_;
    }

private:
    std::uint64_t opened_ns_ = 0;
    std::uint64_t held_ = 0;
};

// Falls by one every 20 ms; the part of one that is left counts as one.
class CounterJudge : public Judge {
public:
    std::uint64_t count(std::uint64_t now_ns) override {
        empty_at_ns_ = std::max(empty_at_ns_, now_ns) + kUnitNs;
        return (empty_at_ns_ - now_ns + kUnitNs - 1) / kUnitNs;
    }

private:
    static constexpr std::uint64_t kUnitNs = 20 * kMillisecondNs;
    std::uint64_t empty_at_ns_ = 0;
};

class InFlightJudge : public Judge {
public:
    std::uint64_t count(std::uint64_t) override { return ++open_; }
    void answered(std::uint64_t) override { --open_; }

private:
    std::uint64_t open_ = 0;
};

class BudgetJudge : public Judge {
public:
    std::uint64_t count(std::uint64_t) override { return ++used_; }

private:
    std::uint64_t used_ = 0;
};

struct Shape {
    const char *name;
    const char *fields;
    std::unique_ptr<Judge> (*make_judge)();
    bool is_for_life = false;
};

template <typename Kind>
std::unique_ptr<Judge> make() {
    return std::make_unique<Kind>();
}

const Shape kShapes[] = {
    {"sliding_window", R"("window_ms": 200)", make<SlidingJudge>},
    {"aligned_window", R"("window_ms": 200)", make<AlignedJudge>},
    {"aligned_window", R"("window_ms": 200)", make<SlidingJudge>},  // its clock is never told: holds for every phase
    {"first_message_window", R"("window_ms": 200)", make<FirstMessageJudge>},
    {"token_bucket", R"("refill_amount": 1, "refill_interval_ms": 20)", make<CounterJudge>},
    {"decaying_counter", R"("decay_amount": 1, "decay_interval_ms": 20)", make<CounterJudge>},
    {"in_flight", R"("window_ms": 200)", make<InFlightJudge>},
    {"budget", R"("credit_amount": 1, "credit_value": 1)", make<BudgetJudge>, true},
};

std::string config_of(const Shape &shape) {
    return one_venue(
        R"("breaker": {"enabled": false}, "limits": [{"name": "it", "scope": "venue", "limit": 6, "shape": ")" +
        std::string(shape.name) + "\", " + shape.fields + "}]");
}

class Traffic {
public:
    Traffic(const Shape &shape, bool tells_time, std::uint64_t seed)
        : random_(seed), host_(config_of(shape)), judge_(shape.make_judge()), tells_time_(tells_time) {
        limit_ = host_.limit_id("it");
        host_.on_release = [this](const sluice_release &release) {
            EXPECT_EQ(release.action, std::uint32_t{SLUICE_RELEASE_SEND}) << "reason " << release.reason;
            if (release.action == SLUICE_RELEASE_SEND) write(release.ticket, release.grant);
            return SLUICE_OK;
        };
    }

    void run(int steps) {
        for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
            host_.run_until(host_.now() + random_() % (12 * kMillisecondNs));
            switch (random_() % 10) {
                case 0:
                    reload(1 + random_() % kMost);
                    break;
                case 1:
                case 2:
                    answer_one();
                    break;
                default:
                    submit();
            }
        }
    }

    // Everything that was submitted is sent, once, when there is room for it at last.
    void finish(std::uint64_t limit_at_last) {
        reload(limit_at_last);
        for (int round = 0; round < 2'000 && sent_.size() < submitted_; ++round) {
            while (!open_.empty())
                answer_one();
            host_.run_until(host_.now() + 20 * kMillisecondNs);
        }
        EXPECT_EQ(sent_.size(), submitted_);
        for (const auto &[ticket, times] : sent_)
            EXPECT_EQ(times, 1) << "ticket " << ticket;
    }

    std::uint64_t written() const { return written_; }

private:
    struct Open {
        std::uint64_t grant;
        std::uint64_t order_id;
    };

    void submit() {
        sluice_request request = new_order(++submitted_);
        if (random_() % 5 == 0) request.kind = SLUICE_KIND_QUERY;
        const sluice_verdict verdict = host_.submit(lane_, request);
        ASSERT_NE(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED}) << "reason " << verdict.reason;
        if (verdict.action == SLUICE_ACTION_SEND) write(submitted_, verdict.grant);
    }

    void write(std::uint64_t ticket, std::uint64_t grant) {
        ++sent_[ticket];
        ++written_;
        EXPECT_LE(judge_->count(host_.now()), in_force_) << "ticket " << ticket;
        host_.written(lane_, grant);
        open_.push_back({grant, ticket});
    }

    void answer_one() {
        if (open_.empty()) return;
        const std::size_t pick = random_() % open_.size();
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_ACKED;
        event.grant = open_[pick].grant;
        event.order_id = open_[pick].order_id;
        if (tells_time_) event.venue_time_ns = host_.now();
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(pick));
        judge_->answered(host_.now());
        ASSERT_EQ(host_.api.report(lane_, &event, host_.now()), SLUICE_OK);
    }

    void reload(std::uint64_t limit) {
        sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
        numbers.limit = limit;
        ASSERT_EQ(host_.limits().reload(host_.engine, limit_, &numbers, nullptr), SLUICE_OK);
        in_force_ = limit;
    }

    std::mt19937_64 random_;
    TestHost host_;
    std::unique_ptr<Judge> judge_;
    const bool tells_time_;
    sluice_lane *lane_ = host_.lane_up();
    std::uint32_t limit_ = 0;
    std::uint64_t in_force_ = 6;
    std::uint64_t submitted_ = 0;
    std::uint64_t written_ = 0;
    std::vector<Open> open_;
    std::map<std::uint64_t, int> sent_;
};

}  // namespace

TEST(ReloadUnderTraffic, no_shape_overflows_and_nothing_is_lost) {
    for (std::size_t index = 0; index < std::size(kShapes); ++index) {
        const Shape &shape = kShapes[index];
        std::uint64_t written = 0;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            SCOPED_TRACE(std::string(shape.name) + " " + std::to_string(index) + " seed " + std::to_string(seed));
            Traffic traffic(shape, index == 1, seed);
            traffic.run(400);
            traffic.finish(shape.is_for_life ? 1'000 : kMost);
            written += traffic.written();
            if (HasFailure()) return;
        }
        EXPECT_GT(written, 1'500u) << shape.name;
    }
}

}  // namespace sluice_test
