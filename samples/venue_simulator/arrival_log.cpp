#include "arrival_log.hpp"

#include <cinttypes>

namespace venue_simulator {

namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

// A field that a stranger chose may hold a comma or a quote.
std::string csv_field(const std::string &text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char character : text) {
        if (character == '"') quoted += '"';
        quoted += character;
    }
    return quoted + "\"";
}

}  // namespace

bool ArrivalLog::open(const std::string &path) {
    file_ = std::fopen(path.c_str(), "we");
    if (!file_) return false;
    std::setvbuf(file_, nullptr, _IOFBF, kBufferBytes);
    std::fputs("arrival_ns,sending_time_ms,session,msg_type,cl_ord_id,outcome\n", file_);
    return true;
}

void ArrivalLog::write(const Arrival &arrival) {
    if (!file_) return;
    std::fprintf(file_, "%" PRId64 ",%" PRId64 ",%s,%s,%s,%s\n", arrival.arrival_ns, arrival.sending_time_ms,
        csv_field(arrival.session).c_str(), csv_field(arrival.msg_type).c_str(), csv_field(arrival.cl_ord_id).c_str(),
        arrival.outcome);
}

bool ArrivalLog::close() {
    if (!file_) return true;
    const bool had_error = std::ferror(file_) != 0;
    const bool is_closed = std::fclose(file_) == 0;
    file_ = nullptr;
    return is_closed && !had_error;
}

}  // namespace venue_simulator
