/* Versions. The build reads them from here; nothing repeats them.
 *
 * The library version says which code this is. The ABI version says which contract: a new major is a new entry
 * symbol beside the old one, a new minor only appends. ABI.md states the promise. */
#ifndef SLUICE_VERSION_H
#define SLUICE_VERSION_H

#define SLUICE_VERSION_MAJOR 1
#define SLUICE_VERSION_MINOR 0
#define SLUICE_VERSION_PATCH 0

#define SLUICE_ABI_MAJOR 1u
#define SLUICE_ABI_MINOR 0u

#endif
