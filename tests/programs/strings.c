#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static void reverse(char *s) { for (size_t i = 0, j = strlen(s); i + 1 < j; i++) { char t = s[i]; s[i] = s[--j]; s[j] = t; } }
static char *trim(char *s) { while (isspace((unsigned char)*s)) s++; char *e = s + strlen(s); while (e > s && isspace((unsigned char)e[-1])) *--e = 0; return s; }
static int palindrome(const char *s) { const char *e = s + strlen(s); while (s < e) { if (!isalnum((unsigned char)*s)) { s++; continue; } if (!isalnum((unsigned char)e[-1])) { e--; continue; } if (tolower((unsigned char)*s++) != tolower((unsigned char)*--e)) return 0; } return 1; }
static void caesar(char *s, int k) { for (; *s; s++) if (isalpha((unsigned char)*s)) { char b = isupper((unsigned char)*s) ? 'A' : 'a'; *s = (char)((*s - b + k + 26) % 26 + b); } }
static unsigned long djb2(const char *s) { unsigned long h = 5381; while (*s) h = h * 33 + (unsigned char)*s++; return h; }
int main(void)
{
    char a[] = "stressed", b[] = "  padded text \n", c[] = "Hello, World!";
    reverse(a);
    caesar(c, 13);
    printf("%s [%s] %s %d %d %lu\n", a, trim(b), c, palindrome("A man, a plan, a canal: Panama"), palindrome("no"), djb2("nabla"));
    printf("%s %s %ld %zu\n", strstr("needle in hay", "in"), strrchr("/a/b/c", '/'), (long)(strchr("abc", 'c') - "abc" != 0), strspn("aabbcc", "ab"));
    printf("%d %d %d\n", strncmp("abcd", "abce", 3), strcasecmp("ABC", "abc"), memcmp("a\0b", "a\0c", 3) < 0);
    printf("%s" " joined " "%c\x41\101\t|\n", "literals", '\'');
    char *long_text = "one \
two";
    puts(long_text);
    return 0;
}
