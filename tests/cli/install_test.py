"""What `cmake --install` leaves runs from there, with nothing of the build folder."""
import os
import subprocess

from program import ProgramTest, main


class Install(ProgramTest):
    def test_runs_from_its_prefix(self):
        prefix = self.folder / "prefix"
        build = os.environ["HUNTBOOK_BUILD"]
        subprocess.run(["cmake", "--install", build, "--prefix", str(prefix)], check=True, capture_output=True)
        program = prefix / "bin/huntbook"
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        self.assertTrue(version.startswith("huntbook "))
        self.assertTrue((prefix / "lib/huntbook/libduckdb.so").is_file())
        self.assertTrue((prefix / "share/doc/huntbook/LICENSE").is_file())
        runpath = subprocess.run(["readelf", "-d", program], capture_output=True, text=True, check=True).stdout
        self.assertIn("$ORIGIN/../lib/huntbook", runpath)
        self.assertNotIn(build, runpath)


if __name__ == "__main__":
    main()
