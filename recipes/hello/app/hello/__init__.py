"""A guestbook: the small application that Steading is rehearsed on."""

from pathlib import Path

# Baked into the image by the build, because one source tree serves all three versions.
VERSION = Path(__file__).with_name("VERSION").read_text().strip()

SCHEMA = {"1.0.0": 1, "2.0.0": 2, "2.1.0": 3}[VERSION]
