#include "config/duplicate_check.hpp"

#include <string>
#include <unordered_set>
#include <vector>

#include "config/found_text.hpp"
#include "config/json_path.hpp"

namespace sluice {
namespace {

class DuplicateCheck {
public:
    DuplicateCheck(BrokenParts &broken, FaultList &faults) : broken_(broken), faults_(faults) {}

    void visit(const JsonValue &value) {
        ancestors_.push_back(&value);
        const size_t path_length = path_.size();
        if (value.IsArray()) {
            for (rapidjson::SizeType index = 0; index < value.Size(); ++index) {
                append_index(path_, index);
                visit(value[index]);
                path_.resize(path_length);
            }
        } else if (value.IsObject()) {
            std::unordered_set<std::string_view> seen;
            for (const auto &member : value.GetObject()) {
                append_key(path_, text_of(member.name));
                if (seen.insert(text_of(member.name)).second) {
                    visit(member.value);
                } else {
                    broken_.add_broken(member.value, ancestors_);
                    faults_.add(member.value, {path_, "each key once", "a second one, " + found_text(member.value)});
                }
                path_.resize(path_length);
            }
        }
        ancestors_.pop_back();
    }

private:
    BrokenParts &broken_;
    FaultList &faults_;
    std::string path_;
    std::vector<const JsonValue *> ancestors_;
};

}  // namespace

void check_duplicates(const JsonValue &root, BrokenParts &broken, FaultList &faults) {
    DuplicateCheck(broken, faults).visit(root);
}

}  // namespace sluice
