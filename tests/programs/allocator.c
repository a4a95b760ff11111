#include <stdio.h>
#include <string.h>
typedef long Align;
union header { struct { union header *ptr; unsigned size; } s; Align x; };
typedef union header Header;
static Header base, *freep = NULL;
static char arena[1 << 16];
static unsigned used;
#define NALLOC 64
static void kr_free(void *ap)
{
    Header *bp = (Header *)ap - 1, *p;
    for (p = freep; !(bp > p && bp < p->s.ptr); p = p->s.ptr)
        if (p >= p->s.ptr && (bp > p || bp < p->s.ptr)) break;
    if (bp + bp->s.size == p->s.ptr) { bp->s.size += p->s.ptr->s.size; bp->s.ptr = p->s.ptr->s.ptr; }
    else bp->s.ptr = p->s.ptr;
    if (p + p->s.size == bp) { p->s.size += bp->s.size; p->s.ptr = bp->s.ptr; }
    else p->s.ptr = bp;
    freep = p;
}
static Header *morecore(unsigned nu)
{
    if (nu < NALLOC) nu = NALLOC;
    if (used + nu * sizeof(Header) > sizeof arena) return NULL;
    Header *up = (Header *)(arena + used);
    used += nu * sizeof(Header);
    up->s.size = nu;
    kr_free((void *)(up + 1));
    return freep;
}
static void *kr_malloc(unsigned nbytes)
{
    Header *p, *prevp;
    unsigned nunits = (nbytes + sizeof(Header) - 1) / sizeof(Header) + 1;
    if ((prevp = freep) == NULL) { base.s.ptr = freep = prevp = &base; base.s.size = 0; }
    for (p = prevp->s.ptr; ; prevp = p, p = p->s.ptr) {
        if (p->s.size >= nunits) {
            if (p->s.size == nunits) prevp->s.ptr = p->s.ptr;
            else { p->s.size -= nunits; p += p->s.size; p->s.size = nunits; }
            freep = prevp;
            return (void *)(p + 1);
        }
        if (p == freep) if ((p = morecore(nunits)) == NULL) return NULL;
    }
}
int main(void)
{
    char *blocks[40];
    int failed = 0;
    for (int round = 0; round < 30; round++) {
        for (int i = 0; i < 40; i++) {
            blocks[i] = kr_malloc(10 + (round * 7 + i * 13) % 90);
            if (!blocks[i]) failed++; else memset(blocks[i], i, 10);
        }
        for (int i = 0; i < 40; i++) if (blocks[i] && blocks[i][9] != i) failed++;
        for (int i = round % 2; i < 40; i += 2) if (blocks[i]) kr_free(blocks[i]);
        for (int i = 1 - round % 2; i < 40; i += 2) if (blocks[i]) kr_free(blocks[i]);
    }
    printf("failed %d, used %u\n", failed, used);
    return failed != 0;
}
