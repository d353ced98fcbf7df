// QuickFIX 1.16 writes EXCEPT(...) where 1.15 writes throw(...), and defines it as nothing in C++17. The decorators
// must take whichever the installed headers bring.
#define EXCEPT(...)
#include <gtest/gtest.h>

#include <type_traits>

#include "sluice/quickfix/application.hpp"

TEST(ExceptMacro, decorator_is_complete_in_the_words_of_quickfix_1_16) {
    EXPECT_FALSE(std::is_abstract<sluice::quickfix::SluiceApplication>::value);
}
