# Where the embedded engine comes from: HUNTBOOK_DUCKDB_ROOT (a folder with lib/libduckdb.so and include/duckdb.h, as
# scripts/fetch_duckdb.sh writes it), else an installed DuckDB. The library is not linked: engine/duckdb opens it on
# first use, so that commands that need no engine start without it.
set(HUNTBOOK_DUCKDB_ROOT "${CMAKE_SOURCE_DIR}/build/deps/duckdb" CACHE PATH "Folder with lib/libduckdb.so and include/duckdb.h")
find_library(HUNTBOOK_DUCKDB_LIBRARY duckdb PATHS ${HUNTBOOK_DUCKDB_ROOT}/lib NO_DEFAULT_PATH)
find_path(HUNTBOOK_DUCKDB_INCLUDE duckdb.h PATHS ${HUNTBOOK_DUCKDB_ROOT}/include NO_DEFAULT_PATH)
find_library(HUNTBOOK_DUCKDB_LIBRARY duckdb)
find_path(HUNTBOOK_DUCKDB_INCLUDE duckdb.h)
if(NOT HUNTBOOK_DUCKDB_LIBRARY OR NOT HUNTBOOK_DUCKDB_INCLUDE)
  message(FATAL_ERROR "DuckDB not found. Run 'make deps' (fetches it from the npm registry), or install libduckdb and "
                      "duckdb.h, or set HUNTBOOK_DUCKDB_ROOT.")
endif()
get_filename_component(HUNTBOOK_DUCKDB_LIBRARY_DIR ${HUNTBOOK_DUCKDB_LIBRARY} DIRECTORY)
message(STATUS "DuckDB: ${HUNTBOOK_DUCKDB_LIBRARY}")

# Only the C header: nothing links the library.
add_library(duckdb_headers INTERFACE)
target_include_directories(duckdb_headers SYSTEM INTERFACE ${HUNTBOOK_DUCKDB_INCLUDE})
