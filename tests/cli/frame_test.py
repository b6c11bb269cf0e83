"""What every command shares: version, help, exit codes, streams."""
import re
import subprocess
import time

from program import PROGRAM, ProgramTest, main


class Version(ProgramTest):
    def test_is_one_line_on_stdout(self):
        result = self.check(self.run_program("--version"))
        self.assertRegex(result.stdout, r"^huntbook \d+\.\d+\.\d+\n$")
        self.assertEqual(result.stderr, "")

    def test_does_not_load_the_engine(self):
        linked = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout
        self.assertNotIn("duckdb", linked)


class Help(ProgramTest):
    def commands(self):
        text = self.check(self.run_program("--help")).stdout
        listed = text[text.index("Subcommands:"):text.index("Example:")]
        return re.findall(r"^  (\w+)", listed, re.MULTILINE)

    def test_lists_the_commands(self):
        self.assertIn("demo", self.commands())

    def test_every_command_has_help_with_an_example(self):
        for command in self.commands():
            with self.subTest(command):
                result = self.check(self.run_program(command, "--help"))
                self.assertIn("Example:\n  huntbook", result.stdout)
                self.assertEqual(result.stderr, "")


class Stopping(ProgramTest):
    def test_what_does_not_stop_is_ended(self):
        # The engine plans these steps for longer than anybody waits.
        query = numbers = "range x from 1 to 3 step 1"
        for _ in range(30):
            query = f"{numbers} | where x in (({query})) | summarize x = max(x) by y = x % 7 | where x >= 0 | project x"
        process = subprocess.Popen([PROGRAM, "query", query], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        process.terminate()
        self.assertEqual(process.wait(timeout=60), 130)


class Usage(ProgramTest):
    def refused(self, *arguments):
        result = self.check(self.run_program(*arguments), 2)
        self.assertEqual(result.stdout, "")
        self.assertTrue(result.stderr.startswith("huntbook: "), result.stderr)
        return result.stderr

    def test_no_command(self):
        self.refused()

    def test_unknown_command(self):
        self.refused("frobnicate")

    def test_unknown_option(self):
        self.refused("demo", "--frobnicate", "x")

    def test_missing_argument(self):
        self.assertIn("DIR", self.refused("demo"))

    def test_a_number_that_is_none(self):
        self.refused("demo", "x", "--events", "many")

    def test_control_characters_in_arguments_do_not_reach_the_terminal(self):
        self.assertNotIn("\x1b", self.refused("demo", "x", "--\x1b[2J"))

    def test_messages_bear_no_colour_where_stderr_is_no_terminal(self):
        self.assertNotIn("\x1b", self.refused("demo"))


if __name__ == "__main__":
    main()
