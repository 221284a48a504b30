"""What a scope adds items to, and the text of names, attributes and items."""

import ast


def grown(scope: ast.AST) -> frozenset[str]:
    """The names and attributes that a scope adds items to without a bound that can be seen.

    In a function, one item at a time counts only in a loop; what a class or a module holds may grow
    with every call.
    """
    once = isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    found: set[str] = set()
    stack = [(scope, not once)]
    while stack:
        node, repeated = stack.pop()
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=method)):
                if method == "extend" or (repeated and method in ("append", "insert")):
                    found.add(dotted(value))
            case ast.AugAssign(target=target, op=ast.Add()):
                found.add(dotted(target))
        repeated = repeated or isinstance(node, ast.For | ast.AsyncFor | ast.While)
        stack.extend((child, repeated) for child in ast.iter_child_nodes(node))
    return frozenset(found)


def dotted(node: ast.AST) -> str:
    """`self.a.b`, `d[key]`: the text of a name, attribute or item; "" for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            inner = dotted(value)
            return f"{inner}.{attribute}" if inner else ""
        case ast.Subscript(value=value):
            inner = dotted(value)
            return f"{inner}[{ast.unparse(node.slice)}]" if inner else ""
    return ""
