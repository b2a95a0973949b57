"""What ``kubectl apply --kustomize`` would send, without a cluster."""

import copy
import os
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.unit.deploy.project import KUBERNETES, program

Manifest = dict[str, Any]

# Each overlay as it is and with everything that can be added to it.
VARIANTS: dict[str, tuple[str, ...]] = {
    "external": (),
    "in-cluster": (),
    "external with all": ("keda",),
    "in-cluster with all": ("keda",),
}


class RenderError(Exception):
    """kubectl refused, or warned."""


def manifests(variant: str) -> list[Manifest]:
    """Fresh objects, which a test may change."""
    return copy.deepcopy(_parsed(variant))


@cache
def _parsed(variant: str) -> list[Manifest]:
    text = _render_overlay(variant.removesuffix(" with all"), VARIANTS[variant])
    return list(yaml.load_all(text, Loader=yaml.CSafeLoader))


def _render_overlay(overlay: str, components: tuple[str, ...]) -> str:
    if not components:
        return render(KUBERNETES / "overlays" / overlay)
    with tempfile.TemporaryDirectory() as folder:
        # Kustomize takes only relative paths.
        here = os.path.relpath(KUBERNETES, Path(folder).resolve())
        write_kustomization(
            Path(folder),
            resources=[f"{here}/overlays/{overlay}"],
            components=[f"{here}/components/{component}" for component in components],
        )
        return render(Path(folder))


def write_kustomization(folder: Path, *, resources: Iterable[str], components: Iterable[str]) -> None:
    content = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": list(resources),
        "components": list(components),
    }
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def render(folder: Path) -> str:
    done = subprocess.run(
        [program("kubectl"), "kustomize", str(folder)], capture_output=True, text=True, check=False
    )
    # Kustomize says on stderr what of a kustomization is deprecated.
    if done.returncode != 0 or done.stderr:
        raise RenderError(done.stderr)
    return done.stdout
