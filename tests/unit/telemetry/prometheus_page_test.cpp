// The reader of the other tests finds each fault that it is there to find: a page with one fault each.
#include "prometheus_page.hpp"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace sluice::test {
namespace {

std::string fault_of(const std::string &text) {
    try {
        (void)parse_prometheus_page(text);
    } catch (const std::runtime_error &fault) {
        return fault.what();
    }
    return "";
}

const std::string kHead = "# HELP a Help.\n# TYPE a gauge\n";
const std::string kHistogramHead = "# HELP h Help.\n# TYPE h histogram\n";

TEST(PrometheusPage, reads_a_good_page) {
    const PrometheusPage page =
        parse_prometheus_page(kHead + "a 1\na{l=\"x\\\"\\\\\\n\"} 2.5e-06\n" + kHistogramHead +
                              "h_count 2\nh_sum 3\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\n");
    EXPECT_EQ(page.value("a", {}), 1);
    EXPECT_EQ(page.value("a", {{"l", "x\"\\\n"}}), 2.5e-06);
    EXPECT_EQ(page.value("h_bucket", {{"le", "1"}}), 1);
    EXPECT_FALSE(page.has("a", {{"l", "x"}}));
}

TEST(PrometheusPage, finds_each_fault_of_a_page) {
    EXPECT_NE(fault_of("a 1\n").find("row before its TYPE"), std::string::npos);
    EXPECT_NE(fault_of("# TYPE a gauge\na 1\n").find("does not follow its HELP"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a 1\n" + kHead + "a 2\n").find("family twice"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "# TYPE a gauge\na 1\n").find("TYPE twice"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "b 1\n").find("another family"), std::string::npos);
    EXPECT_NE(fault_of(kHead).find("without rows"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a 1\na 1\n").find("equal rows"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a 1").find("without end"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a one\n").find("no number"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a Nan\n").find("not a number"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a{l=\"\\t\"} 1\n").find("bad escape"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a{l=\"x} 1\n").find("without end"), std::string::npos);
    EXPECT_NE(fault_of(kHead + "a{2l=\"x\"} 1\n").find("bad label name"), std::string::npos);
    EXPECT_NE(fault_of("# HELP c Help.\n# TYPE c counter\nc -1\n").find("negative counter"), std::string::npos);
}

TEST(PrometheusPage, finds_each_fault_of_a_histogram) {
    const std::string tail = "h_count 2\nh_sum 3\n";
    EXPECT_NE(fault_of(kHistogramHead + tail + "h_bucket{le=\"1\"} 2\n").find("no +Inf"), std::string::npos);
    EXPECT_NE(fault_of(kHistogramHead + tail + "h_bucket{le=\"+Inf\"} 3\n").find("not the count"), std::string::npos);
    EXPECT_NE(fault_of(kHistogramHead + tail + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"+Inf\"} 2\n")
                  .find("buckets fall"),
        std::string::npos);
    EXPECT_NE(fault_of(kHistogramHead + tail + "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\n")
                  .find("bounds fall"),
        std::string::npos);
    EXPECT_NE(fault_of(kHistogramHead + "h_count 2\nh_bucket{le=\"+Inf\"} 2\n").find("one sum"), std::string::npos);
}

}  // namespace
}  // namespace sluice::test
