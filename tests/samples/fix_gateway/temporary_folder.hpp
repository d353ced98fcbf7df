// A folder of the test's own that is gone when the test is over.
#pragma once

#include <dirent.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace fix_gateway {

class TemporaryFolder {
public:
    TemporaryFolder() {
        char path[] = "/tmp/fix_gateway_unit_XXXXXX";
        if (mkdtemp(path) == nullptr) ADD_FAILURE() << "no temporary folder";
        path_ = path;
    }
    ~TemporaryFolder() {
        if (DIR *folder = opendir(path_.c_str())) {
            while (const dirent *entry = readdir(folder))
                unlink((path_ + "/" + entry->d_name).c_str());
            closedir(folder);
        }
        rmdir(path_.c_str());
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    const std::string &path() const { return path_; }

    std::string write(const std::string &name, const std::string &text) const {
        std::ofstream(path_ + "/" + name) << text;
        return path_ + "/" + name;
    }

private:
    std::string path_;
};

}  // namespace fix_gateway
