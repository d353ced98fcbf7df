#include "orders/venue_id.hpp"

namespace fix_gateway {

VenueIds::VenueIds(std::uint64_t start_seconds) {
    static const char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string reversed;
    for (std::uint64_t rest = start_seconds; rest != 0; rest /= 36)
        reversed += kDigits[rest % 36];
    prefix_ = "g" + std::string(reversed.rbegin(), reversed.rend()) + "-";
}

std::uint64_t VenueIds::request_id(const std::string &text) const {
    constexpr std::size_t kDigitsMax = 19;  // any such number fits 64 bits
    const std::size_t digits = text.size() - prefix_.size();
    if (text.size() <= prefix_.size() || digits > kDigitsMax || text.compare(0, prefix_.size(), prefix_) != 0) return 0;
    std::uint64_t number = 0;
    for (std::size_t index = prefix_.size(); index < text.size(); ++index) {
        if (text[index] < '0' || text[index] > '9') return 0;
        number = number * 10 + static_cast<std::uint64_t>(text[index] - '0');
    }
    return number;
}

}  // namespace fix_gateway
