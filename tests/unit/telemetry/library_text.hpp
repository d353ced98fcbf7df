// The oracle of the metrics text: a page that was read back, written again by prometheus-cpp's own serializer. What we
// write ourselves must be that, byte for byte.
#pragma once

#include <string>

#include "prometheus_page.hpp"

namespace sluice::test {

[[nodiscard]] std::string written_by_library(const PrometheusPage &page);

// How the library writes one value and one count.
[[nodiscard]] std::string value_by_library(double value);
[[nodiscard]] std::string count_by_library(std::uint64_t count);

}  // namespace sluice::test
