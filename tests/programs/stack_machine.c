#include <stdio.h>
#include <stdlib.h>
enum op { PUSH, ADD, SUB, MUL, DUP, SWAP, DROP, JZ, JMP, LOAD, STORE, PRINT, HALT };
static const char *const names[] = {[PUSH] = "push", [ADD] = "add", [SUB] = "sub", [MUL] = "mul", [DUP] = "dup", [JZ] = "jz", [HALT] = "halt"};
struct vm { long stack[32]; int sp; long vars[4]; const int *pc; long steps; };
typedef void (*action)(struct vm *);
#define POP(vm) ((vm)->stack[--(vm)->sp])
#define PUSHV(vm, v) ((vm)->stack[(vm)->sp++] = (v))
#define BINARY(name, op) static void do_##name(struct vm *vm) { long b = POP(vm), a = POP(vm); PUSHV(vm, a op b); }
BINARY(add, +) BINARY(sub, -) BINARY(mul, *)
static void do_dup(struct vm *vm) { long a = vm->stack[vm->sp - 1]; PUSHV(vm, a); }
static void do_print(struct vm *vm) { printf("%ld\n", POP(vm)); }
static const action actions[HALT + 1] = {[ADD] = do_add, [SUB] = do_sub, [MUL] = do_mul, [DUP] = do_dup, [PRINT] = do_print};
static int run(struct vm *vm, const int *code)
{
    for (vm->pc = code;; vm->steps++) {
        int op = *vm->pc++;
        if (op < 0 || op > HALT) { fprintf(stderr, "bad instruction %d\n", op); return 1; }
        switch (op) {
        case PUSH: PUSHV(vm, *vm->pc++); break;
        case LOAD: PUSHV(vm, vm->vars[*vm->pc++]); break;
        case STORE: vm->vars[*vm->pc++] = POP(vm); break;
        case JZ: { int to = *vm->pc++; if (!POP(vm)) vm->pc = code + to; break; }
        case JMP: vm->pc = code + *vm->pc; break;
        case HALT: return 0;
        default: if (actions[op]) actions[op](vm); else return 2;
        }
    }
}
int main(void)
{
    static const int count[] = {PUSH, 3, STORE, 0, LOAD, 0, JZ, 20, LOAD, 0, PRINT, LOAD, 0, PUSH, 1, SUB, STORE, 0, JMP, 4, HALT};
    static const int sum[] = {PUSH, 2, DUP, MUL, PUSH, 3, ADD, DUP, PRINT, PRINT, HALT}, bad[] = {99};
    struct vm vm = {.sp = 0};
    int codes = run(&vm, count) * 100 + run(&vm, sum) * 10 + run(&vm, bad);
    printf("%s %s %d steps %ld\n", names[PUSH], names[HALT], codes, vm.steps);
    return codes;
}
