// What the library file says before any code of it runs.
#include <elf.h>

#include "sluice/cpp/elf_note.hpp"
#include "validate/case.hpp"
#include "validate/elf_image.hpp"

namespace sluice::validate {

namespace {

constexpr uint64_t kNow1 = DF_1_NOW;
constexpr uint64_t kNoDelete1 = DF_1_NODELETE;

ElfImage image_of(Judge &judge, const Target &target) {
    ElfImage image = read_elf_image(target.path);
    if (!image.fault.empty()) judge.give_up("%s", image.fault.c_str());
    return image;
}

void note(Judge &judge, const Target &target) {
    const ElfNote note = read_elf_note(target.path);
    if (note.finding != ElfNote::kFound)
        judge.give_up("the file has no readable note '%s' with its ABI version", SLUICE_NOTE_NAME);
    judge.expect(note.abi_major == SLUICE_ABI_MAJOR, "the note says ABI major %u, this tool judges %u", note.abi_major,
        SLUICE_ABI_MAJOR);
}

void exports(Judge &judge, const Target &target) {
    const ElfImage image = image_of(judge, target);
    bool has_entry = false;
    for (const ElfSymbol &symbol : image.exports) {
        has_entry = has_entry || symbol.name == SLUICE_ENTRY_V1_NAME;
        judge.expect(symbol.name.rfind("sluice_entry_v", 0) == 0, "the library exports %s", symbol.name.c_str());
        judge.expect(!symbol.is_unique, "%s is a GNU unique symbol", symbol.name.c_str());
    }
    judge.expect(has_entry, "the library does not export %s", SLUICE_ENTRY_V1_NAME);
}

void binding(Judge &judge, const Target &target) {
    const ElfImage image = image_of(judge, target);
    judge.expect((image.flags & DF_BIND_NOW) != 0 || (image.flags_1 & kNow1) != 0,
        "not linked with -z now: a missing function would be found in the middle of trading");
    judge.expect(image.has_relro, "not linked with -z relro");
    judge.expect(!image.has_text_relocations && (image.flags & DF_TEXTREL) == 0, "it has text relocations");
    judge.expect(!image.has_executable_stack, "it asks for an executable stack");
}

void unloading(Judge &judge, const Target &target) {
    const ElfImage image = image_of(judge, target);
    judge.expect((image.flags_1 & kNoDelete1) != 0, "not linked with -z nodelete: dlclose() would unmap code in use");
}

void thread_storage(Judge &judge, const Target &target) {
    const ElfImage image = image_of(judge, target);
    judge.expect((image.flags & DF_STATIC_TLS) == 0,
        "it needs static thread storage: dlopen fails in a process that has none left");
}

}  // namespace

void add_file_cases(CaseList &list) {
    list.push_back({"file.note", "the file names its ABI version before any code of it runs", note});
    list.push_back({"file.exports", "one exported symbol for each ABI major and nothing else", exports});
    list.push_back({"file.binding", "bound at load, read-only after relocation, no writable code", binding});
    list.push_back({"file.unloading", "dlclose() is harmless: the file is never unmapped", unloading});
    list.push_back({"file.thread_storage", "no static thread storage", thread_storage});
}

}  // namespace sluice::validate
