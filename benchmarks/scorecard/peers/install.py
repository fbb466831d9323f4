"""Install the peers in an environment of their own: ``python install.py FOLDER``, or ``make peers``.

rigour, which nomenklatura is built on, needs PyICU, which has no wheel: the ICU headers, pkg-config and a C++ compiler
must be there. They are installed by apt where that is possible. When the peers cannot be installed it says what is
missing and ends with status 0, because the scorecard is also of use without them and says that they are missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_SYSTEM = ("libicu-dev", "pkg-config", "g++")


def main(folder: Path) -> int:
    """Make the environment if it is not there, and fill it."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if _holds_peers(python):
        return 0
    missing = None if _icu() else _install_system_packages()
    if missing is None:
        words = ["install", "--quiet", "--disable-pip-version-check", "-r", str(_REQUIREMENTS)]
        done = subprocess.run([str(python), "-m", "pip", *words], check=False, capture_output=True, text=True)
        if done.returncode == 0 and _holds_peers(python):
            return 0
        missing = (done.stderr or done.stdout).strip()[-1500:] or "they were installed, but do not start"
    sys.stderr.write(f"The peers could not be installed; the scorecard is measured without them.\n{missing}\n")
    return 0


def _holds_peers(python: Path) -> bool:
    there = subprocess.run([str(python), "-c", "import nomenklatura.blocker.index"], check=False, capture_output=True)
    return there.returncode == 0


def _icu() -> bool:
    """Return whether PyICU can be built."""
    pkg_config = shutil.which("pkg-config")
    if pkg_config is None or shutil.which("g++") is None:
        return False
    return subprocess.run([pkg_config, "--exists", "icu-i18n"], check=False).returncode == 0


def _install_system_packages() -> str | None:
    """Install what PyICU is built with, and return what is wrong, if anything."""
    wanted = " ".join(_SYSTEM)
    remedy = f"Install {wanted} (Debian, Ubuntu: `apt-get install {wanted}`) and run `make peers` again."
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return f"PyICU cannot be built here. {remedy}"
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *_SYSTEM]):
        done = subprocess.run([apt, *words], check=False, capture_output=True, text=True)
        if done.returncode:
            return f"`apt-get {' '.join(words)}` failed: {done.stderr.strip()[-500:]}\n{remedy}"
    return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
