"""Every way in which C ends a program, in a cell each; and what looks like an
end and is none."""

import os

# title: (cell, ename, line of the error or None, a word of the message)
FAULTS = {
    "null pointer read": ("kept = 0;\nint *p = 0;\nprintf(\"%d\", *p);",
                          "SegmentationFault", 3, "NULL"),
    "null pointer write in a function": (
        "void put(int *p) {\n  *p = 1;\n}\nkept = 0;\nput(NULL);",
        "SegmentationFault", 2, "NULL"),
    "wild pointer": ("kept = 0;\n*(int *)0x1234567890 = 1;",
                     "SegmentationFault", 2, "does not belong"),
    "far beyond an array": ("int a[4];\nkept = 0;\na[1 << 28] = 1;",
                            "SegmentationFault", 3, "a[268435456]"),
    "use of a string function on NULL": ("kept = 0; kept = strlen(NULL);",
                                         "SegmentationFault", 1, "NULL"),
    "GSL with a bad pointer": (
        "kept = 0;\ngsl_vector_get((gsl_vector *)16, 0);",
        "SegmentationFault", 2, ""),
    "jump to NULL": ("kept = 0; void (*f)(void) = 0;\nf();",
                     "SegmentationFault", 2, "function"),
    "jump to data": ("static int data[4]; kept = 0;\n"
                     "((void (*)(void))data)();",
                     "SegmentationFault", 2, "no function"),
    "write to code": ("int f(void) { return 1; }\nkept = 0;\n"
                      "*(char *)f = 0;", "SegmentationFault", 3, "read"),
    "integer division by zero": ("int zero = 0;\nkept = 0;\n5 / zero",
                                 "DivisionByZero", 3, "divided by zero"),
    "remainder by zero": ("int zero = 0;\nkept = 0; 5 % zero",
                          "DivisionByZero", 2, "divided by zero"),
    "smallest by minus one": ("int m = -1; kept = 0;\nINT_MIN / m",
                              "DivisionByZero", 2, "-1"),
    "recursion without end": ("int down(int n) { return down(n + 1) + 1; }\n"
                              "kept = 0;\ndown(0)",
                              "StackOverflow", 1, "stack is used up"),
    "abort": ("kept = 0;\nabort();", "Aborted", 2, "abort"),
    "abort in a function": ("void give_up(void) {\n\n  abort();\n}\nkept = 0;"
                            "\ngive_up();", "Aborted", 3, "abort"),
    "free of a pointer that malloc did not make": (
        "int x; kept = 0;\nfree(&x + 1);", "Aborted", 2, "free"),
    "double free": ("char *p = malloc(40); kept = 0;\nfree(p);\nfree(p);",
                    "Aborted", 3, "freed"),
    "illegal instruction": ("\nkept = 0; __asm__ volatile(\"ud2\");",
                            "IllegalInstruction", 2, "no code"),
    "raised SIGSEGV": ("kept = 0;\nraise(SIGSEGV);", "SegmentationFault", 2,
                       "raised"),
    "raised SIGBUS": ("kept = 0;\nraise(SIGBUS);", "BusError", 2, ""),
    "bus error by a file that shrank": (
        "#include <sys/mman.h>\nFILE *t = tmpfile(); kept = 0;\n"
        "ftruncate(fileno(t), 4096);\n"
        "char *m = mmap(0, 4096, 3, MAP_SHARED, fileno(t), 0);\n"
        "ftruncate(fileno(t), 0);\nm[0] = 1;", "BusError", 6, "memory"),
    "killed": ("kept = 0;\nraise(SIGKILL);", "Killed", None, ""),
    "own signal handlers": ("signal(SIGSEGV, SIG_IGN); signal(SIGFPE, SIG_IGN);"
                            "\nkept = 0; int *p = 0;\n*p = 1;",
                            "SegmentationFault", None, ""),
    "a thread that crashes": (
        "void *run(void *p) { *(int *)p = 1; return p; }\nkept = 0;\n"
        "pthread_t t;\npthread_create(&t, NULL, run, NULL);\n"
        "pthread_join(t, NULL);", "SegmentationFault", 1, ""),
    "kill of the whole group": ("kept = 0;\nkill(0, SIGKILL);", "Killed", None,
                                ""),
    "an enormous local": (
        "int big(void) {\n  volatile char room[1L << 30];\n"
        "  room[1 << 29] = 1;\n  return room[0];\n}\nkept = 0; big()", "StackOverflow", 3, "stack"),
    "an array of run-time extent": (
        "int fill(int n) {\n  volatile char room[n];\n  room[n / 2] = 1;\n"
        "  return room[0];\n}\nkept = 0; fill(1 << 30)", "StackOverflow", 3,
        "local variables"),
    "alloca": ("int take(int n) {\n  char *room = alloca(n);\n"
               "  room[n / 2] = 1;\n  return room[0];\n}\nkept = 0;"
               "take(1 << 30)", "StackOverflow", 3, "stack"),
    "recursion in a comparator": (
        "int compare(const void *a, const void *b);\n"
        "int compare(const void *a, const void *b) {\n"
        "  int x[2] = {2, 1};\n  qsort(x, 2, 4, compare);\n  return 0;\n}\n"
        "kept = 0; int x[2] = {2, 1};\nqsort(x, 2, 4, compare);",
        "StackOverflow", None, "calls itself"),
    "recursion in a thread": (
        "int down(int n) {\n  return down(n + 1) + 1;\n}\n"
        "void *run(void *p) { down(0); return p; }\nkept = 0; pthread_t t;\n"
        "pthread_create(&t, NULL, run, NULL);\npthread_join(t, NULL);",
        "StackOverflow", None, "stack"),
    "a bad pointer inside libc": ("kept = 0;\nkept = strlen(NULL + 1);",
                                  "SegmentationFault", 2, "the number 1"),
    "a wild pointer inside libc": (
        "kept = 0;\nmemcpy((char *)0x123456789000, \"text\", 4);",
        "SegmentationFault", 2, "does not belong"),
    "a bad pointer for printf": ("kept = 0;\n\nprintf(\"%s\", (char *)1);",
                                 "SegmentationFault", 3, "the number 1"),
    "a comparator that is NULL": (
        "int x[3] = {3, 2, 1};\nkept = 0;\nqsort(x, 3, 4, NULL);",
        "SegmentationFault", 3, "function"),
    "a comparator that crashes": (
        "int cmp(const void *a, const void *b) {\n  return *(int *)8;\n}\n"
        "kept = 0; int x[3] = {3, 2, 1};\nqsort(x, 3, 4, cmp);",
        "SegmentationFault", 2, "that is 8"),
    "fclose twice": ("FILE *f = tmpfile(); kept = 0;\nfclose(f);\nfclose(f);",
                     None, 3, ""),
    "GSL with a vector that was never made": (
        "gsl_vector *v;\nkept = 0;\ngsl_vector_scale(v, 2);",
        "SegmentationFault", 3, ""),
    "a callback of GSL that crashes": (
        "double f(double x, void *p) {\n  return *(double *)p;\n}\n"
        "kept = 0; gsl_function F = {f, NULL}; double r, e; size_t n;\n"
        "gsl_integration_qng(&F, 0, 1, 1e-9, 1e-9, &r, &e, &n);",
        "SegmentationFault", 2, "NULL"),
    "a heap written over": (
        "char *p = malloc(64); kept = 0;\nmemset(p, 65, 1 << 20);\n"
        "free(malloc(100000));", None, None, ""),
    "a heap that is gone": (
        "#include <sys/mman.h>\nkept = 0; char *p = malloc(10);\n"
        "munmap((void *)((unsigned long)p & ~4095UL), 1 << 26);\np[0] = 1;",
        "SegmentationFault", None, ""),
    "variables that are gone": (
        "#include <sys/mman.h>\n#include <sys/syscall.h>\n"
        "void *page = (void *)((unsigned long)&kept & "
        "~4095UL);\nsyscall(SYS_munmap, page, 4096);\nkept = 0;", "SegmentationFault", 5,
        "does not belong"),
    "an alarm": ("kept = 0; struct itimerval soon = {{0, 0}, {0, 1000}};\n"
                 "setitimer(ITIMER_REAL, &soon, NULL);\nfor (;;) getppid();", "Killed",
                 3, "alarm"),
    "a pipe that nobody reads": (
        "int ends[2]; pipe(ends); close(ends[0]);\nkept = 0;\n"
        "write(ends[1], \"x\", 1);", "Killed", 3, "SIGPIPE"),
    "a file beyond the limit": (
        "#include <sys/resource.h>\nkept = 0;\n"
        "struct rlimit none = {0, RLIM_INFINITY};\n"
        "setrlimit(RLIMIT_FSIZE, &none);\nFILE *f = tmpfile();\n"
        "setvbuf(f, NULL, _IONBF, 0);\nfputs(\"text\", f);", "Killed", 7,
        "setrlimit"),
    "a breakpoint": ("\nkept = 0; __asm__ volatile(\"int3\");",
                     "IllegalInstruction", 2, "breakpoint"),
    "a privileged instruction": ("\nkept = 0; __asm__ volatile(\"hlt\");",
                                 "SegmentationFault", 2, ""),
    "every descriptor closed behind our back": (
        "#include <sys/syscall.h>\nkept = 0;\n"
        "for (int i = 0; i < 1024; i++) syscall(SYS_close, i);", "Exited",
        None, ""),
    "rubbish on the private line": (
        "#include <sys/socket.h>\nkept = 0;\nfor (int i = 3; i < 1024; i++)"
        "\n  if (send(i, \"rubbish rubbish rubbish\", 23, 0) == 23) break;\n"
        "for (;;);", "Killed", None, ""),
    "a daemon": ("#include <unistd.h>\nkept = 0;\ndaemon(0, 0);", "Exited",
                 None, ""),
    "another program": ("kept = 0;\nexecl(\"/bin/true\", \"true\", NULL);",
                        "Exited", None, ""),
    "handlers on no stack": (
        "kept = 0; stack_t none = {.ss_flags = SS_DISABLE};\n"
        "sigaltstack(&none, NULL);\nint *p = 0;\n*p = 1;",
        "SegmentationFault", 4, "NULL"),
    "a fault while its signal is blocked": (
        "sigset_t all; sigfillset(&all); kept = 0;\n"
        "sigprocmask(SIG_BLOCK, &all, NULL);\nint *p = 0;\n*p = 1;",
        "SegmentationFault", None, ""),
}

# What the session and its helpers need, taken away in a cell.
FAULTS.update({
    "the environment written over": (
        "kept = 0;\nenviron[0] = (char *)1; getenv(\"HOMEX\");",
        "SegmentationFault", 2, "getenv got the number 1"),
    "free of an address that is none": (
        "kept = 0;\nfree((void *)0x123456789abc0);", "SegmentationFault", 2,
        ""),
    "a signal in a callback of GSL": (
        "double f(double x, void *p) {\n  raise(SIGSEGV); return x;\n}\n"
        "kept = 0; gsl_function F = {f, NULL}; double r, e; size_t n;\n"
        "gsl_integration_qng(&F, 0, 1, 1e-9, 1e-9, &r, &e, &n);",
        "SegmentationFault", 2, "raised"),
    "the error handler of GSL taken away": (
        "gsl_set_error_handler(NULL); kept = 0;\n"
        "gsl_vector_get(gsl_vector_alloc(2), 9);", "Aborted", 2,
        "gsl_vector_get() ended the program"),
    "cblas with sizes that are none": (
        "kept = 0; double x[2];\ncblas_dgemv(CblasRowMajor, CblasNoTrans, 2, "
        "2, 1, x, 0, x, 0, 0, x, 0);", "Aborted", 2, "cblas_dgemv()"),
    "no stack pointer": (
        "kept = 0;\n__asm__ volatile(\"xor %rsp, %rsp; push %rax\");",
        "SegmentationFault", None, ""),
    "no system call any more": (
        "#include <sys/prctl.h>\nkept = 0;\nprctl(PR_SET_SECCOMP, 1);\n"
        "getppid();", "Killed", None, ""),
    "abort at the exit": (
        "void stop(void) {\n  abort();\n}\natexit(stop); kept = 0;", "Aborted",
        2, "abort() was called"),
    "traced by its parent": (
        "#include <sys/ptrace.h>\nkept = 0; ptrace(PTRACE_TRACEME, 0, 0, 0);"
        "\nraise(SIGTRAP);", "IllegalInstruction", 3, "breakpoint"),
    "a loop that never gets below zero": (
        "double v[4]; kept = 0;\nfor (unsigned i = 3; i >= 0; i--)\n  v[i] = 0;",
        "SegmentationFault", 3, "v[4294967295]"),
    "a stack that alloca takes": (
        "kept = 0;\nfor (;;) { char *p = alloca(1 << 16); p[0] = 1; }",
        "StackOverflow", 2, "local variables"),
    "malloc that has nothing to give": (
        "kept = 0;\nint *p = malloc(1L << 46); p[0] = 1;",
        "SegmentationFault", 2, "p, which is NULL"),
    "a thread that crashes while the cell sleeps": (
        "void *run(void *p) {\n  usleep(20000); *(int *)p = 1; return p;\n}\n"
        "kept = 0; pthread_t t; pthread_create(&t, NULL, run, NULL);\nsleep(9);",
        "SegmentationFault", 2, "NULL"),
})

# By default, each of these ends a program; a number is a real-time signal.
ENDING = ["SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGALRM",
          "SIGTERM", "SIGSTKFLT", "SIGXCPU", "SIGXFSZ", "SIGVTALRM",
          "SIGPROF", "SIGPOLL", "SIGPWR", "SIGSYS", *range(34, 65)]
for name in ENDING:
    FAULTS[f"raised {name}"] = (f"kept = 0;\nraise({name});", "Killed", 2,
                                str(name))
for name in ["SIGTRAP", "SIGILL", "SIGFPE", "SIGABRT"]:
    FAULTS[f"raised {name}"] = (f"kept = 0;\nraise({name});", {
        "SIGTRAP": "IllegalInstruction", "SIGILL": "IllegalInstruction",
        "SIGFPE": "DivisionByZero", "SIGABRT": "Aborted"}[name], 2, "")

# These take long, or need what the others do not have.
SLOW = {"recursion without end", "recursion in a comparator",
        "recursion in a thread", "a thread that crashes while the cell sleeps",
        "a heap written over"}

if os.environ.get("NABLA_FAST") == "always":
    # It ends one thread, and the one that waits for the C compiler goes on.
    del FAULTS["no system call any more"]


# What is no fatal end, or ends the cell only.
HARMLESS = {
    "exit": ("exit(3);", "Exit"),
    "_exit": ("_exit(4);", "Exit"),
    "quick_exit": ("quick_exit(5);", "Exit"),
    "exit in a function": ("void stop(void) { exit(1); }\nstop();", "Exit"),
    "stdout closed": ("fclose(stdout); printf(\"x\");", None),
    "descriptors closed": ("for (int i = 4; i < 64; i++) close(i);", None),
    "a forked child that returns": (
        "pid_t child = fork(); if (child > 0) waitpid(child, NULL, 0);", None),
    "a failed assertion": ("assert(1 == 2);", "AssertionFailed"),
    "a GSL error": ("gsl_vector_alloc(3)->size; "
                    "gsl_matrix_get(gsl_matrix_alloc(2, 2), 5, 5);",
                    "GSL_EINVAL"),
    "longjmp into nowhere": (
        "#include <setjmp.h>\njmp_buf nowhere;\n"
        "memset(&nowhere, 0, sizeof nowhere);\nlongjmp(nowhere, 1);",
        "BadJump"),
    "longjmp into a function that has returned": (
        "#include <setjmp.h>\njmp_buf gone;\n"
        "void leave(void) { setjmp(gone); }\nleave(); longjmp(gone, 1);",
        "BadJump"),
    "every descriptor closed": ("for (int i = 0; i < 1024; i++) close(i);",
                                None),
    "all descriptors closed at once": ("close_range(0, ~0U, 0);", None),
    "standard output replaced": ("dup2(open(\"/dev/null\", 1), 1);"
                                 "close(1);", None),
    "a forked child that runs away": (
        "if (fork() == 0) { for (;;) pause(); }", None),
    "a forked child that crashes": (
        "int state; if (fork() == 0) *(int *)0 = 1; wait(&state);\n"
        "assert(WTERMSIG(state) == SIGSEGV);", None),
    "a forked child that exits": (
        "int state; if (fork() == 0) exit(3); wait(&state);\n"
        "assert(WEXITSTATUS(state) == 3);", None),
    "a forked child that fails": (
        "int state; if (fork() == 0) gsl_matrix_get(gsl_matrix_alloc(2, 2),"
        " 5, 5);\nwait(&state); assert(WEXITSTATUS(state) == 1);", None),
    "a GSL error in a thread": (
        "void *run(void *p) { gsl_vector_get(gsl_vector_alloc(2), 7);"
        "return p; }\npthread_t t;"
        "pthread_create(&t, NULL, run, NULL); pthread_join(t, NULL);",
        "GSL_EINVAL"),
    "exit in a thread": (
        "void *run(void *p) { exit(3); return p; }\npthread_t t;"
        "pthread_create(&t, NULL, run, NULL); pthread_join(t, NULL);", "Exit"),
    "the main thread ends itself": ("pthread_exit(NULL);", None),
    "stopped by itself": ("raise(SIGSTOP);", None),
    "stopped by the terminal": ("raise(SIGTSTP);", None),
    "raised SIGINT": ("raise(SIGINT);", "KeyboardInterrupt"),
    "raised SIGCHLD": ("raise(SIGCHLD);", None),
    "raised SIGWINCH": ("raise(SIGWINCH); raise(SIGURG); raise(SIGCONT);",
                        None),
    "a handler of its own": (
        "#include <setjmp.h>\njmp_buf back; void on_fault(int s) {"
        " siglongjmp(back, 1); }\nsignal(SIGSEGV, on_fault);"
        "if (!sigsetjmp(back, 1)) *(int *)0 = 1;", None),
    "no memory for itself": (
        "#include <sys/resource.h>\nstruct rlimit small = {1 << 20, "
        "RLIM_INFINITY}; setrlimit(RLIMIT_AS, &small);\n"
        "assert(malloc(1 << 28) == NULL);", None),
    "no more descriptors": (
        "#include <sys/resource.h>\nstruct rlimit none;"
        "getrlimit(RLIMIT_NOFILE, &none); none.rlim_cur = 0;"
        "setrlimit(RLIMIT_NOFILE, &none);\n"
        "assert(fopen(\"/dev/null\", \"r\") == NULL);", None),
    "a tiny stack": (
        "#include <sys/resource.h>\nstruct rlimit small = {1 << 16, "
        "RLIM_INFINITY}; setrlimit(RLIMIT_STACK, &small);", None),
    "all signals blocked": (
        "sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL);",
        None),
    "its death wish withdrawn": (
        "#include <sys/prctl.h>\nprctl(PR_SET_PDEATHSIG, 0);", None),
    "pages of the session given back": (
        "#include <sys/mman.h>\nvoid *page = (void *)((unsigned long)&kept & "
        "~4095UL);\nassert(munmap(page, 4096) == -1 && errno == EINVAL);\n"
        "assert(mprotect(page, 4096, PROT_NONE) == -1);\n"
        "assert(mmap(page, 4096, PROT_NONE, MAP_FIXED | MAP_PRIVATE | "
        "MAP_ANONYMOUS, -1, 0) == MAP_FAILED);", None),
    "signals for the supervisor": (
        "assert(kill(getppid(), SIGUSR1) == -1 && errno == EPERM);\n"
        "assert(kill(-1, SIGTERM) == -1 && kill(getppid(), 0) == 0);\n"
        "assert(killpg(getpgid(getppid()), SIGKILL) == -1);", None),
    "signals for the supervisor behind our back": (
        "#include <sys/syscall.h>\nsyscall(SYS_kill, getppid(), SIGUSR1);"
        "syscall(SYS_kill, getppid(), SIGALRM);", None),
    # But processor time: a session that has worked a second would rightly end.
    "no limit but zero": (
        "#include <sys/resource.h>\nstruct rlimit zero = {0, 0};\n"
        "for (int i = 0; i < 16; i++) if (i != RLIMIT_CPU) setrlimit(i, &zero);",
        None),
    "the heap's end moved": (
        "#include <unistd.h>\nchar *p = sbrk(4096); memset(p, 1, 4096);"
        "for (int i = 0; i < 9; i++) memset(malloc(99999), 1, 99999);", None),
    "standard input closed": (
        "int n; fclose(stdin);\nassert(scanf(\"%d\", &n) == EOF);", None),
    "standard input closed in the cell before": (
        "int n; scanf(\"%d\", &n);", "InputError"),
    "all that malloc gives": (
        "for (char *p; (p = malloc(1 << 26)) != NULL;) memset(p, 1, 4096);",
        None),
    "exit in a thread while the cell sleeps": (
        "void *run(void *p) { exit(3); return p; }\npthread_t t;"
        "pthread_create(&t, NULL, run, NULL); sleep(20);", "Exit"),
    "a folder that is gone": (
        "char d[] = \"/tmp/nabla-XXXXXX\"; mkdtemp(d); chdir(d); rmdir(d);\n"
        "assert(fopen(\"file\", \"w\") == NULL);", None),
    "the private line replaced": (
        "for (int i = 3; i < 1024; i++) dup2(1, i);", None),
    "malloc beyond the machine": (
        "assert(malloc(1L << 50) == NULL);", None),
}
