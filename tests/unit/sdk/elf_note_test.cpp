#include "sluice/cpp/elf_note.hpp"

#include <gtest/gtest.h>

#include <random>

#include "test_file.hpp"

namespace {

using sluice::ElfNote;
using sluice::read_elf_note;
using sluice_test::read_all;
using sluice_test::TestFile;

TEST(ElfNote, reads_both_numbers_without_loading_the_file) {
    const ElfNote note = read_elf_note(PLUGIN_NEXT_MAJOR);
    EXPECT_EQ(note.finding, ElfNote::kFound);
    EXPECT_EQ(note.abi_major, 2u);
    EXPECT_EQ(note.abi_minor, 7u);
}

TEST(ElfNote, tells_missing_foreign_and_noteless_files_apart) {
    EXPECT_EQ(read_elf_note("/tmp/no/such/file").finding, ElfNote::kNoFile);
    EXPECT_EQ(read_elf_note("/tmp").finding, ElfNote::kNotElf);
    EXPECT_EQ(read_elf_note(TestFile("").path()).finding, ElfNote::kNotElf);
    EXPECT_EQ(read_elf_note(TestFile("#!/bin/sh\n").path()).finding, ElfNote::kNotElf);
    EXPECT_EQ(read_elf_note(PLUGIN_WITHOUT_NOTE).finding, ElfNote::kNoNote);
    std::string narrow = read_all(PLUGIN_GOOD);
    narrow[EI_CLASS] = ELFCLASS32;
    EXPECT_EQ(read_elf_note(TestFile(narrow).path()).finding, ElfNote::kOtherMachine);
}

TEST(ElfNote, never_reads_outside_a_file_that_was_cut) {
    const std::string whole = read_all(PLUGIN_GOOD);
    for (std::size_t length = 0; length < 1024; length += 7) {
        const ElfNote note = read_elf_note(TestFile(whole.substr(0, length)).path());
        EXPECT_NE(note.finding, ElfNote::kFound) << "cut to " << length;
    }
    // The note is whole, but memory of the library would lie behind the end of the file.
    const ElfNote note = read_elf_note(TestFile(whole.substr(0, whole.find("Sluice") + 64)).path());
    EXPECT_EQ(note.finding, ElfNote::kDamaged);
}

TEST(ElfNote, survives_offsets_and_sizes_that_point_anywhere) {
    const std::string whole = read_all(PLUGIN_GOOD);
    Elf64_Ehdr head;
    std::memcpy(&head, whole.data(), sizeof(head));
    const std::size_t tables_end = head.e_phoff + head.e_phnum * sizeof(Elf64_Phdr);
    std::mt19937_64 random(20240229);
    for (int round = 0; round < 400; ++round) {
        std::string damaged = whole;
        // Headers and notes only: the rest is never read.
        for (int change = 0; change < 4; ++change) {
            damaged[EI_NIDENT + random() % (tables_end - EI_NIDENT)] = static_cast<char>(random());
        }
        damaged[damaged.find("Sluice") - 12 + random() % 20] = static_cast<char>(random());
        const ElfNote note = read_elf_note(TestFile(damaged).path());
        EXPECT_GE(note.finding, ElfNote::kFound);
        EXPECT_LE(note.finding, ElfNote::kNoNote);
    }
}

}  // namespace
