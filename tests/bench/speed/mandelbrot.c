int mandelbrot(int w, int h, int most) {
    int inside = 0;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            double cr = 3.0 * x / w - 2, ci = 2.0 * y / h - 1, r = 0, i = 0;
            int n = 0;
            while (n < most && r * r + i * i < 4) {
                double t = r * r - i * i + cr;
                i = 2 * r * i + ci;
                r = t;
                n++;
            }
            inside += n == most;
        }
    return inside;
}
RUN(printf("%d\n", mandelbrot(512, 512, 200)))
