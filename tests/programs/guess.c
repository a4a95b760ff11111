#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(void)
{
    int number, guess, tries = 0;
    char answer;
    srand(time(NULL) ? 7 : 8);
    do {
        number = rand() % 100 + 1;
        do {
            printf("Your guess? ");
            if (scanf("%d", &guess) != 1) { printf("That is no number.\n"); return 1; }
            tries++;
            puts(guess < number ? "Too low" : guess > number ? "Too high" : "Right!");
        } while (guess != number && tries < 8);
        printf("Again (y/n)? ");
        scanf(" %c", &answer);
    } while (answer == 'y');
    printf("%d tries\n", tries);
    return 0;
}
