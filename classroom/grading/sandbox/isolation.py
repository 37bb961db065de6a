"""Lock the present process in, on Linux, without root and without Docker.

`isolate` forks. The child keeps nothing but its socket to the grader: new namespaces (users, processes, mounts,
network, IPC, host name) in which it is alone; a file system of its own that holds the interpreter, the packages and
the release, all read-only, and a small /tmp; no capabilities; no new programs, processes, sockets or namespaces;
limits on memory, processor time and files. When it ends, the kernel ends everything in its process namespace.

Written with the system calls themselves, through ctypes: the worker is forked from a process that has numpy loaded
already, which takes a tenth of what starting a program such as bubblewrap and a new Python in it would.
Sources: the manual pages namespaces(7), user_namespaces(7), pivot_root(2), mount_setattr(2), seccomp(2),
capabilities(7).
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct

LIBC = ctypes.CDLL(None, use_errno=True)

NAMESPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
#            mounts       host name    IPC          users        processes    network
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
MNT_DETACH, AT_FDCWD, AT_RECURSIVE = 2, -100, 0x8000
READ_ONLY, NO_SETUID = 1, 2  # of mount_setattr
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 22, 24, 38
CAPABILITIES_VERSION = 0x20080522

# {machine: (its number for seccomp, system calls by number)}. Numbers from the kernel's tables, which never change.
# All of them are refused in the room: new programs and processes, looking into other processes, sockets, new
# namespaces and mounts, keys, and the parts of the kernel that had most holes.
REFUSED = {
    "x86_64": (
        0xC000003E,
        dict(
            fork=57, vfork=58, execve=59, execveat=322, ptrace=101, process_vm_readv=310,
            process_vm_writev=311, pidfd_getfd=438, socket=41, socketpair=53, unshare=272, setns=308,
            mount=165, umount2=166, pivot_root=155, chroot=161, open_tree=428, move_mount=429,
            fsopen=430, fsconfig=431, fsmount=432, fspick=433, mount_setattr=442, add_key=248,
            request_key=249, keyctl=250, bpf=321, perf_event_open=298, userfaultfd=323,
            io_uring_setup=425, io_uring_enter=426, io_uring_register=427,
        ),
        dict(clone=56, clone3=435),
    ),
    "aarch64": (
        0xC00000B7,
        dict(
            execve=221, execveat=281, ptrace=117, process_vm_readv=270, process_vm_writev=271,
            pidfd_getfd=438, socket=198, socketpair=199, unshare=97, setns=268, mount=40, umount2=39,
            pivot_root=41, chroot=51, open_tree=428, move_mount=429, fsopen=430, fsconfig=431,
            fsmount=432, fspick=433, mount_setattr=442, add_key=217, request_key=218, keyctl=219,
            bpf=280, perf_event_open=241, userfaultfd=282, io_uring_setup=425, io_uring_enter=426,
            io_uring_register=427,
        ),
        dict(clone=220, clone3=435),
    ),
}  # fmt: skip
CLONE_THREAD = 0x00010000


class IsolationError(OSError):
    """This system does not let a process be locked in; the text says at which step."""


def check(result, step):
    """Raise IsolationError, naming the step, if a system call failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise IsolationError(number, f"{step}: {os.strerror(number)}")
    return result


# ------------------------------------------------------------------------------------- namespaces


def new_namespaces():
    """Leave the system's namespaces for new ones, as an ordinary user in them."""
    uid, gid = os.geteuid(), os.getegid()
    check(LIBC.unshare(NAMESPACES), "new namespaces")
    try:
        for name, line in (
            ("setgroups", "deny"),
            ("uid_map", f"1000 {uid} 1"),
            ("gid_map", f"1000 {gid} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(line)
    except OSError as error:
        raise IsolationError(error.errno, f"a user namespace: {error.strerror}") from error


def new_root(shown, size):
    """Make a file system of its own the root: the directories and files `shown`, read-only, and an empty /tmp.

    size -- bytes that may be written in it
    """
    none, flags = None, MS_NOSUID | MS_NODEV
    check(LIBC.mount(none, b"/", none, MS_REC | MS_PRIVATE, none), "private mounts")
    root = "/proc"  # covered, and left behind: any directory would do that nothing shown lies in
    options = f"size={size},nr_inodes=4096,mode=755".encode()
    check(LIBC.mount(b"tmpfs", root.encode(), b"tmpfs", flags, options), "a file system in memory")
    for path in shown:
        show(path, root + path)
    os.makedirs(root + "/tmp", exist_ok=True)
    os.chdir(root)
    check(LIBC.pivot_root(b".", b"."), "a new root")
    check(LIBC.umount2(b".", MNT_DETACH), "leaving the old root")
    os.chdir("/tmp")


def show(path, target):
    """Let a file or directory appear at `target`, read-only with all below it. A symbolic link is made again."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(path):
        os.symlink(os.readlink(path), target)
        return
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        open(target, "w").close()
    source, target = path.encode(), target.encode()
    check(LIBC.mount(source, target, None, MS_BIND | MS_REC, None), f"showing {path}")
    attributes = struct.pack("=QQQQ", READ_ONLY | NO_SETUID, 0, 0, 0)
    number = 442  # mount_setattr, on every machine
    result = LIBC.syscall(number, AT_FDCWD, target, AT_RECURSIVE, attributes, len(attributes))
    check(result, f"making {path} read-only")


# ----------------------------------------------------------------------------------------- rights


def drop_capabilities():
    """Give up every right that the first process of a user namespace has, for good."""
    for number in range(64):
        LIBC.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)  # fails above the last one the kernel knows
    header = struct.pack("=Ii", CAPABILITIES_VERSION, 0)
    check(LIBC.capset(header, struct.pack("=6I", *[0] * 6)), "dropping capabilities")


def refuse_system_calls():
    """Let the system calls of REFUSED fail with "not permitted"; threads may be started, processes not."""
    if platform.machine() not in REFUSED:
        raise IsolationError(
            errno.ENOSYS, f"system calls of a {platform.machine()} processor are not known"
        )
    machine, refused, cloning = REFUSED[platform.machine()]
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill = 0x7FFF0000, 0x80000000
    not_permitted, not_there = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS

    def line(code, value, yes=0, no=0):
        return struct.pack("=HBBI", code, yes, no, value)

    program = [line(load, 4), line(equal, machine, 1, 0), line(answer, kill), line(load, 0)]
    # A 64-bit process calling by the numbers of another table (x32) would slip past the list.
    program += [line(at_least, 0x40000000, 0, 1), line(answer, not_permitted)]
    for number in refused.values():
        program += [line(equal, number, 0, 1), line(answer, not_permitted)]
    # clone3 keeps its flags where a filter can't read them; libc then falls back on clone.
    program += [line(equal, cloning["clone3"], 0, 1), line(answer, not_there)]
    program += [
        line(equal, cloning["clone"], 0, 3),
        line(load, 16),
        line(any_bit, CLONE_THREAD, 1, 0),
    ]
    program += [line(answer, not_permitted), line(answer, allow)]
    code = ctypes.create_string_buffer(b"".join(program))
    whole = struct.pack("@HP", len(program), ctypes.addressof(code))
    check(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    check(LIBC.prctl(PR_SET_SECCOMP, 2, whole, 0, 0), "refusing system calls")


def limit(limits):
    """Set the limits of this process: memory, processor time, sizes and numbers of files."""
    seconds = int(limits["seconds"]) + 1
    for which, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits["files"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (value, value))


# ---------------------------------------------------------------------------------------- the room


def isolate(keep_alive, shown, limits, confined=True):
    """Fork, and lock the child in. Returns in the child alone; the parent ends with it, or when `keep_alive` closes.

    keep_alive -- a connected socket whose other end the grader holds: closing it kills the child at once
    shown  -- absolute paths that the child can read
    limits -- {"memory": bytes, "seconds": of processor time, "files": bytes}
    confined -- False for the limits alone, and a working folder that is removed afterwards
    Raises IsolationError, in the child, where the system doesn't let it be locked in.
    """
    import select  # here: nothing of it is slicing in the room
    import shutil
    import tempfile

    problem = None
    folder = None if confined else tempfile.mkdtemp(prefix="room-")
    if confined:
        try:
            new_namespaces()
        except IsolationError as error:
            problem = error
    child = os.fork()
    if child:
        try:
            descriptor = os.pidfd_open(child)
            select.select([keep_alive, descriptor], [], [])
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        finally:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)
            os._exit(0)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    keep_alive.close()
    os.setsid()
    if problem:
        raise problem
    if confined:
        new_root(shown, limits["files"])
        limit(limits)
        drop_capabilities()
        refuse_system_calls()
    else:
        os.chdir(folder)
        limit(limits)


if __name__ == "__main__":  # to see whether it can be done here
    import socket
    import sys

    here, there = socket.socketpair()
    if os.fork() == 0:
        here.close()
        try:
            isolate(there, ["/usr"], {"memory": 1 << 30, "seconds": 5, "files": 1 << 20})
            os._exit(0 if LIBC.unshare(NAMESPACES) < 0 else 1)
        except OSError as problem:
            print(problem, file=sys.stderr, flush=True)
            os._exit(1)
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
