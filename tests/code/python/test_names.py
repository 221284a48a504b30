"""Dotted names: aliases are found, homonyms are not taken for what they are called."""

import pytest

from carbongate.code.python.names import resolve
from tests.code.python.marked import marked

RESOLVED = [
    pytest.param("import re\nmark(re.compile)", "re.compile", id="a module"),
    pytest.param("import re as r\nmark(r.compile)", "re.compile", id="a module by another name"),
    pytest.param("from re import compile as rc\nmark(rc)", "re.compile", id="a function"),
    pytest.param("import os.path\nmark(os.path.join)", "os.path.join", id="a part of a package"),
    pytest.param("import os.path as p\nmark(p.join)", "os.path.join", id="a part by another name"),
    pytest.param("from . import db\nmark(db.connect)", "..db.connect", id="a neighbour"),
    pytest.param("from .store import db\nmark(db)", ".store.db", id="a part of a neighbour"),
    pytest.param(
        "def f():\n    import re\n    mark(re.sub)", "re.sub", id="imported in a function"
    ),
    pytest.param(
        "import re\ndef f():\n    def g(x):\n        mark(re.sub)",
        "re.sub",
        id="from two scopes up",
    ),
    pytest.param(
        "try:\n    import re\nexcept ImportError:\n    re = None\nmark(re.sub)",
        "re.sub",
        id="a package that may be missing",
    ),
    pytest.param("mark(open)", "builtins.open", id="a builtin"),
    pytest.param("import db\nc = db.connect()\nmark(c.cursor)", "db.connect().cursor", id="a call"),
    pytest.param(
        "import db\nwith db.connect() as c:\n    mark(c.cursor)",
        "db.connect().cursor",
        id="entered",
    ),
    pytest.param(
        "import db\nclass A:\n    def __init__(self):\n        self.c = db.connect()\n"
        "    def f(this):\n        mark(this.c.cursor)",
        "db.connect().cursor",
        id="an attribute of the object",
    ),
    pytest.param(
        "import re\nfind = re.search\nmark(find)", "re.search", id="a name for a function"
    ),
    pytest.param(
        "import re\nclass A:\n    re = 1\n    def f(self):\n        mark(re.sub)",
        "re.sub",
        id="a class body is not seen from its methods",
    ),
    pytest.param("import re\ndef f():\n    global re\n    mark(re.sub)", "re.sub", id="global"),
]

UNKNOWN = [
    pytest.param("import re\ndef f(re):\n    mark(re.compile)", id="a parameter"),
    pytest.param("import re\nlambda re: mark(re.compile)", id="a parameter of a lambda"),
    pytest.param("import re\nfor re in xs:\n    mark(re.compile)", id="a loop variable"),
    pytest.param("import re\n[mark(re.compile) for re in xs]", id="a comprehension's variable"),
    pytest.param(
        "import re\ndef f():\n    re = g()\n    mark(re.sub)", id="assigned in the function"
    ),
    pytest.param("import re\nif a:\n    re = other\nmark(re.compile)", id="maybe assigned"),
    pytest.param("def open(p): ...\nmark(open)", id="a builtin that the file defines"),
    pytest.param("mark(requests.get)", id="a name from nowhere"),
    pytest.param("from x import *\nmark(connect)", id="perhaps from a star import"),
    pytest.param("mark(f().compile)", id="what an unknown call returns"),
    pytest.param("a = b\nb = a\nmark(a.c)", id="names that turn in a circle"),
    pytest.param("import re\n(re, x) = y\nmark(re.sub)", id="unpacked"),
    pytest.param(
        "import re\ndef f():\n    try: g()\n    except E as re: mark(re.sub)", id="caught"
    ),
    pytest.param("import re\nmatch x:\n    case [re]:\n        mark(re.sub)", id="matched"),
    pytest.param("import re\ndef f(*re):\n    mark(re.sub)", id="the rest of the arguments"),
]


@pytest.mark.parametrize(("source", "name"), RESOLVED)
def test_a_name_is_followed_to_what_it_stands_for(source: str, name: str) -> None:
    assert resolve(*marked(source)) == {name}


@pytest.mark.parametrize("source", UNKNOWN)
def test_a_name_that_may_be_something_else_has_no_answer(source: str) -> None:
    assert resolve(*marked(source)) == frozenset()


def test_both_sides_of_a_condition_count() -> None:
    source = (
        "try:\n    import ujson as json\nexcept ImportError:\n    import json\nmark(json.loads)"
    )
    assert resolve(*marked(source)) == {"ujson.loads", "json.loads"}
