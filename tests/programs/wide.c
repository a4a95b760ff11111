#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    wchar_t text[] = L"\u00e4ther \u03c0 = 3";
    wprintf(L"%ls %d\n", text, (int)wcslen(text));
    for (wchar_t *p = text; *p; p++) *p = towupper(*p);
    wprintf(L"%ls\n", text);
    char bytes[64];
    size_t n = wcstombs(bytes, text, sizeof bytes);
    wprintf(L"%zu %s %d\n", n, bytes, mblen(bytes, MB_CUR_MAX));
    wchar_t *end;
    wprintf(L"%ld\n", wcstol(L"123abc", &end, 10));
    return 0;
}
