# sluice_test(<name> KIND <kind> SOURCES <files...>
#             [LINK <targets...>] [TIMEOUT <seconds>] [CXX <standard>] [SLOW] [SERIAL] [THREADS] [NO_MAIN])
#
# One GoogleTest program whose cases each become a ctest test named `<kind>.<Suite>.<case>`, labelled with the kind
# (unit, property, abi, integration, stress, samples). Cases run two at a time, each in its own process, so a case may
# neither use a fixed port nor a fixed file name. SERIAL gives a case the machine for itself (it measures time), SLOW
# labels it `<kind>.slow`, which `tests/run.sh --quick` leaves out, THREADS labels a unit test `unit.threads`, because more
# than one thread runs in it and ThreadSanitizer has something to judge, NO_MAIN says that the sources bring their own
# main().
#
# Cases are listed when ctest runs, not when the program is linked: a sanitized program may need the environment that
# the runner sets, and a listing that crashes is then a failed test instead of a broken build.
#
# Every program gets these definitions, so that no test guesses a path:
#   SLUICE_PLUGIN_PATH    the libsluice.so.1 of this build
#   SLUICE_SOURCE_DIR     the root of the checkout
#   SLUICE_IS_SANITIZED   1 in a sanitizer build, where a case that compares times has to skip itself, otherwise 0
function(sluice_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "SLOW;SERIAL;THREADS;NO_MAIN" "KIND;TIMEOUT;CXX" "SOURCES;LINK")
    if(NOT arg_KIND OR NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "sluice_test(${name}): KIND and SOURCES are needed; not understood: '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    if(NOT arg_CXX)
        set(arg_CXX 20)
    endif()

    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES CXX_STANDARD ${arg_CXX} CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
    target_link_libraries(${name} PRIVATE ${arg_LINK} sluice_build GTest::gmock GTest::gtest)
    if(NOT arg_NO_MAIN)
        target_link_libraries(${name} PRIVATE GTest::gtest_main)
    endif()
    # The value itself has a comma, which no generator expression takes.
    string(COMPARE NOTEQUAL "${SLUICE_SANITIZE}" "" is_sanitized)
    # Test code is compiled three times by `.ci/run` and is most of what there is to compile. What it tests is compiled
    # as the preset says; only the undefined-behaviour checks are so costly to optimise that they go without.
    if(SLUICE_SANITIZE MATCHES "undefined")
        target_compile_options(${name} PRIVATE -O0 -g1)
    else()
        target_compile_options(${name} PRIVATE -O1 -g1)
    endif()
    target_compile_definitions(${name} PRIVATE
        SLUICE_PLUGIN_PATH="$<TARGET_FILE:sluice>" SLUICE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        SLUICE_IS_SANITIZED=$<BOOL:${is_sanitized}>)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/support")
    # The plugin is opened by path, which the build system cannot see.
    add_dependencies(${name} sluice)

    set(label ${arg_KIND})
    if(arg_THREADS)
        string(APPEND label ".threads")
    endif()
    if(arg_SLOW)
        string(APPEND label ".slow")
    endif()
    set(properties LABELS ${label} TIMEOUT ${arg_TIMEOUT})
    if(arg_SERIAL)
        list(APPEND properties RUN_SERIAL ON)
    endif()
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
        TEST_PREFIX "${arg_KIND}." PROPERTIES ${properties})
    set_property(GLOBAL APPEND PROPERTY sluice_test_programs_${arg_KIND} ${name})
    if(arg_THREADS)
        set_property(GLOBAL APPEND PROPERTY sluice_test_programs_threads ${name})
    endif()
endfunction()

# sluice_script_test(<name> KIND <kind> COMMAND <command...> [TIMEOUT <seconds>] [SLOW] [SERIAL])
#
# A check that is a script: exit code 0 passes, 77 says "skipped" (the script prints why), all else fails. A Python script
# leaves no compiled modules in the checkout, where the next run of style.tidy would find them.
function(sluice_script_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "SLOW;SERIAL" "KIND;TIMEOUT" "COMMAND")
    if(NOT arg_KIND OR NOT arg_COMMAND OR arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "sluice_script_test(${name}): KIND and COMMAND are needed; not understood: '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    set(label ${arg_KIND})
    if(arg_SLOW)
        string(APPEND label ".slow")
    endif()
    add_test(NAME ${arg_KIND}.${name} COMMAND ${arg_COMMAND})
    set_tests_properties(${arg_KIND}.${name} PROPERTIES LABELS ${label} TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77
        ENVIRONMENT PYTHONDONTWRITEBYTECODE=1)
    if(arg_SERIAL)
        set_tests_properties(${arg_KIND}.${name} PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()
