// How the config names the shapes and scopes of limits. Constant.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "config/config.hpp"

namespace sluice {

struct ShapeName {
    LimitShape shape;
    std::string_view name;
    std::string_view with_article;
};

inline constexpr std::array<ShapeName, 8> kShapeNames{{
    {LimitShape::token_bucket, "token_bucket", "a token_bucket"},
    {LimitShape::decaying_counter, "decaying_counter", "a decaying_counter"},
    {LimitShape::sliding_window, "sliding_window", "a sliding_window"},
    {LimitShape::aligned_window, "aligned_window", "an aligned_window"},
    {LimitShape::first_message_window, "first_message_window", "a first_message_window"},
    {LimitShape::block_window, "block_window", "a block_window"},
    {LimitShape::in_flight, "in_flight", "an in_flight"},
    {LimitShape::budget, "budget", "a budget"},
}};

struct ScopeName {
    LimitScope scope;
    std::string_view name;
};

inline constexpr std::array<ScopeName, kScopeCount> kScopeNames{{
    {LimitScope::firm, "firm"},
    {LimitScope::venue, "venue"},
    {LimitScope::account, "account"},
    {LimitScope::lane, "lane"},
    {LimitScope::instrument, "instrument"},
    {LimitScope::owner, "owner"},
    {LimitScope::account_instrument, "account_instrument"},
    {LimitScope::account_owner, "account_owner"},
    {LimitScope::lane_instrument, "lane_instrument"},
}};

// The tables stand in the order of the enumerations.
constexpr const ShapeName &words_of(LimitShape shape) {
    return kShapeNames[static_cast<size_t>(shape)];
}
constexpr std::string_view name_of(LimitScope scope) {
    return kScopeNames[static_cast<size_t>(scope)].name;
}

}  // namespace sluice
