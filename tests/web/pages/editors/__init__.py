"""What editors and filters keep of a snippet, recorded from the real programs: `python -m tests.web.pages.editors`.

The programs come from npm, which would bring some 300 packages of Debian to every machine that runs the tests. So
what they made of the snippets is kept in `recorded.json`, with their versions; tests hold that it was made of the
bytes that are handed out today, and that it works.
"""
