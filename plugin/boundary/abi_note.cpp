// The ABI version as an ELF note: hosts read it from the file before any code of the library runs. sluice/entry.h says
// how.

#include <cstdint>

#include "sluice/entry.h"
#include "sluice/version.h"

namespace {

struct AbiNote {
    uint32_t name_bytes;
    uint32_t description_bytes;
    uint32_t type;
    char name[8];
    uint32_t major;
    uint32_t minor;
};

[[gnu::used, gnu::retain, gnu::section(".note.sluice"), gnu::aligned(4)]] constexpr AbiNote abi_note = {
    sizeof(SLUICE_NOTE_NAME), 2 * sizeof(uint32_t), SLUICE_NOTE_TYPE, SLUICE_NOTE_NAME, SLUICE_ABI_MAJOR,
    SLUICE_ABI_MINOR};

}  // namespace
