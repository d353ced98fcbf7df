// The smallest host: loads one plugin as every C++ host does and says in one line how that went. check_note.py runs it
// on files that must not be opened.
#include <cstdio>

#include "sluice/cpp/loader.hpp"

int main(int count, char **arguments) {
    if (count != 2) return 2;
    try {
        const sluice::Plugin plugin = sluice::Plugin::load(arguments[1]);
        std::printf("loaded ABI %u.%u\n", SLUICE_ABI_MAJOR, plugin.abi_minor());
    } catch (const sluice::failure &fault) {
        std::printf("%s\n", fault.what());
    }
    return 0;
}
