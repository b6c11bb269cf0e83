// The run-time half of a plugin of 'evaluate': batches in, batches out. Its signature, which the compiler needs, is
// kql/plan/plugin.hpp; one file per plugin beside this one, thin over analysis/.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "kql/plan/plugin.hpp"

namespace huntbook::query {

class PluginRun {
 public:
  virtual ~PluginRun() = default;
  virtual Result<void> push(const Batch& batch) = 0;
  // All input has been seen. True: it is wanted once more, from its first row on, in an order that may be another.
  virtual Result<bool> wants_another_pass() { return false; }
  // No more input comes; the result's batches.
  virtual Result<std::vector<Batch>> finish() = 0;
};

// The signature of a plugin that the compiler binds itself (kql/bind/plan_plugin.hpp) is a name alone.
struct Plugin {
  kql::PluginSignature signature;
  // `input` is the schema of the batches, `payload` what the signature's bind made of the arguments.
  std::function<Result<std::unique_ptr<PluginRun>>(const Schema& input, std::string_view payload)> start;
};

const std::vector<Plugin>& builtin_plugins();

}  // namespace huntbook::query
