/*
 * Runs single instructions on given registers: what is compared with Hv. Reads records from standard input, writes one answer each
 * to standard output. Built with powerpc64le-linux-gnu-gcc -O1 -static -mcpu=power9, run by qemu-ppc64le.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

typedef unsigned char register128[16];

struct record
{
    uint32_t instruction;
    uint32_t fpscr;
    register128 target, a, b, c;
};

struct answer
{
    /* VSR 0, which holds FPR 0, and VSR 32, which is VR 0. */
    register128 low, high;
    uint32_t fpscr;
    uint32_t cr;
};

/* An enabled exception: the instruction has done what it does; go on behind it. */
static void on_exception(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)info;
    ((ucontext_t *)context)->uc_mcontext.gp_regs[32] += 4;
}

static void run(const struct record *record, struct answer *answer, void *code)
{
    uint64_t status[2] = { record->fpscr, 0 };
    uint64_t cr;
    __asm__ volatile(
        "mtctr %[code]\n"
        "lxvx 0, 0, %[target]\n"
        "lxvx 1, 0, %[a]\n"
        "lxvx 2, 0, %[b]\n"
        "lxvx 3, 0, %[c]\n"
        "lxvx 32, 0, %[target]\n"
        "lxvx 33, 0, %[a]\n"
        "lxvx 34, 0, %[b]\n"
        "lxvx 35, 0, %[c]\n"
        "lfd 4, 0(%[status])\n"
        "mtfsf 255, 4, 1, 0\n"
        "bctrl\n"
        "mffs 4\n"
        "stfd 4, 0(%[status])\n"
        "mfcr %[cr]\n"
        "stxvx 0, 0, %[low]\n"
        "stxvx 32, 0, %[high]\n"
        /* No exception of what follows is enabled. */
        "lfd 4, 8(%[status])\n"
        "mtfsf 255, 4, 1, 0\n"
        : [cr] "=&r"(cr)
        : [code] "b"(code), [target] "b"(record->target), [a] "b"(record->a), [b] "b"(record->b), [c] "b"(record->c),
          [low] "b"(answer->low), [high] "b"(answer->high), [status] "b"(status)
        : "ctr", "lr", "memory", "cr0", "cr1", "cr5", "cr6", "cr7", "fr0", "fr1", "fr2", "fr3", "fr4", "v0", "v1", "v2", "v3");
    answer->fpscr = (uint32_t)status[0];
    answer->cr = (uint32_t)cr;
}

int main(void)
{
    static struct record records[512];
    static struct answer answers[512];
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_exception;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGFPE, &action, NULL);

    uint32_t *code = mmap(NULL, 65536, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (code == MAP_FAILED)
        return 1;

    uint32_t current = 0;
    size_t count;
    while ((count = fread(records, sizeof records[0], 512, stdin)) > 0)
    {
        for (size_t index = 0; index < count; index++)
        {
            if (records[index].instruction != current)
            {
                current = records[index].instruction;
                code[0] = current;
                code[1] = 0x4E800020;
                __builtin___clear_cache((char *)code, (char *)(code + 2));
            }

            run(&records[index], &answers[index], code);
        }

        if (fwrite(answers, sizeof answers[0], count, stdout) != count)
            return 1;
    }

    return 0;
}
