# The owner's own fragments, *.py of the overlay "settings", in the order of their names. They win.
import glob as _glob

for _file in sorted(_glob.glob("/Kiwi/settings.d/*.py")):
    with open(_file, "rb") as _text:
        exec(compile(_text.read(), _file, "exec"))
