/* A child that starts another program hands no descriptor of the plugin on: exec_during_traffic PLUGIN TIMES [leak].
 * The parent serves metrics and is being scraped meanwhile. With `leak` the host itself leaves a socket open, which has
 * to be noticed. The program that is started is this one again, under the name below. */
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "check.h"
#include "traffic.h"

static const char kStarted[] = "started";
enum { DESCRIPTORS_MAX = 4096 };

/* What this test inherited from whoever runs it is none of its business. */
static void keep_inherited_descriptors_back(void) {
    int descriptor;
    for (descriptor = 3; descriptor < DESCRIPTORS_MAX; ++descriptor) {
        if (fcntl(descriptor, F_GETFD) >= 0) CHECK(fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0);
    }
}

static int has_open_socket(void) {
    int descriptor;
    for (descriptor = 3; descriptor < DESCRIPTORS_MAX; ++descriptor) {
        struct stat known;
        if (fstat(descriptor, &known) == 0 && S_ISSOCK(known.st_mode)) {
            fprintf(stderr, "descriptor %d is an open socket\n", descriptor);
            return 1;
        }
    }
    return 0;
}

/* A scraper that stays connected, so that there is an accepted socket too. */
static int connect_to(uint32_t port) {
    struct sockaddr_in address;
    const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(client >= 0 && connect(client, (struct sockaddr *)&address, sizeof(address)) == 0);
    return client;
}

/* Asks for the metrics and waits for the first byte: from then on the connection was accepted. */
static void scrape_once(int client) {
    static const char kAsk[] = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";
    char first;
    CHECK(send(client, kAsk, strlen(kAsk), MSG_NOSIGNAL) == (ssize_t)strlen(kAsk));
    CHECK(recv(client, &first, 1, 0) == 1);
}

int main(int argument_count, char **arguments) {
    static traffic load;
    const sluice_ext_metrics *metrics;
    uint32_t port;
    int times, client, leak;
    if (argument_count == 2 && strcmp(arguments[1], kStarted) == 0) return has_open_socket();
    if (argument_count < 3) {
        fprintf(stderr, "usage: %s PLUGIN TIMES [leak]\n", arguments[0]);
        return 2;
    }
    times = atoi(arguments[2]);
    keep_inherited_descriptors_back();
    traffic_open(&load, arguments[1], 1);
    metrics = (const sluice_ext_metrics *)load.table->extension(load.engine, SLUICE_EXT_METRICS);
    port = metrics->port(load.engine);
    CHECK(port != 0);
    client = connect_to(port);
    scrape_once(client);
    leak = argument_count > 3 ? socket(AF_INET, SOCK_STREAM, 0) : -1;
    traffic_start(&load);
    while (times-- > 0) {
        int status = 0;
        pid_t child;
        traffic_await_progress(&load);
        child = fork();
        if (child == 0) {
            execl("/proc/self/exe", arguments[0], kStarted, (char *)NULL);
            _exit(127);
        }
        CHECK(child > 0 && waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    traffic_stop(&load);
    close(client);
    if (leak >= 0) close(leak);
    return 0;
}
