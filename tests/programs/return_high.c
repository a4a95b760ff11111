int main(void) { return 259; }
