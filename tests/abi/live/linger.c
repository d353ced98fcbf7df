/* Keeps a process that is on its way out alive for two milliseconds more. A program opens it after the plugin; then it
 * is finished after the plugin, and the threads of the program meet whatever state that was left in. */
#include <time.h>

__attribute__((destructor)) static void linger(void) {
    const struct timespec pause = {0, 2000000};
    nanosleep(&pause, NULL);
}
