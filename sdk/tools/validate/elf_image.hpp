// What an ELF library says of itself, read from the file before any code of it runs: exported symbols, dynamic flags,
// the permission of its stack. Every offset is checked, because the file may be anything. Layout: System V ABI, and the
// GNU extensions for the hash table that tells how many symbols there are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::validate {

struct ElfSymbol {
    std::string name;
    bool is_unique = false;  // STB_GNU_UNIQUE: glibc never unloads a library that has one, and shares it with others
};

struct ElfImage {
    std::string fault;  // why the file could not be read; empty when it was
    std::vector<ElfSymbol> exports;
    std::vector<std::string> needed;
    std::string soname;
    uint64_t flags = 0;    // DT_FLAGS
    uint64_t flags_1 = 0;  // DT_FLAGS_1
    bool has_text_relocations = false;
    bool has_relro = false;
    bool has_executable_stack = true;  // what the kernel assumes when the library does not say
};

ElfImage read_elf_image(const std::string &path);

}  // namespace sluice::validate
