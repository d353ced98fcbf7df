#include "gateway/fix_text.hpp"

#include <time.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace sluice_bench {

namespace {

std::string sending_time() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm utc{};
    gmtime_r(&now.tv_sec, &utc);
    std::array<char, 40> text{};
    const std::size_t length = strftime(text.data(), text.size(), "%Y%m%d-%H:%M:%S", &utc);
    std::snprintf(text.data() + length, text.size() - length, ".%03ld", now.tv_nsec / 1'000'000);
    return text.data();
}

constexpr std::size_t kTrailerBytes = 7;  // 10=nnn and SOH

}  // namespace

std::string fix_message(const char *type, const std::string &sender, const std::string &target, unsigned sequence,
    const std::string &fields) {
    std::string body;
    add_field(body, 35, type);
    add_field(body, 34, std::to_string(sequence));
    add_field(body, 49, sender);
    add_field(body, 52, sending_time());
    add_field(body, 56, target);
    body += fields;
    std::string message;
    add_field(message, 8, "FIX.4.4");
    add_field(message, 9, std::to_string(body.size()));
    message += body;
    unsigned sum = 0;
    for (const char character : message)
        sum += static_cast<unsigned char>(character);
    std::array<char, 8> checksum{};
    std::snprintf(checksum.data(), checksum.size(), "%03u", sum % 256);
    add_field(message, 10, checksum.data());
    return message;
}

std::string_view fix_field(std::string_view message, int tag) {
    const std::string begin = '\1' + std::to_string(tag) + '=';
    const std::size_t at = message.find(begin);
    if (at == std::string_view::npos) return {};
    const std::size_t from = at + begin.size();
    return message.substr(from, message.find('\1', from) - from);
}

std::size_t fix_message_length(std::string_view text) {
    constexpr std::string_view kBegin = "8=FIX.4.4\0019=";
    if (text.size() < kBegin.size()) return 0;
    if (text.substr(0, kBegin.size()) != kBegin) throw std::runtime_error("this is no FIX 4.4 message");
    const std::size_t end = text.find('\1', kBegin.size());
    if (end == std::string_view::npos) return 0;
    const std::string length(text.substr(kBegin.size(), end - kBegin.size()));
    const std::size_t whole = end + 1 + std::strtoul(length.c_str(), nullptr, 10) + kTrailerBytes;
    return text.size() < whole ? 0 : whole;
}

}  // namespace sluice_bench
