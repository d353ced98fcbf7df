// Opens libsluice.so.1 from a path and gives its table. The ABI version is read from the file first, so that a library
// of another contract is refused before any code of it runs. Every failure is one sentence that names the path, the ABI
// of the plugin, the ABI of this host, and the remedy. Control thread; the result is immutable and may be copied and
// read by any thread. Needs C++11.
#ifndef SLUICE_CPP_LOADER_HPP
#define SLUICE_CPP_LOADER_HPP

#include <dlfcn.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "sluice/api.h"
#include "sluice/cpp/elf_note.hpp"
#include "sluice/cpp/failure.hpp"
#include "sluice/entry.h"
#include "sluice/version.h"

namespace sluice {
inline namespace sdk_v1 {

// A loaded plugin: this host's own copy of the table, as long as this host knows it, with zeros behind the plugin's
// end. The library is never closed: it is linked so that closing changes nothing, and an upgrade loads a second file.
class Plugin {
public:
    // Opens the library. Throws sluice::failure.
    static Plugin load(const std::string &path) {
        refuse_foreign_file(path);
        // RTLD_NOW: a missing symbol shows here and not in the middle of an order. RTLD_LOCAL: the plugin's symbols
        // stay its own.
        void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (!library) {
            const char *why = dlerror();
            throw failure(SLUICE_E_ABI, 0,
                "Sluice plugin '" + path + "' cannot be opened (" + (why ? why : "no reason given") + "; host ABI " +
                    host_abi() + "): install the libraries it needs or rebuild it on this machine.");
        }
        void *symbol = dlsym(library, SLUICE_ENTRY_V1_NAME);
        if (!symbol) {
            throw failure(SLUICE_E_ABI, 0,
                "Sluice plugin '" + path + "' has no symbol '" SLUICE_ENTRY_V1_NAME "' although its note says ABI " +
                    std::to_string(SLUICE_ABI_MAJOR) + " (host ABI " + host_abi() +
                    "): it was linked without its export list, use the library of a release.");
        }
        sluice_entry_v1_function entry;
        static_assert(sizeof(entry) == sizeof(symbol), "dlsym() returns functions as object pointers");
        std::memcpy(&entry, &symbol, sizeof(entry));
        return enter(entry, "Sluice plugin '" + path + "'");
    }

    // Uses an entry function that the host has linked itself (or a test has written). Throws sluice::failure.
    static Plugin from_entry(sluice_entry_v1_function entry) { return enter(entry, "Sluice plugin (linked)"); }

    // Uses a table directly. Throws sluice::failure when a required slot is missing.
    static Plugin from_table(const sluice_api_v1 &table) { return Plugin(table, "Sluice plugin (given table)"); }

    const sluice_api_v1 &table() const noexcept { return table_; }
    std::uint32_t abi_minor() const noexcept { return table_.abi_minor; }
    const char *build_id() const noexcept { return table_.build_id ? table_.build_id : "unknown"; }

private:
    Plugin(const sluice_api_v1 &theirs, const std::string &who) {
        std::memset(&table_, 0, sizeof(table_));
        const std::size_t theirs_bytes = theirs.struct_size;
        std::memcpy(&table_, &theirs, theirs_bytes < sizeof(table_) ? theirs_bytes : sizeof(table_));
        const char *missing = nullptr;
        if (theirs_bytes < offsetof(sluice_api_v1, engine_create)) missing = "engine_create";
#define SLUICE_REQUIRE_SLOT(slot) \
    if (!missing && !SLUICE_HAS(&table_, slot)) missing = #slot
        SLUICE_REQUIRE_SLOT(engine_create);
        SLUICE_REQUIRE_SLOT(engine_stop);
        SLUICE_REQUIRE_SLOT(engine_destroy);
        SLUICE_REQUIRE_SLOT(intern);
        SLUICE_REQUIRE_SLOT(lane_open);
        SLUICE_REQUIRE_SLOT(lane_close);
        SLUICE_REQUIRE_SLOT(submit);
        SLUICE_REQUIRE_SLOT(report);
        SLUICE_REQUIRE_SLOT(poll);
        SLUICE_REQUIRE_SLOT(next_due_ns);
        SLUICE_REQUIRE_SLOT(extension);
#undef SLUICE_REQUIRE_SLOT
        if (missing) {
            throw failure(SLUICE_E_ABI, theirs.struct_size,
                who + " gives a table of ABI " + std::to_string(SLUICE_ABI_MAJOR) + "." +
                    std::to_string(table_.abi_minor) + " without '" + missing + "', which is required (host ABI " +
                    host_abi() + "): the library is damaged or not Sluice, reinstall it.");
        }
        table_.struct_size = static_cast<std::uint32_t>(theirs_bytes < sizeof(table_) ? theirs_bytes : sizeof(table_));
    }

    static std::string host_abi() {
        return std::to_string(SLUICE_ABI_MAJOR) + "." + std::to_string(SLUICE_ABI_MINOR);
    }

    static void refuse_foreign_file(const std::string &path) {
        const ElfNote note = read_elf_note(path);
        const std::string who = "Sluice plugin '" + path + "'";
        const std::string host = "(host ABI " + host_abi() + ")";
        switch (note.finding) {
            case ElfNote::kFound:
                if (note.abi_major == SLUICE_ABI_MAJOR) return;
                throw failure(SLUICE_E_ABI, note.abi_major,
                    who + " has ABI " + std::to_string(note.abi_major) + "." + std::to_string(note.abi_minor) +
                        ", this host needs ABI " + std::to_string(SLUICE_ABI_MAJOR) + " " + host +
                        ": install libsluice.so." + std::to_string(SLUICE_ABI_MAJOR) +
                        " beside it, or rebuild this host with that plugin's SDK.");
            case ElfNote::kNoFile:
                throw failure(
                    SLUICE_E_ABI, 0, who + " cannot be read " + host + ": correct the path or the file's permissions.");
            case ElfNote::kNotElf:
                throw failure(SLUICE_E_ABI, 0,
                    who + " is not an ELF library " + host + ": give the path of libsluice.so." +
                        std::to_string(SLUICE_ABI_MAJOR) + ".");
            case ElfNote::kOtherMachine:
                throw failure(SLUICE_E_ABI, 0,
                    who + " was built for another kind of machine " + host +
                        ": install the package of this architecture.");
            case ElfNote::kDamaged:
                throw failure(SLUICE_E_ABI, 0, who + " is damaged or cut short " + host + ": copy it again.");
            case ElfNote::kNoNote:
                break;
        }
        throw failure(SLUICE_E_ABI, 0,
            who + " does not say which ABI it has, its note '.note.sluice' is missing " + host +
                ": it is not Sluice or its notes were stripped, use the library of a release.");
    }

    static Plugin enter(sluice_entry_v1_function entry, const std::string &who) {
        const sluice_api_v1 *theirs = nullptr;
        ErrorBuffer error;
        const sluice_status status = entry(SLUICE_ABI_MINOR, &theirs, error.get());
        if (status < 0 || !theirs) {
            throw failure(status < 0 ? status : SLUICE_E_ABI, 0,
                who + " of ABI " + std::to_string(SLUICE_ABI_MAJOR) + " refuses this host (host ABI " + host_abi() +
                    "): " + error.text("it gave no reason") +
                    "; install a plugin whose minor version is at least the host's.");
        }
        return Plugin(*theirs, who);
    }

    sluice_api_v1 table_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
