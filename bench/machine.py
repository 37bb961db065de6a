"""On what the benchmark ran: versions and the processor, without a name of a computer, a user or a folder."""

import os
import platform
import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def processor():
    """Return the processor's name, such as "AMD EPYC 7B13", as the system tells it."""
    if Path("/proc/cpuinfo").is_file():
        names = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.M)
        if names:
            return names[0].strip()
    if platform.system() == "Darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return platform.processor() or platform.machine()


def mkl_of_pytorch():
    """Return the version of the library that PyTorch multiplies matrices with, as far as it tells; else ""."""
    import torch

    found = re.search(r"Math Kernel Library Version (\S+)", torch.__config__.show())
    return f"MKL {found.group(1).removesuffix('-Product')}" if found else ""


def describe(has_pytorch):
    """Return name -> value: processor, its cores, system, Python and packages."""
    found = {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
    for package in ("numpy", "scikit-learn", "h5py"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # installed in a way of its own
            found[package] = "unknown"
    if has_pytorch:
        library = mkl_of_pytorch()
        found["PyTorch"] = version("torch") + (f", with {library}" if library else "")
    return found
