extern double far_away;
double get(void) { return far_away; }
double (*maker(void))(void) { return get; }
