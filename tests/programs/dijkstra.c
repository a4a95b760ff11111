#include <limits.h>
#include <stdio.h>
#define V 6
#define INF INT_MAX
static const int graph[V][V] = {{0, 7, 9, 0, 0, 14}, {7, 0, 10, 15, 0, 0}, {9, 10, 0, 11, 0, 2}, {0, 15, 11, 0, 6, 0}, {0, 0, 0, 6, 0, 9}, {14, 0, 2, 0, 9, 0}};
static void path(const int *from, int v) { if (from[v] >= 0) { path(from, from[v]); printf("-"); } printf("%d", v); }
int main(void)
{
    int dist[V], from[V], done[V] = {0};
    for (int i = 0; i < V; i++) dist[i] = INF, from[i] = -1;
    dist[0] = 0;
    for (int n = 0; n < V; n++) {
        int u = -1;
        for (int i = 0; i < V; i++) if (!done[i] && (u < 0 || dist[i] < dist[u])) u = i;
        done[u] = 1;
        for (int v = 0; v < V; v++)
            if (graph[u][v] && dist[u] + graph[u][v] < dist[v]) dist[v] = dist[u] + graph[u][v], from[v] = u;
    }
    for (int i = 0; i < V; i++) { printf("%d: %2d  ", i, dist[i]); path(from, i); puts(""); }
    return 0;
}
