/* The process forks while threads submit, poll and scrape: fork_during_traffic PLUGIN TIMES [listener]. In each child
 * every handle of the parent is refused at once, whatever lock another thread held, an engine of its own works, and a
 * child of the child refuses that one too; the parent's traffic goes on. A child that hangs is ended by its alarm. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "check.h"
#include "fork_child.h"
#include "gateway.h"
#include "traffic.h"

enum { CHILD_SECONDS = 30 };

static void expect_good_end(pid_t child) {
    int status = 0;
    CHECK(child > 0);
    CHECK(waitpid(child, &status, 0) == child);
    if (!WIFEXITED(status)) fprintf(stderr, "the child ended by signal %d\n", WTERMSIG(status));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void be_grandchild(const gateway *childs) {
    const pid_t grandchild = fork();
    if (grandchild == 0) {
        alarm(CHILD_SECONDS);
        check_refused_in_child(childs->table, childs->engine, childs->lane, childs->venue_id);
        _exit(0);
    }
    expect_good_end(grandchild);
}

static void be_child(const traffic *parents, const char *plugin_path, const char *config, int is_last_word_exit) {
    gateway own;
    alarm(CHILD_SECONDS);
    check_refused_in_child(parents->table, parents->engine, parents->lane, parents->venue_id);
    gateway_load(&own, plugin_path);
    gateway_start(&own, config);
    CHECK(own.engine != parents->engine && own.lane != parents->lane);
    CHECK(gateway_new_order(&own, 1) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(&own, 2) == SLUICE_ACTION_SEND);
    CHECK(gateway_new_order(&own, 3) == SLUICE_ACTION_HELD);
    CHECK(gateway_advance(&own, SECOND_NS + 1u) == 1);
    /* The child's engine may stand where the parent's did. */
    check_refused_in_child(parents->table, parents->engine, parents->lane, parents->venue_id);
    be_grandchild(&own);
    CHECK(gateway_new_order(&own, 4) == SLUICE_ACTION_SEND);
    gateway_stop(&own);
    if (is_last_word_exit) exit(0);
    _exit(0);
}

int main(int argument_count, char **arguments) {
    static traffic load;
    int times, time, with_listener;
    if (argument_count < 3) {
        fprintf(stderr, "usage: %s PLUGIN TIMES [listener]\n", arguments[0]);
        return 2;
    }
    times = atoi(arguments[2]);
    with_listener = argument_count > 3 && strcmp(arguments[3], "listener") == 0;
    traffic_open(&load, arguments[1], with_listener);
    traffic_start(&load);
    for (time = 0; time < times; ++time) {
        pid_t child;
        traffic_await_progress(&load);
        child = fork();
        if (child == 0) {
            be_child(&load, arguments[1], with_listener ? GATEWAY_LISTENING_CONFIG : GATEWAY_CONFIG, time % 2);
        }
        expect_good_end(child);
    }
    traffic_await_progress(&load);
    traffic_stop(&load);
    printf("%d children\n", times);
    return 0;
}
