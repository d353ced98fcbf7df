// Reads the ABI version out of a library file before any code of it runs: the ELF note "Sluice", type 1, two 32-bit
// words {major, minor}. The file is untrusted until it has been read: every offset is checked against the length of the
// file, and nothing larger than one note section is ever loaded. Used by loader.hpp; no threads, no state. Needs C++11.
//
// Layout: System V ABI, chapters "ELF header", "Sections" and "Note section"; ELF64 in the byte order of this machine.
#ifndef SLUICE_CPP_ELF_NOTE_HPP
#define SLUICE_CPP_ELF_NOTE_HPP

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "sluice/entry.h"

namespace sluice {
inline namespace sdk_v1 {

struct ElfNote {
    enum Finding {
        kFound,
        kNoFile,        // cannot be opened
        kNotElf,        // no ELF file at all
        kOtherMachine,  // an ELF file, but not 64-bit in this machine's byte order
        kDamaged,       // an ELF file whose tables point outside the file
        kNoNote         // a whole ELF file without our note
    };

    Finding finding;
    std::uint32_t abi_major;
    std::uint32_t abi_minor;
};

namespace elf_note_detail {

class File {
public:
    explicit File(const std::string &path) : stream_(path.c_str(), std::ios::in | std::ios::binary), length_(0) {
        if (!stream_) return;
        stream_.seekg(0, std::ios::end);
        const std::streamoff end = stream_.tellg();
        if (end < 0) stream_.setstate(std::ios::failbit);
        if (end > 0) length_ = static_cast<std::uint64_t>(end);
    }

    bool is_open() const { return stream_.is_open() && !stream_.fail(); }

    bool contains(std::uint64_t offset, std::uint64_t length) const {
        return offset <= length_ && length <= length_ - offset;
    }

    // False when any byte of it lies outside the file.
    bool read(std::uint64_t offset, void *to, std::uint64_t length) {
        if (!contains(offset, length)) return false;
        stream_.clear();
        stream_.seekg(static_cast<std::streamoff>(offset));
        stream_.read(static_cast<char *>(to), static_cast<std::streamsize>(length));
        return stream_.good();
    }

private:
    std::ifstream stream_;
    std::uint64_t length_;
};

// Notes of every toolchain fit by far; what is larger is not a note section of ours.
constexpr std::uint64_t kNoteBytesMax = 64 * 1024;

// Walks one block of notes. Each part is padded to four bytes.
inline bool find_version(const std::vector<char> &block, ElfNote &note) {
    const std::size_t name_length = sizeof(SLUICE_NOTE_NAME);
    std::size_t offset = 0;
    while (block.size() - offset >= sizeof(Elf64_Nhdr)) {
        Elf64_Nhdr head;
        std::memcpy(&head, &block[offset], sizeof(head));
        offset += sizeof(head);
        const std::uint64_t name_room = (std::uint64_t(head.n_namesz) + 3) & ~std::uint64_t(3);
        const std::uint64_t text_room = (std::uint64_t(head.n_descsz) + 3) & ~std::uint64_t(3);
        if (name_room + text_room > block.size() - offset) return false;
        const std::size_t words = offset + static_cast<std::size_t>(name_room);
        if (head.n_type == SLUICE_NOTE_TYPE && head.n_namesz == name_length && head.n_descsz == 8 &&
            std::memcmp(&block[offset], SLUICE_NOTE_NAME, name_length) == 0) {
            std::memcpy(&note.abi_major, &block[words], 4);
            std::memcpy(&note.abi_minor, &block[words + 4], 4);
            return true;
        }
        offset = words + static_cast<std::size_t>(text_room);
    }
    return false;
}

}  // namespace elf_note_detail

// Looks through the program headers: they survive `strip`, section headers may not.
inline ElfNote read_elf_note(const std::string &path) {
    ElfNote note = {ElfNote::kNoFile, 0, 0};
    elf_note_detail::File file(path);
    if (!file.is_open()) return note;

    Elf64_Ehdr head;
    unsigned char ident[EI_NIDENT];
    note.finding = ElfNote::kNotElf;
    if (!file.read(0, ident, sizeof(ident)) || std::memcmp(ident, ELFMAG, SELFMAG) != 0) return note;
    const std::uint16_t one = 1;
    unsigned char low_byte_first;
    std::memcpy(&low_byte_first, &one, 1);
    note.finding = ElfNote::kOtherMachine;
    if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != (low_byte_first ? ELFDATA2LSB : ELFDATA2MSB)) return note;
    note.finding = ElfNote::kDamaged;
    if (!file.read(0, &head, sizeof(head))) return note;
    if (head.e_phnum != 0 && head.e_phentsize != sizeof(Elf64_Phdr)) return note;

    bool has_version = false;
    for (std::uint64_t index = 0; index < head.e_phnum; ++index) {
        Elf64_Phdr part;
        // The sum cannot wrap into the file: read() checks it against the length, and index is 16 bits wide.
        if (head.e_phoff > UINT64_MAX - index * sizeof(part)) return note;
        if (!file.read(head.e_phoff + index * sizeof(part), &part, sizeof(part))) return note;
        // Memory behind the end of a file that was cut short cannot be read: the first look at it would end the
        // process.
        if (part.p_type == PT_LOAD && !file.contains(part.p_offset, part.p_filesz)) return note;
        if (has_version || part.p_type != PT_NOTE || part.p_filesz == 0 ||
            part.p_filesz > elf_note_detail::kNoteBytesMax)
            continue;
        std::vector<char> block(static_cast<std::size_t>(part.p_filesz));
        if (!file.read(part.p_offset, block.data(), block.size())) return note;
        has_version = elf_note_detail::find_version(block, note);
    }
    note.finding = has_version ? ElfNote::kFound : ElfNote::kNoNote;
    return note;
}

}  // namespace sdk_v1
}  // namespace sluice

#endif
