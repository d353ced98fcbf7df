#include "config/schema_check.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "config/found_text.hpp"
#include "config/json_path.hpp"
#include "config/schema_words.hpp"

namespace sluice {
namespace {

class SchemaCheck {
public:
    SchemaCheck(const JsonDocument &schema, BrokenParts &broken, FaultList &faults)
        : schema_(schema), compiled_(schema), validator_(compiled_), broken_(broken), faults_(faults) {}

    void run(const JsonValue &root) {
        while (!is_left_out(root) && !faults_.is_overfull()) {
            validator_.Reset();
            path_.clear();
            ancestors_.clear();
            if (feed(root)) return;
            report();
        }
    }

private:
    bool is_left_out(const JsonValue &value) const { return broken_.is_broken(value) || left_out_.contains(&value); }

    // Sends the events of a value to the validator. False: the validator stopped; `stopped_at_`, `path_` and
    // `ancestors_` say where.
    bool feed(const JsonValue &value) {
        if (value.IsObject()) return feed_object(value);
        if (value.IsArray()) return feed_array(value);
        return feed_scalar(value) || stop(value);
    }

    bool feed_scalar(const JsonValue &value) {
        if (value.IsString()) return validator_.String(value.GetString(), value.GetStringLength(), false);
        if (value.IsBool()) return validator_.Bool(value.GetBool());
        if (value.IsNull()) return validator_.Null();
        if (value.IsUint64()) return validator_.Uint64(value.GetUint64());
        if (value.IsInt64()) return validator_.Int64(value.GetInt64());
        return validator_.Double(value.GetDouble());
    }

    bool feed_object(const JsonValue &object) {
        if (!validator_.StartObject()) return stop(object);
        const size_t path_length = path_.size();
        ancestors_.push_back(&object);
        for (const auto &member : object.GetObject()) {
            if (is_left_out(member.value)) continue;
            append_key(path_, text_of(member.name));
            if (!validator_.Key(member.name.GetString(), member.name.GetStringLength(), false)) {
                unknown_key_ = text_of(member.name);
                return stop(member.value);
            }
            if (!feed(member.value)) return false;
            path_.resize(path_length);
        }
        ancestors_.pop_back();
        return validator_.EndObject(object.MemberCount()) || stop(object);
    }

    bool feed_array(const JsonValue &array) {
        if (!validator_.StartArray()) return stop(array);
        const size_t path_length = path_.size();
        ancestors_.push_back(&array);
        rapidjson::SizeType &sound_count = sound_counts_[&array];
        for (; sound_count < array.Size(); ++sound_count) {
            if (is_left_out(array[sound_count])) continue;
            append_index(path_, sound_count);
            if (!feed(array[sound_count])) return false;
            path_.resize(path_length);
        }
        ancestors_.pop_back();
        return validator_.EndArray(array.Size()) || stop(array);
    }

    bool stop(const JsonValue &value) {
        stopped_at_ = &value;
        return false;
    }

    void report() {
        const JsonValue &value = *stopped_at_;
        const JsonValue *rule = validator_.GetInvalidSchemaPointer().Get(schema_);
        const JsonValue &node = rule ? *rule : schema_;
        const std::string_view keyword = validator_.GetInvalidSchemaKeyword();
        left_out_.insert(&value);
        // A value of the right type that lacks a member or has a wrong length: its parts are sound or reported already.
        const bool is_readable =
            keyword == "required" || keyword == "minProperties" || keyword == "minItems" || keyword == "maxItems";
        if (is_readable) {
            broken_.add_incomplete(value, ancestors_);
        } else {
            broken_.add_broken(value, ancestors_);
        }
        if (keyword == "additionalProperties") {
            faults_.add(value, {path_, words_of_keys(node, unknown_key_), "unknown key " + quoted(unknown_key_)});
        } else if (keyword == "required") {
            report_missing(value, node);
        } else {
            faults_.add(value, {path_, words_of(node), found_text(value) + length_words(value, keyword)});
        }
    }

    // A member that is there but broken was left out: the validator misses it, its own fault is reported already.
    void report_missing(const JsonValue &object, const JsonValue &node) {
        for (const JsonValue &key : find_member(node, "required")->GetArray()) {
            if (find_member(object, text_of(key))) continue;
            const JsonValue &member = *find_member(*find_member(node, "properties"), text_of(key));
            faults_.add(object, {path_of_key(path_, text_of(key)), words_of(resolved(schema_, member)), "nothing"});
        }
    }

    static std::string length_words(const JsonValue &value, std::string_view keyword) {
        if (keyword != "maxLength") return "";
        rapidjson::SizeType length = 0;
        rapidjson::internal::CountStringCodePoint<rapidjson::UTF8<>>(
            value.GetString(), value.GetStringLength(), &length);
        return " (" + std::to_string(length) + " characters)";
    }

    const JsonDocument &schema_;
    const rapidjson::SchemaDocument compiled_;
    rapidjson::SchemaValidator validator_;
    BrokenParts &broken_;
    FaultList &faults_;

    // What the validator does not get to see any more.
    std::unordered_set<const JsonValue *> left_out_;
    // How many elements from the start of an array are known to be sound or broken.
    std::unordered_map<const JsonValue *, rapidjson::SizeType> sound_counts_;

    // Where the validator is, and where it stopped.
    std::string path_;
    std::vector<const JsonValue *> ancestors_;
    const JsonValue *stopped_at_ = nullptr;
    std::string_view unknown_key_;
};

}  // namespace

void check_schema(const JsonValue &root, const JsonDocument &schema, BrokenParts &broken, FaultList &faults) {
    SchemaCheck(schema, broken, faults).run(root);
}

}  // namespace sluice
