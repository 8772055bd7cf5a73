"""One line on standard output per event, whatever the event contains."""

import logging
import sys
import time


class OneLine(logging.Formatter):
    converter = time.gmtime

    def __init__(self, part: str) -> None:
        super().__init__(f"%(asctime)sZ %(levelname)s {part} %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace("\r", "")
        return " | ".join(line.strip() for line in text.split("\n") if line.strip())


def to_stdout(part: str) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(OneLine(part))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
