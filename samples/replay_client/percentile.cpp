#include "percentile.hpp"

#include <algorithm>

namespace replay {

std::uint64_t nearest_rank(const std::vector<std::uint64_t> &sorted_ns, std::uint32_t permille) {
    const std::uint64_t rank = (sorted_ns.size() * permille + 999) / 1000;
    return sorted_ns[std::max<std::uint64_t>(rank, 1) - 1];
}

Percentiles percentiles_of(std::vector<std::uint64_t> values_ns) {
    Percentiles result;
    if (values_ns.empty()) return result;
    std::sort(values_ns.begin(), values_ns.end());
    result.count = values_ns.size();
    result.p50_ns = nearest_rank(values_ns, 500);
    result.p99_ns = nearest_rank(values_ns, 990);
    result.max_ns = values_ns.back();
    return result;
}

}  // namespace replay
