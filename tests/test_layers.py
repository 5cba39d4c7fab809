"""Each module imports only from the layers above it."""

import ast
from pathlib import Path

LAYERS = (
    "errors", "model", "timex", "english", "codec", "ingest", "extract", "ground", "compose", "review", "changes",
    "revisions", "relations", "corpus", "cache", "export", "tree", "workers", "settings", "briefs", "build",
    "mkdocs_hooks", "verify", "serve", "scaffold", "reviewing", "cli", "__main__", "train",
)  # fmt: skip
PACKAGE = Path(__file__).parent.parent / "generator"


def _layer(module: str) -> int:
    parts = module.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 else -1


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "generator":
            found += [f"generator.{alias.name}" for alias in node.names if not alias.name.startswith("__")]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    return [name for name in found if name.split(".")[0] == "generator"]


def test_every_module_has_a_layer() -> None:
    modules = {path.stem if path.is_file() else path.name for path in PACKAGE.iterdir() if path.suffix in ("", ".py")}
    assert modules - {"__init__", "__pycache__"} == set(LAYERS)


def test_imports_point_upwards() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(("generator", *path.relative_to(PACKAGE).with_suffix("").parts))
        wrong += [f"{module} imports {name}" for name in _imports(path) if _layer(name) > _layer(module)]
    assert wrong == []
