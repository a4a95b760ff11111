int common_one;
double common_row[5] __attribute__((aligned(64)));
double common_sum(void) { return common_one + common_row[4]; }
