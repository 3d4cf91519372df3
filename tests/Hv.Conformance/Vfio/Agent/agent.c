/*
 * Makes the calls of IHostKernel in a guest where .NET does not exist: requests come over a character device, one answer to each.
 * Built with powerpc64le-linux-gnu-gcc -O2 -static. "agent DEVICE" serves until the other side asks for an end or sends what is
 * no request; "agent" serves its standard input and output. Each session is a process of its own, so that what a test leaves open
 * or locked goes with it.
 *
 * All is little-endian: struct frame, whose length and checksum (FNV-1a) are of what follows it; then struct request, or the result
 * of an answer; then data. An answer has the number of its request.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAGIC 0x4b417648u /* "HvAK" */
#define LARGEST_DATA 65536u
#define LARGEST_AREAS 64
#define LARGEST_WAIT 10000
#define NEXT_SESSION 42

enum operation
{
    DO_NEXT, DO_END, DO_OPEN, DO_CLOSE, DO_CONTROL_VALUE, DO_CONTROL_DATA, DO_READ, DO_WRITE, DO_MAP_MEMORY, DO_MAP_FILE, DO_UNMAP,
    DO_PEEK, DO_POKE, DO_CREATE_EVENT, DO_SIGNAL_EVENT, DO_TAKE_EVENT, DO_WAIT, DO_READ_TEXT, DO_WRITE_TEXT, DO_READ_LINK, DO_LIST,
    DO_LIMIT_LOCKED_MEMORY,
};

struct frame
{
    uint32_t magic;
    uint32_t length;
    uint32_t checksum;
    uint32_t sequence;
};

struct request
{
    uint64_t operation;
    uint64_t a, b, c, d;
};

struct area
{
    uint8_t *start;
    uint64_t length;
    int is_device;
};

static struct
{
    struct frame frame;
    struct request request;
    uint8_t data[LARGEST_DATA + 1];
} in;

static struct
{
    struct frame frame;
    int64_t result;
    /* More than is answered: the kernel may write past what the other side says is its structure. */
    uint8_t data[2 * LARGEST_DATA];
} out;

static struct area areas[LARGEST_AREAS];
static int input = STDIN_FILENO, output = STDOUT_FILENO;

static uint32_t checksum(const void *data, size_t length)
{
    const uint8_t *byte = data;
    uint32_t sum = 2166136261u;
    while (length-- > 0)
        sum = (sum ^ *byte++) * 16777619u;
    return sum;
}

static int read_all(void *data, size_t length)
{
    for (uint8_t *next = data; length > 0;)
    {
        ssize_t got = read(input, next, length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return -1;
        next += got;
        length -= got;
    }
    return 0;
}

static int write_all(const void *data, size_t length)
{
    for (const uint8_t *next = data; length > 0;)
    {
        ssize_t done = write(output, next, length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return -1;
        next += done;
        length -= done;
    }
    return 0;
}

/* Receives one request; its data is ended by a 0 that does not count. */
static int receive(size_t *data_length)
{
    if (read_all(&in.frame, sizeof in.frame) || in.frame.magic != MAGIC || in.frame.length < sizeof in.request
        || in.frame.length > sizeof in.request + LARGEST_DATA || read_all(&in.request, in.frame.length)
        || checksum(&in.request, in.frame.length) != in.frame.checksum)
        return -1;
    *data_length = in.frame.length - sizeof in.request;
    in.data[*data_length] = 0;
    return 0;
}

static int answer(int64_t result, size_t data_length)
{
    out.result = result;
    out.frame = (struct frame) { MAGIC, sizeof out.result + data_length, 0, in.frame.sequence };
    out.frame.checksum = checksum(&out.result, out.frame.length);
    return write_all(&out, sizeof out.frame + out.frame.length);
}

static int64_t result_of(int64_t value)
{
    return value < 0 ? -errno : value;
}

static int64_t map(uint64_t length, int protection, int flags, int descriptor, uint64_t offset)
{
    int i = 0;
    while (i < LARGEST_AREAS && areas[i].start != NULL)
        i++;
    if (i == LARGEST_AREAS)
        return -ENFILE;
    uint8_t *start = mmap(NULL, length, protection, flags, descriptor, offset);
    if (start == MAP_FAILED)
        return -errno;
    areas[i] = (struct area) { start, length, descriptor >= 0 };
    return (int64_t)(uintptr_t)start;
}

static int64_t unmap(uint64_t address)
{
    for (int i = 0; i < LARGEST_AREAS; i++)
    {
        if (areas[i].start != NULL && (uint64_t)(uintptr_t)areas[i].start == address)
        {
            int64_t result = result_of(munmap(areas[i].start, areas[i].length));
            areas[i].start = NULL;
            return result;
        }
    }
    return -EINVAL;
}

static const struct area *find(uint64_t address, uint64_t length)
{
    for (int i = 0; i < LARGEST_AREAS; i++)
    {
        uint64_t start = (uintptr_t)areas[i].start;
        if (start != 0 && address >= start && address - start <= areas[i].length && length <= areas[i].length - (address - start))
            return &areas[i];
    }
    return NULL;
}

/* Registers of a device take accesses of their width alone. */
static int64_t copy(void *to, const void *from, uint64_t length, int is_device)
{
    uint64_t both = (uintptr_t)to | (uintptr_t)from;
    if (is_device && length == 8 && both % 8 == 0)
        *(volatile uint64_t *)to = *(const volatile uint64_t *)from;
    else if (is_device && length == 4 && both % 4 == 0)
        *(volatile uint32_t *)to = *(const volatile uint32_t *)from;
    else if (is_device && length == 2 && both % 2 == 0)
        *(volatile uint16_t *)to = *(const volatile uint16_t *)from;
    else if (is_device)
    {
        for (uint64_t i = 0; i < length; i++)
            ((volatile uint8_t *)to)[i] = ((const volatile uint8_t *)from)[i];
    }
    else
        memcpy(to, from, length);
    return (int64_t)length;
}

static int64_t take_event(int descriptor)
{
    uint64_t count;
    int64_t result = result_of(read(descriptor, &count, sizeof count));
    return result < 0 ? result : count > INT64_MAX ? INT64_MAX : (int64_t)count;
}

static int64_t signal_event(int descriptor)
{
    uint64_t one = 1;
    int64_t result = result_of(write(descriptor, &one, sizeof one));
    return result < 0 ? result : 0;
}

static int64_t wait_for(size_t length, size_t *out_length)
{
    if (length % sizeof(struct pollfd) != 0 || in.request.a > LARGEST_WAIT)
        return -EINVAL;
    memcpy(out.data, in.data, length);
    *out_length = length;
    return result_of(poll((struct pollfd *)out.data, length / sizeof(struct pollfd), (int)in.request.a));
}

static int64_t read_text(size_t *out_length)
{
    int file = open((char *)in.data, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -errno;
    int64_t result = 0;
    while (*out_length < LARGEST_DATA)
    {
        ssize_t got = read(file, out.data + *out_length, LARGEST_DATA - *out_length);
        if (got <= 0)
        {
            result = result_of(got);
            break;
        }
        *out_length += got;
    }
    close(file);
    return result < 0 ? result : (int64_t)*out_length;
}

/* The path, 0, the text. */
static int64_t write_text(size_t length)
{
    size_t path = strlen((char *)in.data) + 1;
    if (path > length)
        return -EINVAL;
    int file = open((char *)in.data, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return -errno;
    int64_t result = result_of(write(file, in.data + path, length - path));
    close(file);
    return result;
}

/* The names, each ended by 0. */
static int64_t list(size_t *out_length)
{
    DIR *folder = opendir((char *)in.data);
    if (folder == NULL)
        return -errno;
    int64_t count = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
    {
        size_t length = strlen(entry->d_name) + 1;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (length > LARGEST_DATA - *out_length)
        {
            count = -EOVERFLOW;
            break;
        }
        memcpy(out.data + *out_length, entry->d_name, length);
        *out_length += length;
        count++;
    }
    closedir(folder);
    return count;
}

/* From here on this process has no right to lock more memory than that. */
static int64_t limit_locked_memory(uint64_t limit)
{
    struct rlimit limits = { limit, limit };
    struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct sets[2];
    if (setrlimit(RLIMIT_MEMLOCK, &limits) < 0 || syscall(SYS_capget, &head, sets) < 0)
        return -errno;
    sets[0].effective &= ~(1u << CAP_IPC_LOCK);
    sets[0].permitted &= ~(1u << CAP_IPC_LOCK);
    return result_of(syscall(SYS_capset, &head, sets));
}

static int64_t run(size_t length, size_t *out_length)
{
    const struct request *request = &in.request;
    int descriptor = (int)request->a;
    const struct area *area;
    switch (request->operation)
    {
        case DO_OPEN:
            return result_of(open((char *)in.data, O_RDWR | O_CLOEXEC));
        case DO_CLOSE:
            return descriptor == input || descriptor == output ? -EBADF : result_of(close(descriptor));
        case DO_CONTROL_VALUE:
            return result_of(ioctl(descriptor, request->b, request->c));
        case DO_CONTROL_DATA:
            memset(out.data + length, 0, sizeof out.data - length);
            memcpy(out.data, in.data, length);
            *out_length = length;
            return result_of(ioctl(descriptor, request->b, out.data));
        case DO_READ:
        {
            int64_t got = request->c > LARGEST_DATA ? -E2BIG : result_of(pread(descriptor, out.data, request->c, request->b));
            *out_length = got < 0 ? 0 : got;
            return got;
        }
        case DO_WRITE:
            return result_of(pwrite(descriptor, in.data, length, request->b));
        case DO_MAP_MEMORY:
            /* b: further flags, as MAP_HUGETLB with a size of pages. */
            return map(request->a, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | (int)request->b, -1, 0);
        case DO_MAP_FILE:
            return map(request->c, request->d ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, request->b);
        case DO_UNMAP:
            return unmap(request->a);
        case DO_PEEK:
            if (request->b > LARGEST_DATA || (area = find(request->a, request->b)) == NULL)
                return -EFAULT;
            *out_length = request->b;
            return copy(out.data, (void *)(uintptr_t)request->a, request->b, area->is_device);
        case DO_POKE:
            return (area = find(request->a, length)) == NULL
                ? -EFAULT
                : copy((void *)(uintptr_t)request->a, in.data, length, area->is_device);
        case DO_CREATE_EVENT:
            return result_of(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        case DO_SIGNAL_EVENT:
            return signal_event(descriptor);
        case DO_TAKE_EVENT:
            return take_event(descriptor);
        case DO_WAIT:
            return wait_for(length, out_length);
        case DO_READ_TEXT:
            return read_text(out_length);
        case DO_WRITE_TEXT:
            return write_text(length);
        case DO_READ_LINK:
        {
            int64_t got = result_of(readlink((char *)in.data, (char *)out.data, LARGEST_DATA));
            *out_length = got < 0 ? 0 : got;
            return got;
        }
        case DO_LIST:
            return list(out_length);
        case DO_LIMIT_LOCKED_MEMORY:
            return limit_locked_memory(request->a);
        default:
            return -ENOSYS;
    }
}

static int serve(void)
{
    for (;;)
    {
        size_t length, out_length = 0;
        if (receive(&length))
            return EXIT_FAILURE;
        if (in.request.operation == DO_NEXT)
            return NEXT_SESSION;
        if (in.request.operation == DO_END)
            return answer(0, 0) ? EXIT_FAILURE : EXIT_SUCCESS;
        int64_t result = run(length, &out_length);
        if (answer(result, result < 0 && in.request.operation != DO_CONTROL_DATA ? 0 : out_length))
            return EXIT_FAILURE;
    }
}

int main(int count, char **arguments)
{
    if (count > 1 && (input = output = open(arguments[1], O_RDWR | O_CLOEXEC)) < 0)
        return EXIT_FAILURE;
    for (;;)
    {
        /* Who asked for a new session hears of it when the last one's process is gone with all it had: number 0, as the greeting. */
        pid_t session = fork();
        if (session == 0)
            _exit(answer(sysconf(_SC_PAGESIZE), 0) ? EXIT_FAILURE : serve());
        int status;
        if (session < 0 || waitpid(session, &status, 0) < 0)
            return EXIT_FAILURE;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != NEXT_SESSION)
            return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
    }
}
