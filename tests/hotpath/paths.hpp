// The ways through the library's hot path, each as a round that can be repeated for ever: what leads up to it, the one
// call that takes it, and what clears up and tells whether it was taken. silent_test.cpp watches whole rounds;
// count_instructions.cpp counts what the one call executes. Immutable; all but `prepare` is made of hot calls alone.
#pragma once

#include <string>
#include <vector>

#include "quiet_host.hpp"

namespace hotpath {

struct Path {
    const char *name;  // as in instructions.tsv
    std::string (*config)();
    // Once, before the first hot call: a kill switch, a breaker. May allocate. Null: nothing.
    void (*prepare)(QuietHost &host);
    // Once: the first hot calls after start.
    void (*begin)(QuietHost &host);
    void (*before)(QuietHost &host);
    void (*call)(QuietHost &host);
    // True when `call` took this path.
    bool (*after)(QuietHost &host);
    // False: the library reads the clock itself.
    bool has_clock = true;
};

// Four limits at four scopes, with room for everything.
std::string with_room();
// The same, but the venue's has room for one message a millisecond, and the queue for 64.
std::string tight();
// As tight(), with one slot in the queue.
std::string with_one_slot();

std::vector<Path> submit_paths();
std::vector<Path> batch_paths();
std::vector<Path> refusal_paths();
std::vector<Path> report_paths();
std::vector<Path> poll_paths();

inline std::vector<Path> all_paths() {
    std::vector<Path> all;
    for (const auto &paths : {submit_paths(), batch_paths(), refusal_paths(), report_paths(), poll_paths()})
        all.insert(all.end(), paths.begin(), paths.end());
    return all;
}

// Steps that most paths share.
inline void session_up(QuietHost &host) {
    host.report(SLUICE_EVENT_LANE_UP);
}
inline void submit_it(QuietHost &host) {
    host.submit();
}
inline void poll_it(QuietHost &host) {
    host.poll();
}

// Fills the venue's limit of tight() for a millisecond; everything that was held before is gone by then.
inline void fill_limit(QuietHost &host) {
    host.advance(10 * kMillisecondNs);
    host.drain();
    host.advance(10 * kMillisecondNs);
    host.spend();
}

// Fills the limit and holds a new order behind it.
inline void hold_new(QuietHost &host) {
    fill_limit(host);
    host.next_new();
    host.order_id = host.request.order_id;
    host.submit();
}

}  // namespace hotpath
