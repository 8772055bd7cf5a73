"""Gathers the public files of the plugins that are installed, for the server of static files.

No plugin is imported: that would need a configured Indico.
"""

import shutil
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path


def main(target):
    target.mkdir()
    for plugin in sorted(entry_points(group="indico.plugins"), key=lambda entry: entry.name):
        package = plugin.value.partition(":")[0].partition(".")[0]
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            sys.exit(f"the plugin {plugin.name} has no package {package}")
        files = Path(spec.origin).parent / "static"
        if files.is_dir():
            shutil.copytree(
                files, target / plugin.name, ignore=shutil.ignore_patterns("*.map")
            )


main(Path(sys.argv[1]))
