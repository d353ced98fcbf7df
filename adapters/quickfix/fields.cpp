#include "fields.hpp"

namespace sluice {
namespace quickfix {

const std::string &empty_text() noexcept {
    static const std::string *const kEmpty = new std::string;  // outlives every thread
    return *kEmpty;
}

// A binary search would take two calls of QuickFIX, one to ask and one to read; FIX messages are short.
const std::string &field_or_empty(const FIX::FieldMap &fields, int tag) noexcept {
    for (const FIX::FieldBase &field : fields) {
        if (field.getTag() == tag) return field.getString();
    }
    return empty_text();
}

}  // namespace quickfix
}  // namespace sluice
