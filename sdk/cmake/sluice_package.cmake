# What `cmake --install` puts where, and how others find it: find_package(sluice) with the targets sluice::sdk (headers
# only: for hosts that open the library by path) and sluice::sluice (for hosts that link it), and the same two for
# pkg-config. All paths inside are relative, so that the installed tree can be moved.
include(CMakePackageConfigHelpers)

set_target_properties(sluice_sdk PROPERTIES EXPORT_NAME sdk)
set_target_properties(sluice PROPERTIES EXPORT_NAME sluice)
set(sluice_package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/sluice")

install(TARGETS sluice_sdk sluice EXPORT sluice_targets LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/sdk/include/sluice" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/sdk/schema" "${PROJECT_SOURCE_DIR}/sdk/profiles"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/sluice")
# hostcheck is a tool that hosts load by path, and no library to link: it lies where nobody links it by accident.
install(TARGETS sluice-profile sluice-validate RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(TARGETS sluice-hostcheck LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/sluice")

install(EXPORT sluice_targets NAMESPACE sluice:: FILE sluice-targets.cmake DESTINATION "${sluice_package_directory}")
configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/sdk/cmake/sluice-config.cmake.in" "${PROJECT_BINARY_DIR}/package/sluice-config.cmake"
    INSTALL_DESTINATION "${sluice_package_directory}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/package/sluice-config-version.cmake" COMPATIBILITY SameMajorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/package/sluice-config.cmake" "${PROJECT_BINARY_DIR}/package/sluice-config-version.cmake"
    DESTINATION "${sluice_package_directory}")

set(pkgconfig_directory "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
    BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}/${pkgconfig_directory}" OUTPUT_VARIABLE prefix_from_pkgconfig)
foreach(package IN ITEMS sluice sluice-sdk)
    configure_file("${PROJECT_SOURCE_DIR}/sdk/cmake/${package}.pc.in" "${PROJECT_BINARY_DIR}/package/${package}.pc" @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/package/${package}.pc" DESTINATION "${pkgconfig_directory}")
endforeach()
