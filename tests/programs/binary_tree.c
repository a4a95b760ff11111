#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct tnode { char *word; int count; struct tnode *left, *right; };
struct tnode *addtree(struct tnode *p, char *w)
{
    int cond;
    if (!p) {
        p = malloc(sizeof *p);
        p->word = strdup(w);
        p->count = 1;
        p->left = p->right = NULL;
    } else if ((cond = strcmp(w, p->word)) == 0) p->count++;
    else if (cond < 0) p->left = addtree(p->left, w);
    else p->right = addtree(p->right, w);
    return p;
}
void treeprint(struct tnode *p)
{
    if (!p) return;
    treeprint(p->left);
    printf("%4d %s\n", p->count, p->word);
    treeprint(p->right);
}
int main(void)
{
    struct tnode *root = NULL;
    char word[100];
    while (scanf("%99s", word) == 1)
        if (isalpha((unsigned char)word[0])) root = addtree(root, word);
    treeprint(root);
    return 0;
}
