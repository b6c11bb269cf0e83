# A folder under src/ is a layer, a layer is one static library, and the libraries named in DEPENDS are the only
# folders whose headers it may include; scripts/check_includes.py holds the sources against these declarations.

# Options that every target of the project compiles with.
add_library(huntbook_options INTERFACE)
target_compile_options(huntbook_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                                                  -Woverloaded-virtual -Wconversion -Wno-sign-conversion)
target_include_directories(huntbook_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
if(HUNTBOOK_SANITIZE)
  target_compile_options(huntbook_options INTERFACE -fsanitize=${HUNTBOOK_SANITIZE} -fno-omit-frame-pointer
                                                    -fno-sanitize-recover=all)
  target_link_options(huntbook_options INTERFACE -fsanitize=${HUNTBOOK_SANITIZE})
endif()
if(HUNTBOOK_FUZZ)
  target_compile_options(huntbook_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
find_program(HUNTBOOK_MOLD mold)
if(HUNTBOOK_MOLD AND NOT HUNTBOOK_SANITIZE)
  target_link_options(huntbook_options INTERFACE -fuse-ld=mold)
endif()

# ccache, where it is there, across checkouts of the project in different folders.
find_program(HUNTBOOK_CCACHE ccache)
if(HUNTBOOK_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${HUNTBOOK_CCACHE})
endif()

# huntbook_layer(NAME SOURCES a.cpp ... [DEPENDS layer ...] [LIBRARIES external ...])
function(huntbook_layer name)
  cmake_parse_arguments(LAYER "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  if(LAYER_SOURCES)
    add_library(${name} STATIC ${LAYER_SOURCES})
    target_link_libraries(${name} PUBLIC huntbook_options ${LAYER_DEPENDS} PRIVATE ${LAYER_LIBRARIES})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE huntbook_options ${LAYER_DEPENDS})
  endif()
endfunction()

# huntbook_test(NAME SOURCES a_test.cpp ... DEPENDS layer ...): one GoogleTest program, one ctest entry with the label
# "unit"; the target unit_tests builds them all.
if(HUNTBOOK_TESTS)
  add_custom_target(unit_tests)
endif()
function(huntbook_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE huntbook_options ${TEST_DEPENDS} ${TEST_LIBRARIES} GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests
                                           BUILD_RPATH ${HUNTBOOK_DUCKDB_LIBRARY_DIR})
  add_test(NAME ${name} COMMAND ${name})
  # A sanitizer stands between dlopen and the program's run path, so the tests name the library as well.
  set_tests_properties(${name} PROPERTIES WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} LABELS unit
                                          ENVIRONMENT "HUNTBOOK_DUCKDB=${HUNTBOOK_DUCKDB_LIBRARY}")
  add_dependencies(unit_tests ${name})
endfunction()
