// dlclose after destroy is harmless, and the library can be loaded again.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(Unload, and_load_again) {
    const sluice_engine *earlier = nullptr;
    for (int round = 0; round < 5; ++round) {
        TestHost host(one_venue(window_limit(1, 1000) + R"(, "lanes_max": 2)"));
        EXPECT_NE(host.engine, earlier);
        earlier = host.engine;
        sluice_lane *lane = host.lane_up();
        EXPECT_EQ(host.offer(lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
        EXPECT_EQ(host.offer(lane, new_order(2)).action, std::uint32_t{SLUICE_ACTION_HELD});
    }
}

TEST(Unload, the_table_is_the_same_for_every_caller) {
    const PluginLibrary first;
    const PluginLibrary second;
    EXPECT_EQ(&first.table(), &second.table());
    EXPECT_GE(first.table().struct_size, sizeof(sluice_api_v1));
    const auto entry = reinterpret_cast<sluice_entry_v1_function>(dlsym(first.handle(), SLUICE_ENTRY_V1_NAME));
    EXPECT_EQ(entry(0, nullptr, nullptr), SLUICE_E_ARGUMENT);
    const sluice_api_v1 *table = nullptr;
    EXPECT_EQ(entry(UINT32_MAX, &table, nullptr), SLUICE_OK);
}

}  // namespace sluice_test
