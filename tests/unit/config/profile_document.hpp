// A profile of an invented venue that a test changes at one place and then judges.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "config/parse_profile.hpp"
#include "config_document.hpp"

namespace sluice {

class ProfileDocument {
public:
    // Sound: a window with a wall, and a limit whose number the operator has to give.
    ProfileDocument();

    // The day on which these tests take place, a day or more after the profile was verified.
    static std::chrono::sys_days today();

    // Puts a JSON value at a JSON pointer, or takes it away.
    ProfileDocument &set(const std::string &pointer, const std::string &json);
    ProfileDocument &remove(const std::string &pointer);

    ProfileResult parse() const;
    std::vector<ConfigFault> faults() const { return parse().faults; }

private:
    ConfigDocument document_;
};

}  // namespace sluice
