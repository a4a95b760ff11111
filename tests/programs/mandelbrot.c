#include <stdio.h>
int main(void)
{
    for (int y = -10; y <= 10; y++) {
        for (int x = -30; x <= 12; x++) {
            double cr = x / 16.0, ci = y / 9.0, r = 0, i = 0;
            int n = 0;
            while (r * r + i * i < 4 && n < 50) { double t = r * r - i * i + cr; i = 2 * r * i + ci; r = t; n++; }
            putchar(" .:-=+*#%@"[n / 5 < 10 ? n / 5 : 9]);
        }
        putchar('\n');
    }
    return 0;
}
