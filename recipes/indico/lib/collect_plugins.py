"""Writes down which plugins are installed, and gathers their public files for the other server.

No plugin is imported: that would need a configured Indico.
"""

import shutil
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path


def directory(module):
    package = module.partition(".")[0]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"the plugin in {module} cannot be found")
    return Path(spec.origin).parent


def main(target):
    (target / "static").mkdir(parents=True)
    plugins = sorted(entry_points(group="indico.plugins"), key=lambda entry: entry.name)
    for plugin in plugins:
        files = directory(plugin.value.partition(":")[0]) / "static"
        if files.is_dir():
            shutil.copytree(
                files, target / "static" / plugin.name, ignore=shutil.ignore_patterns("*.map")
            )
    (target / "names.txt").write_text("".join(f"{plugin.name}\n" for plugin in plugins))


main(Path(sys.argv[1]))
