#include "elf_image.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace sluice::validate {

namespace {

// The whole file, with each read checked and each address of the running library turned into an offset.
class Reader {
public:
    explicit Reader(const std::string &path) {
        std::ifstream stream(path, std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }

    bool is_empty() const { return bytes_.empty(); }

    template <typename Value>
    bool read(uint64_t offset, Value &value) const {
        if (offset > bytes_.size() || sizeof value > bytes_.size() - offset) return false;
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return true;
    }
    template <typename Value>
    bool read_at_address(uint64_t address, Value &value) const {
        for (const Elf64_Phdr &part : loads_) {
            if (address >= part.p_vaddr && address - part.p_vaddr < part.p_filesz)
                return read(part.p_offset + (address - part.p_vaddr), value);
        }
        return false;
    }
    std::string text_at_address(uint64_t address) const {
        std::string text;
        char letter = 0;
        while (read_at_address(address + text.size(), letter) && letter != '\0')
            text += letter;
        return text;
    }
    void add_load(const Elf64_Phdr &part) { loads_.push_back(part); }

private:
    std::vector<char> bytes_;
    std::vector<Elf64_Phdr> loads_;
};

struct Dynamic {
    uint64_t symbols = 0;
    uint64_t strings = 0;
    uint64_t hash = 0;
    uint64_t gnu_hash = 0;
    std::vector<uint64_t> needed;
    uint64_t soname = 0;
};

// The highest index of a symbol, plus one. The dynamic section does not say it; the hash tables do.
uint64_t symbol_count(const Reader &reader, const Dynamic &dynamic) {
    uint32_t chains = 0;
    if (dynamic.hash != 0 && reader.read_at_address(dynamic.hash + 4, chains)) return chains;
    uint32_t head[4] = {};
    if (dynamic.gnu_hash == 0 || !reader.read_at_address(dynamic.gnu_hash, head)) return 0;
    const auto [buckets, first_symbol, bloom_words, bloom_shift] = head;
    (void)bloom_shift;
    const uint64_t bucket_at = dynamic.gnu_hash + sizeof head + uint64_t{bloom_words} * 8;
    uint32_t last = 0;
    for (uint32_t index = 0; index < buckets; ++index) {
        uint32_t symbol = 0;
        if (!reader.read_at_address(bucket_at + uint64_t{index} * 4, symbol)) return 0;
        if (symbol > last) last = symbol;
    }
    if (last < first_symbol) return first_symbol;
    const uint64_t chain_at = bucket_at + uint64_t{buckets} * 4;
    for (uint32_t hash = 0; (hash & 1) == 0; ++last) {
        if (!reader.read_at_address(chain_at + uint64_t{last - first_symbol} * 4, hash)) return 0;
    }
    return last;
}

Dynamic read_dynamic(const Reader &reader, const Elf64_Phdr &part, ElfImage &image) {
    Dynamic dynamic;
    Elf64_Dyn entry;
    for (uint64_t at = 0; at + sizeof entry <= part.p_filesz && reader.read(part.p_offset + at, entry);
         at += sizeof entry) {
        const uint64_t value = entry.d_un.d_val;
        switch (entry.d_tag) {
            case DT_NULL:
                return dynamic;
            case DT_SYMTAB:
                dynamic.symbols = value;
                break;
            case DT_STRTAB:
                dynamic.strings = value;
                break;
            case DT_HASH:
                dynamic.hash = value;
                break;
            case DT_GNU_HASH:
                dynamic.gnu_hash = value;
                break;
            case DT_NEEDED:
                dynamic.needed.push_back(value);
                break;
            case DT_SONAME:
                dynamic.soname = value;
                break;
            case DT_TEXTREL:
                image.has_text_relocations = true;
                break;
            case DT_FLAGS:
                image.flags = value;
                break;
            case DT_FLAGS_1:
                image.flags_1 = value;
                break;
            default:
                break;
        }
    }
    return dynamic;
}

void read_symbols(const Reader &reader, const Dynamic &dynamic, ElfImage &image) {
    const uint64_t count = symbol_count(reader, dynamic);
    for (uint64_t index = 1; index < count; ++index) {
        Elf64_Sym symbol;
        if (!reader.read_at_address(dynamic.symbols + index * sizeof symbol, symbol)) return;
        const unsigned binding = ELF64_ST_BIND(symbol.st_info);
        // An absolute one is the name of a version node.
        if (symbol.st_shndx == SHN_UNDEF || symbol.st_shndx == SHN_ABS || binding == STB_LOCAL) continue;
        image.exports.push_back({reader.text_at_address(dynamic.strings + symbol.st_name), binding == STB_GNU_UNIQUE});
    }
}

}  // namespace

ElfImage read_elf_image(const std::string &path) {
    ElfImage image;
    Reader reader(path);
    Elf64_Ehdr head;
    if (reader.is_empty() || !reader.read(0, head) || std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
        head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_phentsize != sizeof(Elf64_Phdr)) {
        image.fault = "the file cannot be read as a 64-bit ELF library";
        return image;
    }
    std::vector<Elf64_Phdr> parts(head.e_phnum);
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (!reader.read(head.e_phoff + index * sizeof(Elf64_Phdr), parts[index])) {
            image.fault = "its program headers lie outside the file";
            return image;
        }
        if (parts[index].p_type == PT_LOAD) reader.add_load(parts[index]);
    }
    for (const Elf64_Phdr &part : parts) {
        if (part.p_type == PT_GNU_STACK) image.has_executable_stack = (part.p_flags & PF_X) != 0;
        if (part.p_type == PT_GNU_RELRO) image.has_relro = true;
        if (part.p_type != PT_DYNAMIC) continue;
        const Dynamic dynamic = read_dynamic(reader, part, image);
        image.soname = dynamic.soname == 0 ? "" : reader.text_at_address(dynamic.strings + dynamic.soname);
        for (const uint64_t name : dynamic.needed)
            image.needed.push_back(reader.text_at_address(dynamic.strings + name));
        read_symbols(reader, dynamic, image);
    }
    return image;
}

}  // namespace sluice::validate
