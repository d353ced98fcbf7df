// A fault of one field of a struct of config.hpp, before the struct's place in a document is known.
#pragma once

#include <string>

namespace sluice {

struct FieldFault {
    std::string field;     // as the document names it: "margin", "cost/new"
    std::string expected;  // in the document's units
    std::string found;
};

}  // namespace sluice
