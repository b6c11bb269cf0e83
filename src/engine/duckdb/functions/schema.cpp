// The aggregate of buildschema() (Kusto docs): the least schema that admits all values.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_text.hpp"
#include "engine/duckdb/aggregate_function.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {
namespace {

constexpr int most_depth = 64;
// A schema is for people to read; properties beyond this many are left out.
constexpr std::size_t most_properties = 10'000;

// The types that stand at one place; several where values differ.
struct Types {
  bool has_long = false, has_double = false, has_string = false, has_bool = false;
  std::unique_ptr<Types> elements;                     // of arrays
  std::optional<std::map<std::string, Types>> object;  // by the properties' names in JSON

  void add(std::string_view value, int depth, std::size_t& properties) {
    switch (json_kind(value)) {
      case JsonKind::Integer:
        has_long = true;
        break;
      case JsonKind::Real:
        has_double = true;
        break;
      case JsonKind::String:
        has_string = true;
        break;
      case JsonKind::Bool:
        has_bool = true;
        break;
      case JsonKind::Array:
        if (!elements) elements = std::make_unique<Types>();
        if (depth < most_depth)
          for (std::string_view element : json_elements(value).value_or(std::vector<std::string_view>{}))
            elements->add(element, depth + 1, properties);
        break;
      case JsonKind::Object:
        if (!object) object.emplace();
        if (depth < most_depth)
          for (const JsonMember& member : json_members(value).value_or(std::vector<JsonMember>{}))
            if (Types* property = property_of(std::string(member.key), properties))
              property->add(member.value, depth + 1, properties);
        break;
      case JsonKind::Null:
      case JsonKind::Bad:
        break;
    }
  }

  void merge(const Types& other, std::size_t& properties) {
    has_long = has_long || other.has_long;
    has_double = has_double || other.has_double;
    has_string = has_string || other.has_string;
    has_bool = has_bool || other.has_bool;
    if (other.elements) {
      if (!elements) elements = std::make_unique<Types>();
      elements->merge(*other.elements, properties);
    }
    if (!other.object) return;
    if (!object) object.emplace();
    for (const auto& [name, types] : *other.object)
      if (Types* property = property_of(name, properties)) property->merge(types, properties);
  }

  // One type as it is, several as an array.
  void write(std::string& out) const {
    std::size_t count = std::size_t{has_long} + std::size_t{has_double} + std::size_t{has_string} +
                        std::size_t{has_bool} + std::size_t{elements != nullptr} + std::size_t{object.has_value()};
    if (count != 1) out += '[';
    bool first = true;
    auto next = [&] {
      if (!first) out += ',';
      first = false;
    };
    auto name = [&](bool present, std::string_view type) {
      if (!present) return;
      next();
      append_json_string(out, type);
    };
    name(has_long, "long");
    name(has_double, "double");
    name(has_string, "string");
    name(has_bool, "bool");
    if (elements) {
      next();
      out += "{\"`indexer`\":";
      elements->write(out);
      out += '}';
    }
    if (object) {
      next();
      out += '{';
      bool first_property = true;
      for (const auto& [key, types] : *object) {
        if (!first_property) out += ',';
        first_property = false;
        out += key;
        out += ':';
        types.write(out);
      }
      out += '}';
    }
    if (count != 1) out += ']';
  }

 private:
  Types* property_of(std::string name, std::size_t& properties) {
    auto found = object->find(name);
    if (found == object->end()) {
      if (properties >= most_properties) return nullptr;
      ++properties;
      found = object->try_emplace(std::move(name)).first;
    }
    return &found->second;
  }
};

struct BuildSchema {
  Types types;
  std::size_t properties = 0;

  void update(std::string_view value) { types.add(value, 0, properties); }
  void combine(const BuildSchema& other) { types.merge(other.types, properties); }
  bool finish(JsonResult& out) const {
    types.write(out.buffer());
    return true;
  }
};

}  // namespace

void add_schema_functions(ScalarFunctions& table) {
  table.add_aggregate("hb_build_schema", aggregate_of<BuildSchema>());
}

}  // namespace huntbook::engine::duckdb
