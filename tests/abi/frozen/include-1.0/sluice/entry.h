/* The one symbol that the library exports for ABI major 1. */
#ifndef SLUICE_ENTRY_H
#define SLUICE_ENTRY_H

#include <stdint.h>

#include "sluice/api.h"
#include "sluice/status.h"
#include "sluice/version.h"

#ifndef SLUICE_EXPORT
#define SLUICE_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Name and type for dlsym(). */
#define SLUICE_ENTRY_V1_NAME "sluice_entry_v1"
/* [any] Since 1.0. */
typedef sluice_status (*sluice_entry_v1_function)(
    uint32_t host_minor, const sluice_api_v1 **table, sluice_error *error);

/* Gives the table. Starts nothing, keeps nothing, may be called any number of times.
 *   host_minor  the SLUICE_ABI_MINOR that the host was compiled with. The plugin never produces a code newer than that.
 *   table       receives the static table; null on failure.
 *   error       may be null.
 * [any] Since 1.0. */
SLUICE_EXPORT sluice_status sluice_entry_v1(uint32_t host_minor, const sluice_api_v1 **table, sluice_error *error);

/* The ABI version is also in the file itself, readable before any code of it runs: ELF note section `.note.sluice`,
 * name "Sluice", type 1, description two 32-bit words {major, minor} in the byte order of the machine. */
#define SLUICE_NOTE_NAME "Sluice"
#define SLUICE_NOTE_TYPE 1u

#ifdef __cplusplus
}
#endif

#endif
