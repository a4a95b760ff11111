/* trial.h - opening a shared library in a throw-away copy of the process
 * first: its constructors are code of strangers, which may crash, hang or
 * end the process, and a damaged file may do the same to the loader. */
#ifndef SESSION_TRIAL_H
#define SESSION_TRIAL_H

#include "base/err.h"

/* 0: dlopen(path) works. Else a sentence about what is wrong with it. */
int trial_open(const char *path, Err *err) MUST_USE;

#endif
