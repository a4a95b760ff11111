#include <stdio.h>
int index = 3;
double gamma = 0.5, y1 = 2;
int time_ = 1, signal_;
static int read_(void) { return 5; }
int remove(const char *s) { return s[0]; }
struct stat { int mean; };
enum { div = 9 };
int link;
int main(void)
{
    struct stat stat = {4};
    link = index + div;
    printf("%d %g %d %d %d\n", link, gamma * y1, stat.mean, remove("A"), read_() + time_);
    return 0;
}
