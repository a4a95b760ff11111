int ran;
__attribute__((constructor)) static void start(void) { ran = 1; }
