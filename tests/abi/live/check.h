/* CHECK(fact): the test ends here with exit code 1, naming the fact, unless it is true. From any thread and from a
 * child process, hence _exit(): no handler of anybody runs. */
#ifndef SLUICE_TEST_CHECK_H
#define SLUICE_TEST_CHECK_H

#include <stdio.h>
#include <unistd.h>

#define CHECK(fact) ((fact) ? (void)0 : check_failed(__FILE__, __LINE__, #fact))

static inline void check_failed(const char *file, int line, const char *fact) {
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, fact);
    _exit(1);
}

#endif
