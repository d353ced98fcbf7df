// Everything at random, against every rule: a gateway that polls when it likes, and one that polls only when it is told
// that something is due.

#include "gateway.hpp"
#include "generators.hpp"
#include "player.hpp"

namespace property {
namespace {

std::string run(const EngineSetup &setup, const std::vector<Command> &commands, bool is_driven) {
    Gateway gateway(setup, is_driven);
    if (!gateway.fault().empty()) return gateway.fault();
    play(gateway, commands);
    gateway.settle();
    gateway.stop();
    if (!gateway.fault().empty()) return gateway.fault();
    const std::string broken = first_broken(gateway.history());
    if (broken.empty()) return broken;
    std::string story = broken;
    for (const Entry &entry : gateway.history().entries) {
        if (entry.what != What::poll && entry.what != What::returned) story += "\n  " + describe(entry);
    }
    return story;
}

TEST(RandomRuns, keep_every_rule_when_polled_at_any_time) {
    check("a gateway that polls when it likes", 12'000, [] {
        const EngineSetup setup = *any_setup(1 + *rc::gen::inRange(0, 2), true);
        const std::vector<Command> commands = *any_commands();
        const std::string broken = run(setup, commands, false);
        if (!broken.empty()) RC_FAIL(broken);
    });
}

TEST(RandomRuns, miss_nothing_when_polled_only_as_told) {
    check("a gateway that polls at next_due_ns() and wake() only", 12'000, [] {
        const EngineSetup setup = *any_setup(1 + *rc::gen::inRange(0, 2), true);
        const std::vector<Command> commands = *any_commands();
        const std::string broken = run(setup, commands, true);
        if (!broken.empty()) RC_FAIL(broken);
    });
}

}  // namespace
}  // namespace property
