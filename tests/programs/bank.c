#include <stdio.h>
#include <string.h>
#define MAX 10
typedef struct { int id; char owner[20]; double balance; } account;
account accounts[MAX];
int count = 0;
typedef enum { OK, NO_FUNDS, NO_ACCOUNT } status;
static const char *names[] = {"ok", "insufficient funds", "no such account"};
account *find(int id)
{
    for (int i = 0; i < count; i++) if (accounts[i].id == id) return &accounts[i];
    return NULL;
}
int open_account(const char *owner, double first)
{
    account a = {.id = 1000 + count, .balance = first};
    strncpy(a.owner, owner, sizeof a.owner - 1);
    accounts[count++] = a;
    return a.id;
}
status withdraw(int id, double amount)
{
    account *a = find(id);
    if (!a) return NO_ACCOUNT;
    if (a->balance < amount) return NO_FUNDS;
    a->balance -= amount;
    return OK;
}
status transfer(int from, int to, double amount)
{
    if (!find(to)) return NO_ACCOUNT;
    status s = withdraw(from, amount);
    if (s == OK) find(to)->balance += amount;
    return s;
}
int main(void)
{
    int a = open_account("Ada", 100), b = open_account("Bob", 50.25);
    printf("%s\n", names[transfer(a, b, 30)]);
    printf("%s\n", names[transfer(a, b, 300)]);
    printf("%s\n", names[transfer(a, 7, 1)]);
    for (int i = 0; i < count; i++)
        printf("%-6s|%5d|%10.2f\n", accounts[i].owner, accounts[i].id, accounts[i].balance);
    return 0;
}
