__thread int mine = 3;
int get(void) { return mine; }
