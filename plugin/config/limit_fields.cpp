#include "config/limit_fields.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/built_in_texts.hpp"
#include "config/found_text.hpp"
#include "config/kind_names.hpp"
#include "config/schema_words.hpp"
#include "config/shape_names.hpp"

namespace sluice {
namespace {

constexpr std::array<std::string_view, 3> kNeededByAll{"shape", "scope", "limit"};

constexpr uint32_t bit(LimitShape shape) {
    return 1u << static_cast<uint32_t>(shape);
}

constexpr uint32_t kTimeWindows =
    bit(LimitShape::sliding_window) | bit(LimitShape::aligned_window) | bit(LimitShape::first_message_window);
constexpr uint32_t kTokenBucket = bit(LimitShape::token_bucket);
constexpr uint32_t kDecayingCounter = bit(LimitShape::decaying_counter);
constexpr uint32_t kAlignedWindow = bit(LimitShape::aligned_window);
constexpr uint32_t kBlockWindow = bit(LimitShape::block_window);
constexpr uint32_t kInFlight = bit(LimitShape::in_flight);
constexpr uint32_t kBudget = bit(LimitShape::budget);

struct ShapeField {
    std::string_view key;
    uint32_t needed_by;  // shapes, as bits
    uint32_t allowed_for = 0;
};

// Fields that are not here go with every shape.
constexpr std::array<ShapeField, 16> kShapeFields{{
    {"window_ms", kTimeWindows | kInFlight}, {"phase_ms", 0, kAlignedWindow}, {"window_blocks", kBlockWindow},
    {"block_ms", kBlockWindow}, {"guard_blocks", 0, kBlockWindow}, {"refill_amount", kTokenBucket},
    {"refill_interval_ms", kTokenBucket}, {"decay_amount", kDecayingCounter}, {"decay_interval_ms", kDecayingCounter},
    {"credit_amount", kBudget}, {"credit_value", kBudget}, {"cancel_extra", 0, kBudget}, {"cancel_times", 0, kBudget},
    {"trickle_interval_ms", 0, kBudget}, {"first_fill_credit", 0, kAlignedWindow},
    {"guard_us", 0, ~(kBlockWindow | kInFlight)},  // a guard of time means nothing where time does not count
}};

const ShapeName &shape_of(const JsonValue &limit) {
    const std::string_view name = text_of(*find_member(limit, "shape"));
    for (const ShapeName &shape : kShapeNames) {
        if (shape.name == name) return shape;
    }
    return words_of(LimitShape::sliding_window);
}

// An object that names no cost is more likely a slip than a message that is free.
void check_cost_parts(const JsonValue &limit, std::vector<FieldFault> &faults) {
    const JsonValue *costs = find_member(limit, "cost");
    if (!costs) return;
    for (const KindName &kind : kKindNames) {
        const JsonValue *cost = find_member(*costs, kind.name);
        if (!cost || !cost->IsObject()) continue;
        bool has_part = false;
        for (const std::string_view part : {"message", "request", "step", "by_age"})
            has_part = has_part || find_member(*cost, part) != nullptr;
        if (!has_part) {
            faults.push_back({"cost/" + std::string(kind.name), "one of message, request, step, by_age at least",
                found_text(*cost)});
        }
    }
}

}  // namespace

std::vector<FieldFault> missing_fields(const JsonValue &limit) {
    std::vector<FieldFault> faults;
    JsonDocument schema;
    for (const std::string_view key : kNeededByAll) {
        if (find_member(limit, key)) continue;
        if (schema.IsNull()) schema.Parse(config_schema().data(), config_schema().size());
        const std::string pointer = "/definitions/limit/properties/" + std::string(key);
        faults.push_back({std::string(key), words_of(*rapidjson::Pointer(pointer).Get(schema)), "nothing"});
    }
    return faults;
}

std::vector<FieldFault> check_limit_fields(const JsonValue &limit) {
    std::vector<FieldFault> faults;
    const ShapeName &shape = shape_of(limit);
    for (const ShapeField &field : kShapeFields) {
        const JsonValue *member = find_member(limit, field.key);
        if (member && !((field.needed_by | field.allowed_for) & bit(shape.shape))) {
            faults.push_back(
                {std::string(field.key), "nothing for " + std::string(shape.with_article), found_text(*member)});
        } else if (!member && (field.needed_by & bit(shape.shape))) {
            faults.push_back({std::string(field.key), "a value for " + std::string(shape.with_article), "nothing"});
        }
    }
    check_cost_parts(limit, faults);
    return faults;
}

}  // namespace sluice
