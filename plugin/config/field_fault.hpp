// A fault of one field of a struct of config.hpp, before the struct's place in a document is known.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

// What is found where a field that has to be there is missing.
inline constexpr std::string_view kFoundNothing = "nothing";

struct FieldFault {
    std::string field;     // as the document names it: "margin", "cost/new"
    std::string expected;  // in the document's units
    std::string found;

    bool is_of_missing_field() const { return found == kFoundNothing; }
};

}  // namespace sluice
