// Fields of a FIX message read where they lie: no text is copied, and a message without a field throws nothing. Pure
// functions, any thread; what they give is valid until the message is changed.
#ifndef SLUICE_QUICKFIX_FIELDS_HPP
#define SLUICE_QUICKFIX_FIELDS_HPP

#include <cstddef>
#include <string>

#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

// What a field that is not there reads as.
const std::string &empty_text() noexcept;

// The value of a field or an empty text.
const std::string &field_or_empty(const FIX::FieldMap &fields, int tag) noexcept;

// The values of several fields from one pass over all of them. A tag may be given twice, and 0 names no field.
template <std::size_t count>
class FieldPick {
public:
    FieldPick(const FIX::FieldMap &fields, const int (&tags)[count]) noexcept {
        for (std::size_t at = 0; at < count; ++at)
            values_[at] = nullptr;
        for (const FIX::FieldBase &field : fields) {
            const int tag = field.getTag();
            for (std::size_t at = 0; at < count; ++at) {
                if (tags[at] == tag && values_[at] == nullptr) values_[at] = &field.getString();
            }
        }
        for (std::size_t at = 0; at < count; ++at) {
            if (values_[at] == nullptr) values_[at] = &empty_text();
        }
    }

    const std::string &operator[](std::size_t at) const noexcept { return *values_[at]; }

private:
    const std::string *values_[count];
};

}  // namespace quickfix
}  // namespace sluice

#endif
