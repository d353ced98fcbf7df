# One INTERFACE target carries the warnings, sanitizers and assertion switch of this build tree. It is linked
# PRIVATE everywhere and never exported, so that a project that uses Sluice keeps its own flags.
add_library(sluice_build INTERFACE)
target_compile_options(sluice_build INTERFACE -Wall -Wextra -Wpedantic -Wshadow -fno-omit-frame-pointer)
# gcc 12 sees an overlap inside its own std::string when a literal is put before a text (gcc bug 105651).
target_compile_options(sluice_build INTERFACE
    "$<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>")
if(SLUICE_WARNINGS_AS_ERRORS)
    target_compile_options(sluice_build INTERFACE -Werror)
endif()
if(SLUICE_ASSERTIONS)
    target_compile_definitions(sluice_build INTERFACE SLUICE_ASSERTIONS=1)
endif()
if(SLUICE_SANITIZE)
    target_compile_options(sluice_build INTERFACE -fsanitize=${SLUICE_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(sluice_build INTERFACE -fsanitize=${SLUICE_SANITIZE})
endif()
