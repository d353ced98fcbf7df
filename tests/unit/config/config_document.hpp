// A config document that a test changes at one place and then judges: the test says only what differs from a sound one.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/json.hpp"
#include "config/parse_config.hpp"

namespace sluice {

// For messages of failed expectations.
void PrintTo(const ConfigFault &fault, std::ostream *stream);

class ConfigDocument {
public:
    // The smallest document that is sound.
    static ConfigDocument smallest();
    // Sound, with one firm limit, two venues, a limit of each shape and a breaker.
    static ConfigDocument typical();
    explicit ConfigDocument(const std::string &json);

    // Puts a JSON value at a JSON pointer ("/venues/0/limits/-" appends), or takes it away.
    ConfigDocument &set(const std::string &pointer, const std::string &json);
    ConfigDocument &remove(const std::string &pointer);

    std::string text() const;
    std::vector<ConfigFault> faults() const;
    Config config() const;  // fails the test if there are faults

private:
    JsonDocument document_;
};

// What a fault says of the choices of a limit.
inline const std::string kShapeWords =
    R"(one of "sliding_window", "aligned_window", "first_message_window", "block_window", "token_bucket", )"
    R"("decaying_counter", "in_flight", "budget")";
inline const std::string kScopeWords =
    R"(one of "firm", "venue", "account", "lane", "instrument", "owner", "account_instrument", "account_owner", )"
    R"("lane_instrument")";

// Matches one fault exactly.
inline auto fault(const std::string &path, const std::string &expected, const std::string &found) {
    return testing::FieldsAre(path, expected, found);
}

}  // namespace sluice
