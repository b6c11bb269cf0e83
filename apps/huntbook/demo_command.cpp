// huntbook demo DIR: writes synthetic evidence to try the program on.
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "commands.hpp"
#include "interrupt.hpp"
#include "scenario/write_evidence.hpp"

namespace huntbook::app {

void add_demo_command(CLI::App& app, Context& context) {
  struct Arguments {
    std::string folder;
    scenario::Options options;
    scenario::WindowsForm windows = scenario::WindowsForm::Evtx;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("demo", "Write synthetic evidence: four weeks of a small company, an attack in them");
  command->add_option("DIR", arguments->folder, "Folder to write into; made where it is not there")->required();
  command->add_option("--events", arguments->options.events, "About how many events")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--seed", arguments->options.seed, "Another seed, other people and times")
      ->type_name("S")
      ->capture_default_str();
  static const std::map<std::string, scenario::WindowsForm> forms = {{"evtx", scenario::WindowsForm::Evtx},
                                                                     {"nxlog", scenario::WindowsForm::Nxlog}};
  command->add_option("--windows", arguments->windows, "Windows events as event log files, or as NXLog's JSON")
      ->transform(CLI::CheckedTransformer(forms, CLI::ignore_case))
      ->type_name("FORM")
      ->default_str("evtx");
  command->footer(
      example("  huntbook demo demo/evidence\n  huntbook -C case ingest demo/evidence/logs --timezone UTC"));
  command->callback([arguments, &context] {
    context.action = [arguments]() -> Result<ExitCode> {
      HUNTBOOK_TRY(const scenario::Written written,
                   scenario::write_evidence(arguments->folder, arguments->options, arguments->windows, stop_requested));
      fmt::print("{} events in {}\n{} of them are the attack's: {}\nThe tip: {}\n", written.events,
                 written.logs.string(), written.attack_events, written.truth.string(), written.readme.string());
      return ExitCode::Done;
    };
  });
}

}  // namespace huntbook::app
