// Remembers which values of a document are faulty, so that a later check neither trips over them nor reports them
// again. A broken value is never looked at. A value that lacks something or contains a broken value is not whole: its
// parts can be looked at one by one. Written by the checks of one `parse_config` call, in the order in which they run.
#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "config/json.hpp"

namespace sluice {

class BrokenParts {
public:
    void add_broken(const JsonValue &value, const std::vector<const JsonValue *> &ancestors) {
        broken_.insert(&value);
        add_incomplete(value, ancestors);
    }

    void add_incomplete(const JsonValue &value, const std::vector<const JsonValue *> &ancestors) {
        incomplete_.insert(&value);
        incomplete_.insert(ancestors.begin(), ancestors.end());
    }

    bool is_broken(const JsonValue &value) const { return broken_.contains(&value); }
    bool is_whole(const JsonValue &value) const { return !incomplete_.contains(&value); }

    // The member if the object has it and it is of the type that the schema asks for.
    const JsonValue *find_sound(const JsonValue &object, std::string_view key) const {
        const JsonValue *member = find_member(object, key);
        return member && !is_broken(*member) ? member : nullptr;
    }

private:
    std::unordered_set<const JsonValue *> broken_;
    std::unordered_set<const JsonValue *> incomplete_;
};

}  // namespace sluice
