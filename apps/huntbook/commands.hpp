// The commands, one file each. A command adds itself to the parser and leaves its action in the context when chosen.
#pragma once

#include "context.hpp"

namespace CLI {
class App;
}

namespace huntbook::app {

void add_demo_command(CLI::App& app, Context& context);
void add_ingest_command(CLI::App& app, Context& context);
void add_query_command(CLI::App& app, Context& context);
void add_report_command(CLI::App& app, Context& context);
void add_run_command(CLI::App& app, Context& context);
void add_show_command(CLI::App& app, Context& context);

}  // namespace huntbook::app
