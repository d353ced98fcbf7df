#include "log.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>

namespace fix_gateway {

void log_line(LogLevel level, const std::string &text) {
    static const char *const kNames[] = {"info", "warning", "error"};
    timeval now;
    gettimeofday(&now, nullptr);
    tm utc;
    gmtime_r(&now.tv_sec, &utc);
    char stamp[64];
    const std::size_t length = strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(stamp + length, sizeof stamp - length, ".%03ldZ", static_cast<long>(now.tv_usec / 1000));
    const std::string line = std::string(stamp) + " " + kNames[static_cast<int>(level)] + " " + text + "\n";
    // Nothing sensible can be done when stderr is gone.
    const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    static_cast<void>(written);
}

}  // namespace fix_gateway
