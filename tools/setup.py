"""Makes the virtual environment and installs the locked packages; does nothing when they are already there.

Run by the Python of the machine, so it uses the standard library only and reads with old versions too:
they are told, in a sentence, what is missing. `--dev` adds the tools of the tests and checks.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)

# uv reads its own variables only; what a machine has set for pip is handed on, so that both ask the same index.
HANDED_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="install the tools of tests and checks too")
    options = parser.parse_args(arguments)
    require_python(arguments)
    wanted = ["requirements.txt", "requirements-dev.txt"] if options.dev else ["requirements.txt"]
    missing = [name for name in wanted if not is_installed(name)]
    if not missing:
        return 0
    make_environment()
    # The list for development holds the other one whole, so a single pass installs both.
    install(missing[-1])
    for name in wanted:
        write_stamp(name)
    return 0


def require_python(arguments):
    """Go on with a Python that is new enough, or say how to get one."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer:
            rest = sys.argv[1:] if arguments is None else arguments
            os.execv(newer, [newer, os.path.abspath(__file__), *rest])
    stop(
        "Python %d.%d is too old; 3.11 or newer is needed." % sys.version_info[:2],
        "apt-get install python3.11 python3.11-venv    (or: make PYTHON=/path/to/python3.12 ...)",
    )


def make_environment():
    """A virtual environment in .venv; one made for another place or another Python is made anew."""
    if os.path.exists(PYTHON) and read(place_stamp()) in ("", place()):
        write(place_stamp(), place())
        return
    require_venv_module()
    say("Making the virtual environment in .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", VENV]) != 0:
        stop("The virtual environment could not be made.", venv_package())
    write(place_stamp(), place())


def require_venv_module():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("This Python has no venv module.", venv_package())


def venv_package():
    return "apt-get install python3-venv    (or python%d.%d-venv)" % sys.version_info[:2]


def install(requirements):
    """Install a locked list: with uv, which is three times faster, or with pip where uv cannot be had."""
    started = time.time()
    count = sum("==" in line for line in read(os.path.join(ROOT, requirements)).splitlines())
    say("Installing %d packages from %s, each checked against its hash ..." % (count, requirements))
    if not (install_with_uv(requirements) or install_with_pip(requirements)):
        stop(
            "The packages could not be installed; the lines above say why. Is a package index within reach?",
            "%s -m pip download --no-deps --dest /tmp flask    (shows whether pip reaches its index)" % PYTHON,
        )
    say("Installed in %.0f s." % (time.time() - started))


def install_with_uv(requirements):
    uv = os.path.join(VENV, "bin", "uv")
    if not os.path.exists(uv) and not pip(
        "-q", "--require-hashes", "--only-binary", ":all:", "-r", "requirements-uv.txt"
    ):
        say("uv is not to be had here; going on with pip.")
        return False
    # Several indexes may hold a package, each some of its releases; which file is taken is settled by the hash.
    command = [uv, "pip", "install", "--python", PYTHON, "--require-hashes", "--index-strategy", "unsafe-best-match"]
    # Compiled now, as pip does: else a machine that writes no byte code compiles everything at each start.
    command += ["--compile-bytecode", "-r", requirements]
    if subprocess.call(command, cwd=ROOT, env=environment_of_uv()) == 0:
        return True
    say("uv could not install the list; trying with pip.")
    return False


def install_with_pip(requirements):
    return pip("--require-hashes", "-r", requirements)


def pip(*arguments):
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", *arguments]
    return subprocess.call(command, cwd=ROOT) == 0


def environment_of_uv():
    """The variables for uv, completed from pip's settings where uv has none of its own."""
    told = dict(os.environ)
    listing = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        universal_newlines=True,
    )
    for line in listing.stdout.splitlines():
        key, _, value = line.partition("=")
        name = HANDED_TO_UV.get(key.split(".")[-1])
        if name and name not in told:
            told[name] = value.strip().strip("'\"")
    return told


def is_installed(requirements):
    return (
        os.path.exists(PYTHON) and read(place_stamp()) == place() and read(stamp(requirements)) == digest(requirements)
    )


def write_stamp(requirements):
    write(stamp(requirements), digest(requirements))


def stamp(requirements):
    return os.path.join(VENV, ".installed-" + requirements)


def place_stamp():
    return os.path.join(VENV, ".made-for")


def place():
    """Scripts of an environment hold its path, and its packages fit one Python: both are remembered."""
    return "%s %s" % (os.path.realpath(ROOT), os.path.realpath(PYTHON))


def digest(requirements):
    with open(os.path.join(ROOT, requirements), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def say(sentence):
    print(sentence, flush=True)


def stop(sentence, command):
    print(
        "%s\n  Install it with:  %s" % (sentence, command)
        if "apt-get" in command
        else "%s\n  Try:  %s" % (sentence, command),
        file=sys.stderr,
    )
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main())
