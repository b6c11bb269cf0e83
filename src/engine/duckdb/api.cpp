#include "engine/duckdb/api.hpp"

#include <cstdlib>
#include <string>

#include <dlfcn.h>
#include <fmt/format.h>

namespace huntbook::engine::duckdb {

namespace {

Api loaded;

template <class Function>
bool resolve(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

Result<void> load() {
  void* library = dlopen("libduckdb.so", RTLD_NOW | RTLD_LOCAL);
  std::string reason = library == nullptr ? dlerror() : "";
  if (library == nullptr) {
    if (const char* path = std::getenv("HUNTBOOK_DUCKDB"); path != nullptr && *path != '\0') {
      library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
      if (library == nullptr) reason = dlerror();
    }
  }
  if (library == nullptr)
    return fail(ErrorKind::Environment, fmt::format("cannot load the database engine: {}", reason),
                "the installation is incomplete; HUNTBOOK_DUCKDB may name the file libduckdb.so");
  const char* missing = nullptr;
#define HUNTBOOK_DUCKDB_RESOLVE(name) \
  if (!resolve(library, "duckdb_" #name, loaded.name)) missing = "duckdb_" #name;
  HUNTBOOK_DUCKDB_FUNCTIONS(HUNTBOOK_DUCKDB_RESOLVE)
#undef HUNTBOOK_DUCKDB_RESOLVE
  if (!resolve(library, "duckdb_unsafe_vector_assign_string_element_len", loaded.assign_valid_text))
    loaded.assign_valid_text = loaded.vector_assign_string_element_len;
  if (missing != nullptr)
    return fail(ErrorKind::Environment, fmt::format("the database engine lacks the function {}", missing),
                "libduckdb.so must be of version 1.4 or later");
  return {};
}

}  // namespace

Result<void> load_api() {
  static const Result<void> outcome = load();
  return outcome;
}

const Api& api() {
  return loaded;
}

}  // namespace huntbook::engine::duckdb
