/* end.h - what the public headers leave behind for TinyCC.
 *
 * The C library's <sys/cdefs.h> defines __attribute__ away for compilers that
 * it does not know. nb_scope needs cleanup, which TinyCC does support. */
#ifdef __TINYC__
#undef __attribute__
#endif
