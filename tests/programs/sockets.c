#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
static int server;
static void *serve(void *arg)
{
    char text[64];
    int c = accept(server, NULL, NULL);
    ssize_t n = recv(c, text, sizeof text, 0);
    for (ssize_t i = 0; i < n / 2; i++) { char t = text[i]; text[i] = text[n - 1 - i]; text[n - 1 - i] = t; }
    send(c, text, n, 0);
    close(c);
    return arg;
}
int main(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    pthread_t t;
    char text[64] = "stressed";
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server, (struct sockaddr *)&at, sizeof at) || listen(server, 1)) return 1;
    getsockname(server, (struct sockaddr *)&at, &len);
    pthread_create(&t, NULL, serve, NULL);
    int c = socket(AF_INET, SOCK_STREAM, 0);
    connect(c, (struct sockaddr *)&at, len);
    send(c, text, strlen(text), 0);
    memset(text, 0, sizeof text);
    recv(c, text, sizeof text - 1, MSG_WAITALL);
    pthread_join(t, NULL);
    printf("%s %s\n", text, inet_ntoa(at.sin_addr));
    close(c); close(server);
    return 0;
}
