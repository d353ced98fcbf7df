#include "config/gateway_config.hpp"

#include <gmock/gmock.h>

#include "temporary_folder.hpp"

namespace fix_gateway {
namespace {

class GatewayConfigTest : public testing::Test {
protected:
    GatewayConfigTest() {
        folder_.write("clients.cfg", "");
        folder_.write("venues.cfg", "");
        folder_.write("sluice.json", "{}");
    }

    GatewayConfig parse(const std::string &json) { return parse_gateway_config(json, folder_.path(), &faults_); }

    std::vector<std::string> texts() const {
        std::vector<std::string> texts;
        for (const ConfigFault &fault : faults_)
            texts.push_back(to_string(fault));
        return texts;
    }

    TemporaryFolder folder_;
    ConfigFaults faults_;
};

TEST_F(GatewayConfigTest, reads_a_whole_document) {
    const GatewayConfig config = parse(R"({
        "clients": "clients.cfg", "venues": "venues.cfg",
        "protection": { "mode": "sluice", "plugin": "/opt/libsluice.so.1", "config": "sluice.json",
                        "run_unprotected_if_plugin_fails": true, "fifo": { "limit": 7, "window_ms": 20 } },
        "routes": [ { "symbol": "BTC-USD", "client": "DESK", "venue": "A" }, { "venue": "B" } ],
        "held_deadline_ms": 0, "cancel_on_client_disconnect": false, "on_stop": "drain", "report": "out.json",
        "orders_max": 5, "final_order_keep_ms": 6, "venue_logon_wait_ms": 7, "stop_wait_ms": 8 })");
    EXPECT_THAT(texts(), testing::IsEmpty());
    EXPECT_EQ(config.clients, folder_.path() + "/clients.cfg");
    EXPECT_EQ(config.protection.mode, ProtectionMode::kSluice);
    EXPECT_EQ(config.protection.plugin, "/opt/libsluice.so.1");
    EXPECT_EQ(config.protection.config, folder_.path() + "/sluice.json");
    EXPECT_TRUE(config.protection.run_unprotected_if_plugin_fails);
    EXPECT_EQ(config.protection.fifo.limit, 7u);
    ASSERT_EQ(config.routes.size(), 2u);
    EXPECT_EQ(config.routes[0].client, "DESK");
    EXPECT_EQ(config.routes[1].symbol, "*");
    EXPECT_EQ(config.held_deadline_ms, 0u);
    EXPECT_FALSE(config.cancel_on_client_disconnect);
    EXPECT_EQ(config.on_stop, OnStop::kDrain);
    EXPECT_EQ(config.report, folder_.path() + "/out.json");
    EXPECT_EQ(config.stop_wait_ms, 8u);
}

TEST_F(GatewayConfigTest, reports_every_fault_at_once_with_path_expected_and_found) {
    parse(R"({ "clients": "nowhere.cfg", "venues": 5,
        "protection": { "mode": "sluice", "config": "missing.json", "fifo": { "limit": 0, "window": 1 },
                        "run_unprotected_if_plugin_fails": "yes" },
        "routes": [ { "symbol": "", "venue": "A" }, { "symbol": "*" }, 3 ],
        "held_deadline_ms": -1, "on_stop": "now", "colour": "red" })");
    const std::string folder = folder_.path();
    EXPECT_THAT(texts(),
        testing::UnorderedElementsAre("/venues: expected a string that is not empty, found 5",
            "/protection/plugin: expected a string, found nothing",
            "/protection/run_unprotected_if_plugin_fails: expected true or false, found \"yes\"",
            "/protection/fifo/limit: expected a whole number from 1 to 1000000, found 0",
            "/protection/fifo/window: expected no such key, found 1",
            "/protection/config: expected a file that can be read, found " + folder + "/missing.json",
            "/routes/0/symbol: expected a string that is not empty, found \"\"",
            "/routes/1/venue: expected a string, found nothing", "/routes/2: expected an object, found 3",
            "/held_deadline_ms: expected a whole number from 0 to 86400000, found -1",
            "/on_stop: expected \"cancel\" or \"drain\", found \"now\"", "/colour: expected no such key, found \"red\"",
            "/clients: expected a file that can be read, found " + folder + "/nowhere.cfg"));
}

TEST_F(GatewayConfigTest, an_empty_object_lacks_all_that_is_needed) {
    parse("{}");
    EXPECT_THAT(
        texts(), testing::ElementsAre("/clients: expected a string, found nothing",
                     "/venues: expected a string, found nothing", "/protection: expected an object, found nothing",
                     "/routes: expected a list of at least one route, found nothing"));
}

TEST_F(GatewayConfigTest, says_where_json_breaks) {
    parse("{ \"clients\": \"a\", }");
    ASSERT_EQ(faults_.size(), 1u);
    EXPECT_THAT(texts()[0], testing::StartsWith("/ at byte 18: expected JSON, found "));
    faults_.clear();
    parse("[]");
    EXPECT_THAT(texts(), testing::Contains("/: expected an object, found []"));
}

TEST_F(GatewayConfigTest, a_file_that_is_not_there_is_one_fault) {
    load_gateway_config(folder_.path() + "/none.json", &faults_);
    EXPECT_EQ(faults_.size(), 1u);
}

}  // namespace
}  // namespace fix_gateway
