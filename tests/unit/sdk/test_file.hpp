// Files for tests of what reads files: copies, cut, changed, and removed at the end. Each has a name of its own.
#ifndef SLUICE_TEST_SDK_TEST_FILE_HPP
#define SLUICE_TEST_SDK_TEST_FILE_HPP

#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace sluice_test {

inline std::string read_all(const std::string &path) {
    std::ifstream file(path.c_str(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

class TestFile {
public:
    explicit TestFile(const std::string &content) : path_("/tmp/sluice-sdk-test-XXXXXX") {
        const int descriptor = mkstemp(&path_[0]);
        if (descriptor < 0) throw std::runtime_error("no file in /tmp");
        close(descriptor);
        std::ofstream(path_.c_str(), std::ios::binary) << content;
    }
    ~TestFile() { unlink(path_.c_str()); }
    TestFile(const TestFile &) = delete;
    TestFile &operator=(const TestFile &) = delete;

    const std::string &path() const { return path_; }

private:
    std::string path_;
};

}  // namespace sluice_test

#endif
