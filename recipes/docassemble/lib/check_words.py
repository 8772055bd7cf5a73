"""Whether libraries load, and docassemble's words come out right without WordNet: run in the build."""

import numpy.testing  # noqa: F401
import pandas  # noqa: F401
import scipy.stats  # noqa: F401
import sklearn.ensemble  # noqa: F401
from docassemble_pattern.text import en

assert en.pluralize("child") == "children"
assert en.singularize("boxes") == "box"
assert en.article("apple") == "an"
assert en.conjugate("be", "3sg") == "is"
