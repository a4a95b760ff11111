#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* Bank records in a binary file, as Deitel has them. */
struct client { unsigned account; char last[15], first[10]; double balance; };
static void put(FILE *f, struct client c) { fseek(f, (long)(c.account - 1) * (long)sizeof c, SEEK_SET); fwrite(&c, sizeof c, 1, f); }
static int get(FILE *f, unsigned account, struct client *c)
{
    fseek(f, (long)(account - 1) * (long)sizeof *c, SEEK_SET);
    return fread(c, sizeof *c, 1, f) == 1 && c->account != 0;
}
int main(void)
{
    FILE *f = tmpfile();
    struct client blank = {0, "", "", 0.0}, c;
    if (!f) { perror("tmpfile"); return EXIT_FAILURE; }
    for (int i = 0; i < 20; i++) fwrite(&blank, sizeof blank, 1, f);
    put(f, (struct client){7, "Baker", "Ann", 24.98});
    put(f, (struct client){3, "Jones", "Ed", 345.67});
    put(f, (struct client){19, "White", "Seb", -42.16});
    int command;
    unsigned account;
    double amount;
    while (printf("? "), scanf("%d", &command) == 1 && command != 9) {
        switch (command) {
        case 1:
            scanf("%u%lf", &account, &amount);
            if (!get(f, account, &c)) { printf("account %u has no information\n", account); break; }
            c.balance += amount;
            put(f, c);
            break;
        case 2:
            scanf("%u", &account);
            if (get(f, account, &c)) { memset(&blank, 0, sizeof blank); fseek(f, -(long)sizeof c, SEEK_CUR); fwrite(&blank, sizeof blank, 1, f); }
            break;
        default: printf("no command %d\n", command);
        }
    }
    printf("end\n%-6s%-16s%-11s%10s\n", "Acct", "Last", "First", "Balance");
    rewind(f);
    while (fread(&c, sizeof c, 1, f) == 1)
        if (c.account) printf("%-6u%-16s%-11s%10.2f\n", c.account, c.last, c.first, c.balance);
    printf("%ld %d %d\n", ftell(f), feof(f) != 0, ferror(f));
    fclose(f);
    return 0;
}
