// Invariant three, by the simplest rule there is: the times at which messages really left, and for every span of the
// venue's window, both ends included, the sum of their costs. It knows nothing of how the plugin counts. One thread.
#pragma once

#include <algorithm>
#include <cinttypes>
#include <cstdint>
#include <utility>
#include <vector>

#include "judge.hpp"

namespace sluice::validate {

class WindowJudge {
public:
    WindowJudge(uint64_t limit, uint64_t window_ns) : limit_(limit), window_ns_(window_ns) {}

    void left(uint64_t time_ns, uint64_t cost) { messages_.emplace_back(time_ns, cost); }

    // The dearest window that there was.
    uint64_t peak() {
        std::sort(messages_.begin(), messages_.end());
        uint64_t sum = 0;
        uint64_t peak = 0;
        for (std::size_t first = 0, last = 0; last < messages_.size(); ++last) {
            sum += messages_[last].second;
            for (; messages_[last].first - messages_[first].first > window_ns_; ++first)
                sum -= messages_[first].second;
            peak = std::max(peak, sum);
        }
        return peak;
    }

    void judge(Judge &judge, const char *name) {
        const uint64_t found = peak();
        judge.expect(found <= limit_, "%s: a window of %" PRIu64 " ns holds %" PRIu64 ", the limit is %" PRIu64, name,
            window_ns_, found, limit_);
    }

private:
    uint64_t limit_;
    uint64_t window_ns_;
    std::vector<std::pair<uint64_t, uint64_t>> messages_;
};

}  // namespace sluice::validate
