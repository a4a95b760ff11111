#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void)
{
    int fd = open("map.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);
    struct stat st;
    ftruncate(fd, 4096);
    char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    strcpy(p, "mapped text");
    munmap(p, 4096);
    char back[16];
    pread(fd, back, 12, 0);
    fstat(fd, &st);
    printf("%s %ld\n", back, (long)st.st_size);
    close(fd);
    unlink("map.tmp");
    int *anon = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    anon[1000] = 5;
    printf("%d %d\n", anon[1000], anon[999]);
    return munmap(anon, 1 << 20);
}
