"""Lock the present process in, on Linux, without root and without Docker.

`isolate` forks. The child keeps nothing but its socket to the grader: new namespaces (users, processes, mounts,
network, IPC, host name) in which it is alone; a file system of its own that holds the interpreter, the packages and
the release, all read-only, and a small /tmp; no capabilities; of the system calls only those of a list; limits on
memory, processor time, threads and files. When it ends, the kernel ends everything in its process namespace.

Written with the system calls themselves, through ctypes: the worker is forked from a process that has numpy loaded
already, which takes a tenth of what starting a program such as bubblewrap and a new Python in it would.
Sources: the manual pages namespaces(7), user_namespaces(7), pivot_root(2), mount_setattr(2), seccomp(2),
capabilities(7).
"""

import ctypes
import errno
import os
import platform
import re
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
# What Python, numpy, scipy, matplotlib, h5py, scikit-learn and threads use, measured with strace: memory, files of the
# process's own, waiting, its signals, threads, time, and what it is. All others are refused, and those that a kernel to
# come may have: new programs and processes, sockets, shared memory and queues between processes (System V, POSIX,
# memfd), watching or locking files of others, other namespaces and mounts, keys, settings of the machine.
ALLOWED = {
    "x86_64": (
        0xC000003E,
        dict(
            brk=12, mmap=9, munmap=11, mprotect=10, mremap=25, madvise=28, msync=26, mincore=27,
            membarrier=324,
            read=0, write=1, readv=19, writev=20, pread64=17, pwrite64=18, preadv=295, pwritev=296,
            lseek=8, open=2, openat=257, creat=85, close=3, close_range=436, stat=4, fstat=5,
            lstat=6, newfstatat=262, statx=332, statfs=137, fstatfs=138, access=21, faccessat=269,
            faccessat2=439,
            readlink=89, readlinkat=267, getdents=78, getdents64=217, rename=82, renameat=264,
            renameat2=316, mkdir=83, mkdirat=258, rmdir=84, unlink=87, unlinkat=263, link=86,
            linkat=265, symlink=88, symlinkat=266, chmod=90, fchmod=91, fchmodat=268, utime=132,
            utimes=235, futimesat=261, utimensat=280,
            truncate=76, ftruncate=77, fallocate=285, fadvise64=221, fsync=74, fdatasync=75,
            sendfile=40, copy_file_range=326, dup=32, dup2=33, dup3=292, pipe=22, pipe2=293,
            getcwd=79, chdir=80, fchdir=81, umask=95,
            getxattr=191, lgetxattr=192, fgetxattr=193, listxattr=194, llistxattr=195,
            flistxattr=196,
            poll=7, ppoll=271, select=23, pselect6=270, epoll_create=213, epoll_create1=291,
            epoll_ctl=233, epoll_wait=232, epoll_pwait=281, eventfd=284, eventfd2=290, sendto=44,
            recvfrom=45,
            rt_sigaction=13, rt_sigprocmask=14, rt_sigreturn=15, rt_sigtimedwait=128,
            rt_sigsuspend=130, rt_sigpending=127, pause=34, alarm=37, setitimer=38, getitimer=36,
            sigaltstack=131, kill=62, tkill=200, tgkill=234, restart_syscall=219,
            futex=202, set_robust_list=273, get_robust_list=274, rseq=334, set_tid_address=218,
            exit=60, exit_group=231, sched_yield=24, sched_getaffinity=204, gettid=186,
            clock_gettime=228, clock_getres=229, clock_nanosleep=230, nanosleep=35, gettimeofday=96,
            time=201, times=100,
            getpid=39, getppid=110, getuid=102, geteuid=107, getgid=104, getegid=108, getgroups=115,
            getresuid=118, getresgid=120, getpgrp=111, getpgid=121, getsid=124, uname=63,
            sysinfo=99, getrusage=98, getrlimit=97, setrlimit=160, prlimit64=302, getpriority=140,
            setpriority=141, getrandom=318, getcpu=309,
        ),
        dict(clone=56, fcntl=72, ioctl=16, prctl=157, flock=73),
    ),
    "aarch64": (
        0xC00000B7,
        dict(
            brk=214, mmap=222, munmap=215, mprotect=226, mremap=216, madvise=233, msync=227,
            mincore=232, membarrier=283,
            read=63, write=64, readv=65, writev=66, pread64=67, pwrite64=68, preadv=69, pwritev=70,
            lseek=62, openat=56, close=57, close_range=436, fstat=80, newfstatat=79, statx=291,
            statfs=43, fstatfs=44, faccessat=48, faccessat2=439,
            readlinkat=78, getdents64=61, renameat=38, renameat2=276, mkdirat=34, unlinkat=35,
            linkat=37, symlinkat=36, fchmod=52, fchmodat=53, utimensat=88,
            truncate=45, ftruncate=46, fallocate=47, fadvise64=223, fsync=82, fdatasync=83,
            sendfile=71, copy_file_range=285, dup=23, dup3=24, pipe2=59, getcwd=17, chdir=49,
            fchdir=50, umask=166,
            getxattr=8, lgetxattr=9, fgetxattr=10, listxattr=11, llistxattr=12, flistxattr=13,
            ppoll=73, pselect6=72, epoll_create1=20, epoll_ctl=21, epoll_pwait=22, eventfd2=19,
            sendto=206, recvfrom=207,
            rt_sigaction=134, rt_sigprocmask=135, rt_sigreturn=139, rt_sigtimedwait=137,
            rt_sigsuspend=133, rt_sigpending=136, setitimer=103, getitimer=102, sigaltstack=132,
            kill=129, tkill=130, tgkill=131, restart_syscall=128,
            futex=98, set_robust_list=99, get_robust_list=100, rseq=293, set_tid_address=96,
            exit=93, exit_group=94, sched_yield=124, sched_getaffinity=123, gettid=178,
            clock_gettime=113, clock_getres=114, clock_nanosleep=115, nanosleep=101,
            gettimeofday=169, times=153,
            getpid=172, getppid=173, getuid=174, geteuid=175, getgid=176, getegid=177,
            getgroups=158, getresuid=148, getresgid=150, getpgid=155, getsid=156, uname=160,
            sysinfo=179, getrusage=165, getrlimit=163, setrlimit=164, prlimit64=261,
            getpriority=141, setpriority=140, getrandom=278, getcpu=168,
        ),
        dict(clone=220, fcntl=25, ioctl=29, prctl=167, flock=32),
    ),
}  # fmt: skip
# Of calls that do many things, {name: (place of the argument that says which, values that are allowed)}.
WITH_ARGUMENT = {
    # no leases, which make whoever opens a file wait, no signals for files, no larger pipes: F_DUPFD to F_SETLKW
    # (locks need a file that can be written), the same for one open file, F_DUPFD_CLOEXEC
    "fcntl": (1, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030)),
    # is it a terminal, how large; how much can be read; not to wait; closing in a new program
    "ioctl": (1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    "prctl": (0, (15, 16, 0x53564D41)),  # names of threads, and of parts of memory
}
# From here on numbers are of Linux 5.1 and later: libc asks for them, and does without where they are not there.
NEWER = 424
CLONE_THREAD = 0x00010000
THREADS = 128  # of one worker, where the kernel counts them for each sandbox


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
    check(LIBC.sethostname(b"grading", 7), "a host name of its own")


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


def filter_system_calls():
    """Let all system calls fail but those of ALLOWED; threads may be started, processes not."""
    if platform.machine() not in ALLOWED:
        raise IsolationError(
            errno.ENOSYS, f"system calls of a {platform.machine()} processor are not known"
        )
    program = b"".join(filter_program(*ALLOWED[platform.machine()]))
    code = ctypes.create_string_buffer(program)
    whole = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    check(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    check(LIBC.prctl(PR_SET_SECCOMP, 2, whole, 0, 0), "filtering system calls")


def filter_program(machine, allowed, special):
    """The filter as lines of BPF: the number of the call decides, or one of its arguments."""
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill = 0x7FFF0000, 0x80000000
    not_permitted, not_there = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
    not_a_terminal = 0x00050000 | errno.ENOTTY

    def line(code, value, yes=0, no=0):
        return struct.pack("=HBBI", code, yes, no, value)

    program = [line(load, 4), line(equal, machine, 1, 0), line(answer, kill), line(load, 0)]
    # A 64-bit process calling by the numbers of another table (x32) would slip past the list.
    program += [line(at_least, 0x40000000, 0, 1), line(answer, not_permitted)]
    for number in sorted(allowed.values()):
        program += [line(equal, number, 0, 1), line(answer, allow)]
    # HDF5 reads a file all the same where it can't be locked; another process could make it wait.
    program += [line(equal, special["flock"], 0, 1), line(answer, not_there)]
    program += [
        line(equal, special["clone"], 0, 4),
        line(load, 16),
        line(any_bit, CLONE_THREAD, 0, 1),
        line(answer, allow),
        line(answer, not_permitted),
    ]
    for name, (place, values) in WITH_ARGUMENT.items():
        refused = not_a_terminal if name == "ioctl" else not_permitted
        program += [line(equal, special[name], 0, 2 + 2 * len(values)), line(load, 16 + 8 * place)]
        for value in values:
            program += [line(equal, value, 0, 1), line(answer, allow)]
        program.append(line(answer, refused))
    # clone3 is among these, which keeps its flags where a filter can't read them.
    program += [line(at_least, NEWER, 0, 1), line(answer, not_there), line(answer, not_permitted)]
    return program


def self_test():
    """What the filter lets through and should not, in words; "" if nothing. In a process that is locked in.

    Every number that is not allowed is tried, if the filter refuses a few calls that do no harm.
    """
    _, allowed, special = ALLOWED[platform.machine()]
    first = {
        "a lease": (special["fcntl"], 0, 1024, 0),
        "a larger pipe": (special["fcntl"], 0, 1031, 0),
        "typing into a terminal": (special["ioctl"], 0, 0x5412, 0),
        "outliving the grader": (special["prctl"], PR_SET_PDEATHSIG, 0, 0),
        "a lock": (special["flock"], 0, 0, 0),
    }
    numbers = set(range(600)) - {*allowed.values(), *special.values()}
    rest = {f"call {number}": (number, -1, -1, -1) for number in numbers}
    if platform.machine() == "x86_64":
        # uretprobe and uprobe are for the kernel's own code, which ends whoever else calls them, and for no filter.
        for number in (335, 336):
            del rest[f"call {number}"]
        rest["a number of x32"] = (0x40000000 + 39, 0, 0, 0)
    return ", ".join(let_through(first) or let_through(rest))


def let_through(tried):
    """Which of the calls, {what: number and arguments}, end otherwise than refused."""
    found = []
    for what, call in tried.items():
        ctypes.set_errno(0)
        result = LIBC.syscall(*map(ctypes.c_long, call))
        if result != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS, errno.ENOTTY):
            found.append(what)
    return found


def limit(limits, sandboxed):
    """Set the limits of this process: memory, processor time, sizes and numbers of files, threads.

    Threads are counted for each sandbox since Linux 5.14, before that for each user, and never for root.
    """
    seconds = int(limits["seconds"]) + 1
    for which, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits["files"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (value, value))
    release = tuple(map(int, re.findall(r"\d+", platform.release())[:2]))
    if sandboxed and release >= (5, 14):
        resource.setrlimit(resource.RLIMIT_NPROC, (THREADS, THREADS))


# ---------------------------------------------------------------------------------------- the sandbox


def isolate(keep_alive, shown, limits, sandboxed=True):
    """Fork, and lock the child in. Returns in the child alone; the parent ends with it, or when `keep_alive` closes.

    keep_alive -- a connected socket whose other end the grader holds: closing it kills the child at once
    shown  -- absolute paths that the child can read
    limits -- {"memory": bytes, "seconds": of processor time, "files": bytes}
    sandboxed -- False for the limits alone, and a working folder that is removed afterwards
    Raises IsolationError, in the child, where the system doesn't let it be locked in.
    """
    import select  # here: nothing of it is needed in the sandbox
    import shutil
    import tempfile

    problem, code = None, 1
    folder = None if sandboxed else tempfile.mkdtemp(prefix="sandbox-")
    if sandboxed:
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
            code = abs(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        finally:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)
            os._exit(code)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    keep_alive.close()
    os.setsid()
    if problem:
        raise problem
    if sandboxed:
        new_root(shown, limits["files"])
        limit(limits, sandboxed)
        drop_capabilities()
        filter_system_calls()
    else:
        os.chdir(folder)
        limit(limits, sandboxed)


if __name__ == "__main__":  # to see whether it can be done here
    import socket
    import sys

    here, there = socket.socketpair()
    if os.fork() == 0:
        here.close()
        try:
            isolate(there, ["/usr"], {"memory": 1 << 30, "seconds": 5, "files": 1 << 20})
            faults = self_test()
            if faults:
                print(f"its filter of system calls lets through: {faults}", file=sys.stderr)
            sys.stderr.flush()
            os._exit(1 if faults else 0)
        except OSError as problem:
            print(problem, file=sys.stderr, flush=True)
            os._exit(1)
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
