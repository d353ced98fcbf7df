#include "telemetry/family_text.hpp"

namespace sluice {
namespace {

std::string_view name_of(FamilyType type) noexcept {
    switch (type) {
        case FamilyType::counter:
            return "counter";
        case FamilyType::gauge:
            return "gauge";
        case FamilyType::histogram:
            return "histogram";
    }
    return "untyped";
}

std::size_t append_head(TextBuffer &text, std::string_view name, std::string_view help, FamilyType type) {
    for (const std::string_view part : {std::string_view("# HELP "), name, std::string_view(" "), help,
             std::string_view("\n# TYPE "), name, std::string_view(" "), name_of(type), std::string_view("\n")}) {
        text.append(part);
    }
    return text.size();
}

}  // namespace

FamilyText::FamilyText(std::string_view name, std::string_view help, FamilyType type)
    : name_(name), head_bytes_(append_head(text_, name, help, type)) {}

}  // namespace sluice
