/* The process forks while another thread is known to hold the venue's lock: fork_under_lock PLUGIN. A submit() whose
 * time is far ahead makes the plugin ask the host's clock under that lock, and this host's clock does not answer until
 * it is told to. The child inherits the lock as taken, for ever. */
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>

#include "fork_child.h"
#include "gateway.h"

enum { CHILD_SECONDS = 30 };

static int is_clock_stuck, is_clock_released, has_second_returned;

static void pause_ms(long milliseconds) {
    const struct timespec pause = {0, milliseconds * 1000000};
    nanosleep(&pause, NULL);
}

static uint64_t stuck_clock(void *context) {
    if (!__atomic_load_n(&is_clock_released, __ATOMIC_ACQUIRE)) {
        __atomic_store_n(&is_clock_stuck, 1, __ATOMIC_RELEASE);
        while (!__atomic_load_n(&is_clock_released, __ATOMIC_ACQUIRE))
            pause_ms(1);
    }
    return ((const gateway *)context)->clock_ns;
}

static sluice_status submit_at(gateway *self, uint64_t ticket, uint64_t now_ns) {
    const sluice_request order = gateway_request(SLUICE_KIND_NEW, ticket, ticket);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    return self->table->submit(self->lane, &order, now_ns, &verdict);
}

static void *hold_the_lock(void *context) {
    gateway *self = (gateway *)context;
    CHECK(submit_at(self, 1, self->clock_ns + 86400u * (uint64_t)SECOND_NS) == SLUICE_OK);
    return NULL;
}

static void *wait_for_the_lock(void *context) {
    gateway *self = (gateway *)context;
    CHECK(submit_at(self, 2, self->clock_ns) == SLUICE_OK);
    __atomic_store_n(&has_second_returned, 1, __ATOMIC_RELEASE);
    return NULL;
}

static void be_child(const gateway *parents, const char *plugin_path) {
    gateway own;
    alarm(CHILD_SECONDS);
    check_refused_in_child(parents->table, parents->engine, parents->lane, parents->venue_id);
    gateway_load(&own, plugin_path);
    gateway_start(&own, GATEWAY_CONFIG);
    CHECK(gateway_new_order(&own, 1) == SLUICE_ACTION_SEND);
    gateway_stop(&own);
    _exit(0);
}

int main(int argument_count, char **arguments) {
    gateway self;
    sluice_host host;
    pthread_t holder, waiter;
    pid_t child;
    int status = 0;
    if (argument_count != 2) {
        fprintf(stderr, "usage: %s PLUGIN\n", arguments[0]);
        return 2;
    }
    gateway_load(&self, arguments[1]);
    host = gateway_host(&self);
    host.now_ns = stuck_clock;
    is_clock_released = 1;
    gateway_start_as(&self, &host, GATEWAY_CONFIG);
    is_clock_released = 0;
    CHECK(pthread_create(&holder, NULL, hold_the_lock, &self) == 0);
    while (!__atomic_load_n(&is_clock_stuck, __ATOMIC_ACQUIRE))
        pause_ms(1);
    CHECK(pthread_create(&waiter, NULL, wait_for_the_lock, &self) == 0);
    pause_ms(20);
    /* Otherwise the lock is free and the child below would prove nothing. */
    CHECK(!__atomic_load_n(&has_second_returned, __ATOMIC_ACQUIRE));
    child = fork();
    if (child == 0) be_child(&self, arguments[1]);
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    __atomic_store_n(&is_clock_released, 1, __ATOMIC_RELEASE);
    CHECK(pthread_join(holder, NULL) == 0);
    CHECK(pthread_join(waiter, NULL) == 0);
    gateway_stop(&self);
    return 0;
}
