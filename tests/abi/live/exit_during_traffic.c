/* The process ends while threads submit, poll and scrape: exit_during_traffic PLUGIN exit|return|last_thread
 * [listener]. No thread is told, so they run until the kernel ends them, long after the plugin's own destructors, if it
 * had any, would have run: linger.c sees to that. Ends with exit code 0, or by the signal of the thread that crashed.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "traffic.h"

static void pause_us(long microseconds) {
    struct timespec pause;
    pause.tv_sec = 0;
    pause.tv_nsec = microseconds * 1000;
    nanosleep(&pause, NULL);
}

/* For a main that ends by pthread_exit(): the process lives on without it until another thread ends it. */
static void *end_process(void *context) {
    traffic_await_progress((traffic *)context);
    exit(0);
}

int main(int argument_count, char **arguments) {
    static traffic load;
    int with_listener;
    if (argument_count < 3) {
        fprintf(stderr, "usage: %s PLUGIN exit|return|last_thread [listener]\n", arguments[0]);
        return 2;
    }
    with_listener = argument_count > 3 && strcmp(arguments[3], "listener") == 0;
    traffic_open(&load, arguments[1], with_listener);
    /* Opened last, so it is finished last. */
    CHECK(dlopen(SLUICE_TEST_LINGER, RTLD_NOW) != NULL);
    traffic_start(&load);
    traffic_await_progress(&load);
    /* A different moment of the traffic each time. */
    pause_us((long)(getpid() % 16) * 30);
    if (strcmp(arguments[2], "exit") == 0) exit(0);
    if (strcmp(arguments[2], "last_thread") == 0) {
        pthread_t last;
        CHECK(pthread_create(&last, NULL, end_process, &load) == 0);
        pthread_exit(NULL);
    }
    CHECK(strcmp(arguments[2], "return") == 0);
    return 0;
}
