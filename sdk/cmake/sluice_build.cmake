# One INTERFACE target carries the warnings, sanitizers and assertion switch of this build tree. It is linked
# PRIVATE everywhere and never exported, so that a project that uses Sluice keeps its own flags.
add_library(sluice_build INTERFACE)
target_compile_options(sluice_build INTERFACE -Wall -Wextra -Wpedantic -Wshadow -fno-omit-frame-pointer)
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
