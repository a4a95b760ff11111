#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define HASHSIZE 101
struct nlist { struct nlist *next; char *name; char *defn; };
static struct nlist *hashtab[HASHSIZE];
unsigned hash(char *s)
{
    unsigned hashval;
    for (hashval = 0; *s != '\0'; s++) hashval = *s + 31 * hashval;
    return hashval % HASHSIZE;
}
struct nlist *lookup(char *s)
{
    struct nlist *np;
    for (np = hashtab[hash(s)]; np != NULL; np = np->next)
        if (strcmp(s, np->name) == 0) return np;
    return NULL;
}
struct nlist *install(char *name, char *defn)
{
    struct nlist *np;
    unsigned hashval;
    if ((np = lookup(name)) == NULL) {
        np = (struct nlist *)malloc(sizeof(*np));
        if (np == NULL || (np->name = strdup(name)) == NULL) return NULL;
        hashval = hash(name);
        np->next = hashtab[hashval];
        hashtab[hashval] = np;
    } else
        free((void *)np->defn);
    if ((np->defn = strdup(defn)) == NULL) return NULL;
    return np;
}
int main(void)
{
    char key[16], value[16];
    for (int i = 0; i < 500; i++) {
        sprintf(key, "k%d", i % 300);
        sprintf(value, "v%d", i);
        install(key, value);
    }
    int n = 0, longest = 0;
    for (int i = 0; i < HASHSIZE; i++) {
        int len = 0;
        for (struct nlist *p = hashtab[i]; p; p = p->next) len++;
        n += len;
        if (len > longest) longest = len;
    }
    printf("%d %d %s %s %p\n", n, longest, lookup("k7")->defn, lookup("k250")->defn, (void *)lookup("nix"));
    return 0;
}
