// Remembers which values of a document are faulty, so that a later check neither trips over them nor reports them
// again. A broken value is never looked at. A value that lacks something or contains a broken value is not whole: its
// parts can be looked at one by one. Written by the checks of one `parse_config` call, in the order in which they run.
#pragma once

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

private:
    std::unordered_set<const JsonValue *> broken_;
    std::unordered_set<const JsonValue *> incomplete_;
};

}  // namespace sluice
