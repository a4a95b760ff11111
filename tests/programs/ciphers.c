#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static char shift(char c, int by) { return isupper((unsigned char)c) ? 'A' + (c - 'A' + by + 26) % 26 : islower((unsigned char)c) ? 'a' + (c - 'a' + by + 26) % 26 : c; }
static void vigenere(char *s, const char *key, int sign) { for (int i = 0, k = 0; s[i]; i++) if (isalpha((unsigned char)s[i])) { s[i] = shift(s[i], sign * (tolower((unsigned char)key[k]) - 'a')); k = (k + 1) % (int)strlen(key); } }
static char *rle(const char *s) { char *out = malloc(4 * strlen(s) + 1), *p = out; while (*s) { int n = 1; while (s[n] == *s) n++; p += sprintf(p, n > 1 ? "%d%c" : "%.0d%c", n > 1 ? n : 0, *s); s += n; } *p = 0; return out; }
int main(int argc, char **argv)
{
    char text[] = "Attack at dawn, ZZZebra!";
    for (char *p = text; *p; p++) *p = shift(*p, 3);
    puts(text);
    for (char *p = text; *p; p++) *p = shift(*p, -3);
    vigenere(text, argv[1], 1); puts(text);
    vigenere(text, argv[1], -1); puts(text);
    char *packed = rle("aaabccddddddddddddz");
    puts(packed); free(packed);
    return argc - 2;
}
