#include "sluice/cpp/loader.hpp"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sluice/cpp/fake.hpp"
#include "test_file.hpp"

namespace {

using sluice::Plugin;
using sluice_test::TestFile;
using testing::AllOf;
using testing::HasSubstr;

std::string reason_of(const std::string &path) {
    try {
        Plugin::load(path);
    } catch (const sluice::failure &fault) {
        EXPECT_EQ(fault.status(), SLUICE_E_ABI);
        return fault.what();
    }
    return "loaded";
}

TEST(Loader, loads_a_newer_minor_and_copies_what_this_host_knows) {
    const Plugin plugin = Plugin::load(PLUGIN_GOOD);
    EXPECT_EQ(plugin.abi_minor(), 3u);
    EXPECT_STREQ(plugin.build_id(), "test");
    EXPECT_EQ(plugin.table().struct_size, sizeof(sluice_api_v1));
    EXPECT_TRUE(SLUICE_HAS(&plugin.table(), extension));
}

TEST(Loader, says_path_both_versions_and_remedy) {
    const std::string host = "host ABI 1.0";
    EXPECT_THAT(reason_of("/opt/none/libsluice.so.1"), AllOf(HasSubstr("/opt/none/libsluice.so.1"), HasSubstr(host),
                                                           HasSubstr("cannot be read"), HasSubstr("correct the path")));
    EXPECT_THAT(reason_of(PLUGIN_NEXT_MAJOR),
        AllOf(HasSubstr(PLUGIN_NEXT_MAJOR), HasSubstr("ABI 2.7"), HasSubstr(host), HasSubstr("install")));
    EXPECT_THAT(reason_of(PLUGIN_WITHOUT_NOTE),
        AllOf(HasSubstr(PLUGIN_WITHOUT_NOTE), HasSubstr(".note.sluice"), HasSubstr(host), HasSubstr("release")));
    EXPECT_THAT(reason_of(PLUGIN_WITHOUT_ENTRY),
        AllOf(HasSubstr(PLUGIN_WITHOUT_ENTRY), HasSubstr("sluice_entry_v1"), HasSubstr(host)));
    EXPECT_THAT(reason_of(PLUGIN_REFUSING),
        AllOf(HasSubstr(PLUGIN_REFUSING), HasSubstr("not on a Sunday"), HasSubstr("ABI 1.0"), HasSubstr("install")));
    EXPECT_THAT(reason_of(PLUGIN_WITHOUT_SUBMIT),
        AllOf(HasSubstr(PLUGIN_WITHOUT_SUBMIT), HasSubstr("'submit'"), HasSubstr(host), HasSubstr("reinstall")));
    EXPECT_THAT(reason_of(TestFile("text").path()), AllOf(HasSubstr("not an ELF"), HasSubstr(host)));
}

TEST(Loader, runs_no_code_of_a_library_with_another_abi) {
    reason_of(PLUGIN_NEXT_MAJOR);
    // Had it been opened, it would still be here: RTLD_NOLOAD only finds what is loaded.
    EXPECT_EQ(dlopen(PLUGIN_NEXT_MAJOR, RTLD_NOW | RTLD_NOLOAD), nullptr);
}

TEST(Loader, says_why_a_library_does_not_open) {
    EXPECT_THAT(reason_of(PLUGIN_UNRESOLVED),
        AllOf(HasSubstr(PLUGIN_UNRESOLVED), HasSubstr("cannot be opened"), HasSubstr("sluice_test_nowhere"),
            HasSubstr("host ABI 1.0"), HasSubstr("install")));
}

TEST(Loader, refuses_an_older_table_that_ends_before_a_required_slot) {
    sluice::FakePlugin fake;
    sluice_api_v1 table = fake.table();
    table.struct_size = offsetof(sluice_api_v1, poll);
    try {
        Plugin::from_table(table);
        FAIL() << "a table without poll was taken";
    } catch (const sluice::failure &fault) {
        EXPECT_THAT(fault.what(), HasSubstr("'poll'"));
    }
    table.struct_size = 2;
    EXPECT_THROW(Plugin::from_table(table), sluice::failure);
    EXPECT_NO_THROW(Plugin::from_table(fake.table()));
}

}  // namespace
