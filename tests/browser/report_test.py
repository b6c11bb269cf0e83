#!/usr/bin/env python3
"""A report made from hostile evidence, in headless Chromium: no script runs and nothing is requested.

The unit test report_test writes the report (HUNTBOOK_REPORT_SAMPLE). The evidence in it tries to change the page's title
by script and to load pictures; a server on loopback counts whether anything is asked for.
"""
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

CHROMIUM_OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=3000",
]


class Counter(http.server.BaseHTTPRequestHandler):
    requests = []

    def do_GET(self):
        Counter.requests.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_):
        pass


def dump_dom(chromium, page, folder):
    run = subprocess.run([chromium, *CHROMIUM_OPTIONS, f"--user-data-dir={folder}/profile", "--dump-dom", page.as_uri()],
                         capture_output=True, text=True, timeout=120)
    return run.stdout


def main():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("skipped: Chromium is not installed")
        return 77
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        subprocess.run([os.environ["HUNTBOOK_REPORT_TEST"], "--gtest_filter=Report.ShowsHostileEvidenceAsText"],
                       env={**os.environ, "HUNTBOOK_REPORT_SAMPLE": str(page)}, check=True, stdout=subprocess.DEVNULL)
        dom = dump_dom(chromium, page, folder)
        if "<title>Windows host WS-17</title>" not in dom:
            failures.append("the title was changed, or the page did not load")
        for tag in ("<script", "<iframe", "<object", "<embed", "<link"):
            if tag in dom:
                failures.append(f"the page has an element {tag}>")

        # The policy holds even where markup gets in: the same report with a script and a picture put into it.
        broken = Path(folder) / "broken.html"
        text = page.read_text(encoding="utf-8")
        injected = f"<script>document.title='OWNED'</script><img src='{origin}/picture' onerror=\"document.title='OWNED'\">"
        broken.write_text(text.replace("<footer>", injected + "<footer>"), encoding="utf-8")
        dom = dump_dom(chromium, broken, folder)
        if "<title>Windows host WS-17</title>" not in dom:
            failures.append("the content security policy let a script run")
        if Counter.requests:
            failures.append(f"requests were made: {Counter.requests}")

        # And the bench itself can see both: without the policy, the script runs and the picture is asked for.
        policy = text[text.index("<meta http-equiv"):]
        policy = policy[:policy.index(">") + 1]
        broken.write_text(text.replace(policy, "").replace("<footer>", injected + "<footer>"), encoding="utf-8")
        dom = dump_dom(chromium, broken, folder)
        if "<title>OWNED</title>" not in dom or not Counter.requests:
            failures.append("the test cannot tell: without the policy nothing ran either")
    for failure in failures:
        print("failed:", failure)
    if not failures:
        print("passed: no script ran, nothing was requested")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
