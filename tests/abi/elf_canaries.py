"""Tiny libraries with one planted fault each: the proof that a check still sees what it was written to see."""
import dataclasses
import pathlib
import subprocess

SOURCE = """
int sluice_entry_v1(void);
__attribute__((visibility("default"))) int sluice_entry_v1(void) { return 0; }
"""
NOTE = """
static const struct {{ unsigned name_size, description_size, type; char name[8]; unsigned version[2]; }} note
    __attribute__((section(".note.sluice,\\"a\\",@note#"), used, aligned(4)))
    = {{ sizeof("{name}"), 8, {type}, "{name}", {{ {major}, {minor} }} }};
"""
MAP = "SLUICE_1 { global: sluice_entry_v1; local: *; };"


@dataclasses.dataclass
class Canary:
    """How the library differs from a good one: code, compiler options, language, version script, note."""
    code: str = ""
    options: tuple = ()
    compiler: str = "gcc"
    version_map: str = MAP
    note_minor_added: int = 0
    has_note: bool = True
    links_foreign_library: bool = False


CANARIES = {
    "exports": Canary("int extra(void); __attribute__((visibility(\"default\"))) int extra(void) { return 0; }",
                      version_map="SLUICE_1 { global: sluice_entry_v1; extra; local: *; };"),
    "soname": Canary(options=("-Wl,-soname,libother.so.1",)),
    "needed": Canary(links_foreign_library=True),
    "symbol_versions": Canary("extern void newer(void); void call(void); void call(void) { newer(); }",
                              links_foreign_library=True),
    "runpath": Canary(options=("-Wl,-rpath,/opt/lib",)),
    "static_tls": Canary("static _Thread_local int local; int f(void); int f(void) { return ++local; }"
                         "__attribute__((visibility(\"default\"), used)) int *g(void); int *g(void) { return &local; }",
                         options=("-ftls-model=initial-exec",)),
    "text_relocations": Canary("__asm__(\".text\\n.quad f\\n\"); int f(void); "
                               "__attribute__((used)) int f(void) { return 0; }", options=("-Wl,-z,notext",)),
    "gnu_unique": Canary("template <class T> struct S { static T value; }; template <class T> T S<T>::value = 1;"
                         "int *pointer() { return &S<int>::value; }", compiler="g++",
                         options=("-fvisibility=default",), version_map="SLUICE_1 { global: *; };"),
    "nodelete": Canary(options=("-Wl,-z,defs",)),
    "bind_now": Canary(options=("-Wl,-z,lazy",)),
    "relro": Canary(options=("-Wl,-z,norelro",)),
    "executable_stack": Canary(options=("-Wl,-z,execstack",)),
    "destructors": Canary("static void end(void); __attribute__((destructor)) static void end(void) {}"),
    "note": Canary(note_minor_added=1),
}
ABSENT_NOTE = Canary(has_note=False)


def _run(*command, text=None):
    subprocess.run(command, input=text, text=True, check=True, capture_output=True)


def build(canary, name, directory, expected):
    """Builds the library of one canary and returns its path."""
    directory = pathlib.Path(directory)
    script = directory / f"{name}.map"
    script.write_text(canary.version_map)
    library = directory / f"lib{name}.so"
    source = SOURCE + canary.code
    if canary.compiler == "g++":
        source = 'extern "C" {' + SOURCE + "}" + canary.code
    if canary.has_note:
        source += NOTE.format(name=expected.note_name, type=expected.note_type, major=expected.abi_major,
                              minor=expected.abi_minor + canary.note_minor_added)
    options = [f"-Wl,-soname,{expected.soname}", f"-Wl,--version-script={script}", "-Wl,-z,defs,-z,now,-z,relro"]
    if name != "nodelete":
        options.append("-Wl,-z,nodelete")
    tail = []
    if canary.links_foreign_library:
        foreign = directory / "libforeign.so"
        script = directory / "foreign.map"
        script.write_text("GLIBC_99.0 { global: newer; };")
        _run("gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(foreign), "-Wl,-soname,libforeign.so",
             f"-Wl,--version-script={script}", text="void newer(void); void newer(void) {}")
        tail = ["-Wl,--no-as-needed", str(foreign)]
    language = "c++" if canary.compiler == "g++" else "c"
    _run(canary.compiler, "-shared", "-fPIC", "-fvisibility=hidden", "-x", language, "-", "-o", str(library),
         "-x", "none", *options, *canary.options, *tail, text=source)
    return library
