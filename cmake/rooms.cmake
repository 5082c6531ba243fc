# sanbao_room(NAME SOURCES a.c b.c TESTS a_test.c): a room's files join the one library; each test
# file becomes a program of its own that ctest runs.
add_library(sanbao_core STATIC)
target_link_libraries(sanbao_core
    PUBLIC sanbao_options
    PRIVATE PkgConfig::SQLITE PkgConfig::SODIUM PkgConfig::OPENSSL PkgConfig::PROTOBUFC
            PkgConfig::JSONC PkgConfig::ISAL PkgConfig::MHD PkgConfig::ZIP PkgConfig::CURL
            PkgConfig::PANGOCAIRO PkgConfig::QRENCODE Threads::Threads)

function(sanbao_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;TESTS" ${ARGN})
    foreach(file ${ROOM_SOURCES})
        target_sources(sanbao_core PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    endforeach()
    foreach(file ${ROOM_TESTS})
        sanbao_test(${CMAKE_CURRENT_SOURCE_DIR}/${file})
    endforeach()
endfunction()

function(sanbao_test path)
    if(SANBAO_FUZZ)
        return()
    endif()
    file(STRINGS ${path} threads REGEX pthread_create)
    if(SANBAO_SANITIZE STREQUAL thread AND NOT threads)
        return() # nothing to see there for this sanitizer
    endif()
    get_filename_component(test ${path} NAME_WE)
    add_executable(${test} ${path})
    target_link_libraries(${test} PRIVATE
        sanbao_testing sanbao_core PkgConfig::CMOCKA PkgConfig::PROTOBUFC PkgConfig::SQLITE)
    target_include_directories(${test} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(${test} PRIVATE SANBAO_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
    set_target_properties(${test} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    add_test(NAME ${test} COMMAND ${test})
endfunction()
