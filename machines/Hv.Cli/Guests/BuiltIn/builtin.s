# The built-in guest of 'hv run': one program without an operating system, started as a kernel is (r5: the client interface of Open
# Firmware; IEEE 1275, PowerPC binding). It tells what machine it runs on, and has the devices edu and nvme move data through a DMA
# window: one that it creates (LoPAR 7.3.13), or the default one where there are no dynamic windows. It is 64-bit, big-endian, in real
# mode, and runs wherever it is loaded.
#
# Registers: r31 is the address of 'start', so that NAME(r31) is a variable. r3 to r12 belong to whoever is called, r24 to r29 to the
# routines at the end; steps keep what they need in r14 to r23. A step prints what it is going to do, then how it ended: when something
# hangs, the last line says what. Nothing here is called while it runs, so that return addresses are variables.

.set    AREA_SIZE, 0x40000              # the memory that devices reach, from 'area' on:
.set    TCE_LIST, 0                     #   the entries of the window's table; first, so that no queue has bus address 0
.set    ADMIN_SUBMISSION, 0x1000
.set    ADMIN_COMPLETION, 0x2000
.set    IO_SUBMISSION, 0x3000
.set    IO_COMPLETION, 0x4000
.set    IDENTITY, 0x5000
.set    PRP_LIST, 0x6000
.set    SENT, 0x10000                   #   64 KiB each
.set    RECEIVED, 0x20000
.set    KEPT, 0x30000
.set    TRANSFER, 0x10000
.set    QUEUE_ENTRIES, 16               # more than the commands that a queue ever gets here: none wraps around
.set    EDU_TRANSFER, 2048               # of its 4 KiB: QEMU's edu takes no transfer that reaches the end of its buffer
.set    EDU_BUFFER, 0x40000
.set    VALUE_SIZE, 1024

# Prints a text: {x14} in it is r14 in hexadecimal, {d14} in decimal, {k14} as a size, {s14} the text at that address (r14 to r23, r03).
.macro  say text
        bl      print
        .asciz  \text
        .align  2
.endm

# Calls a service of the client interface with r3, r4, …; its results are in r3 and r4.
.macro  client service, arguments, results
        bl      call_client
        .byte   \arguments, \results
        .asciz  \service
        .align  2
.endm

# Calls RTAS with r3, r4, …; the status is in r3, what follows in r4 to r7.
.macro  rtas name, arguments, results
        bl      call_rtas
        .byte   \arguments, \results
        .asciz  \name
        .align  2
.endm

# Reads a property of the node in r3 into 'value'; its length is in r3, -1 when there is none.
.macro  property name
        bl      read_property
        .asciz  \name
        .align  2
.endm

# The address of a variable or text.
.macro  address register, name
        addi    \register, r31, \name
.endm

# The time base.
.macro  clock register
        mfspr   \register, 268
.endm

.macro  hypercall number
        li      r3, \number
        sc      1
.endm

start:  bl      here
here:   mflr    r31
        addi    r31, r31, -here
        mfmsr   r6                      # 64-bit mode, whatever firmware starts kernels in
        li      r7, 1
        sldi    r7, r7, 63
        or      r6, r6, r7
        mtmsrd  r6
        isync
        std     r5, firmware(r31)
        address r1, stack
        address r3, path_chosen
        client  "finddevice", 1, 1
        property "stdout"
        lwz     r3, value(r31)
        std     r3, stdout(r31)
        say     "Hv's built-in guest: it moves data through a DMA window, and powers off.\n"

# ---- The machine: what the device tree says.

        li      r3, 0
        client  "peer", 1, 1
        std     r3, root(r31)
        property "model"
        address r14, value
        say     "machine    {s14}\n"

        address r3, path_cpus
        client  "finddevice", 1, 1
        client  "child", 1, 1
        li      r14, 0                  # processors: as many as interrupts can go to
        mr      r15, r3
        mr      r16, r3
cpu:    cmpdi   r15, 0
        beq     cpus
        mr      r3, r15
        property "ibm,ppc-interrupt-server#s"
        cmpdi   r3, 0
        ble     no_cpu
        srdi    r3, r3, 2
        add     r14, r14, r3
no_cpu: mr      r3, r15
        client  "peer", 1, 1
        mr      r15, r3
        b       cpu
cpus:   mr      r3, r16
        property "timebase-frequency"
        lwz     r18, value(r31)
        mulli   r3, r18, 30             # seconds until a device has failed: hosts may be busy
        std     r3, patience(r31)
        mfspr   r17, 287
        mr      r3, r16
        property "name"
        address r15, value
        say     "processor  {s15}, PVR 0x{x17}, {d14} in all, time base {d18} Hz\n"

        li      r15, 0                  # RAM: all nodes of memory
        ld      r3, root(r31)
        client  "child", 1, 1
memory: address r4, type_memory
        bl      find_type
        cmpdi   r3, 0
        beq     memories
        mr      r16, r3
        property "reg"
        ld      r4, value+8(r31)
        add     r15, r15, r4
        mr      r3, r16
        client  "peer", 1, 1
        b       memory
memories:
        std     r15, ram(r31)
        say     "memory     {k15}\n"

# ---- RTAS: the firmware of the running machine.

        address r3, path_rtas
        client  "finddevice", 1, 1
        std     r3, rtas_node(r31)
        property "rtas-size"
        li      r3, 0
        lwz     r4, value(r31)
        li      r5, 4096
        client  "claim", 3, 1
        mr      r14, r3
        std     r3, rtas_base(r31)
        address r3, path_rtas
        client  "open", 1, 1
        mr      r4, r3
        address r3, method_rtas
        mr      r5, r14
        client  "call-method", 3, 2
        cmpdi   r3, 0
        bne     no_rtas
        std     r4, rtas_entry(r31)

        li      r3, 0
        lis     r4, AREA_SIZE>>16
        lis     r5, 1
        client  "claim", 3, 1
        cmpdi   r3, -1
        beq     no_memory
        std     r3, area(r31)

# ---- The host bridge, and what windows it has.

        ld      r3, root(r31)
        client  "child", 1, 1
        address r4, type_pci
        bl      find_type
        cmpdi   r3, 0
        beq     no_bridge
        std     r3, bridge(r31)
        property "reg"
        ld      r14, value(r31)
        std     r14, buid(r31)
        say     "bridge     BUID 0x{x14}, "
        ld      r3, bridge(r31)
        property "ibm,dma-window"       # LIOBN, bus address, size
        lwz     r14, value(r31)
        lwz     r15, value+4(r31)
        lwz     r4, value+8(r31)
        sldi    r15, r15, 32
        or      r15, r15, r4
        lwz     r16, value+16(r31)
        say     "default window LIOBN 0x{x14} at 0x{x15}: {k16}\n"
        std     r14, liobn(r31)
        std     r15, window(r31)
        li      r3, 12
        std     r3, page_shift(r31)
        ld      r3, bridge(r31)
        property "ibm,ddw-applicable"
        cmpdi   r3, 12
        bne     no_windows
        lwz     r14, value(r31)
        lwz     r15, value+4(r31)
        lwz     r16, value+8(r31)
        say     "ddw        ibm,ddw-applicable: query 0x{x14}, create 0x{x15}, remove 0x{x16}\n"
        li      r3, 0
        ld      r5, buid(r31)
        srdi    r4, r5, 32
        rtas    "ibm,query-pe-dma-window", 3, 5
        cmpdi   r3, 0
        beq     queried
        say     "query      "
        b       failed
queried:
        mr      r14, r4
        mr      r15, r5
        mr      r16, r6
        say     "query      {d14} window to be created, of up to 0x{x15} pages of"
        li      r20, 0                  # the size to take: the first of the table that is offered
        address r21, page_sizes
size:   lbz     r17, 0(r21)
        cmpdi   r17, 0
        beq     sizes
        lbz     r18, 1(r21)
        addi    r21, r21, 2
        srd     r4, r16, r18
        andi.   r4, r4, 1
        beq     size
        li      r4, 1
        sld     r19, r4, r17
        say     " {k19}"
        cmpdi   r20, 0
        bne     size
        mr      r20, r17
        b       size
sizes:  say     "\n"
        cmpdi   r14, 0
        beq     use_default
        std     r20, page_shift(r31)
        ld      r4, ram(r31)            # a window for all of RAM, a power of two
        addi    r4, r4, -1
        cntlzd  r4, r4
        subfic  r21, r4, 64
        cmpd    r21, r20
        bge     is_page
        mr      r21, r20
is_page:
        li      r4, 1
        sld     r16, r4, r20
        sld     r17, r4, r21
        say     "create     {k17} in pages of {k16}: "
        li      r3, 0
        ld      r5, buid(r31)
        srdi    r4, r5, 32
        mr      r6, r20
        mr      r7, r21
        clock   r22
        rtas    "ibm,create-pe-dma-window", 5, 4
        clock   r23
        subf    r23, r22, r23
        cmpdi   r3, 0
        bne     failed
        std     r4, liobn(r31)
        sldi    r5, r5, 32
        or      r5, r5, r6
        std     r5, window(r31)
        mr      r14, r4
        mr      r15, r5
        li      r3, 1
        std     r3, is_created(r31)
        say     "LIOBN 0x{x14} at 0x{x15}, ok ({d23} ticks)\n"
        b       map

no_windows:
        say     "ddw        no dynamic windows on this machine\n"
use_default:
        say     "window     the default one is used\n"

# ---- The area is mapped: as many pages as it touches, from the window's first on.

map:    ld      r20, page_shift(r31)
        ld      r14, area(r31)
        lis     r4, AREA_SIZE>>16
        add     r4, r4, r14
        addi    r4, r4, -1
        srd     r4, r4, r20
        srd     r15, r14, r20
        subf    r16, r15, r4
        addi    r16, r16, 1             # pages
        mtctr   r16
        addi    r5, r14, TCE_LIST-8
entry:  sld     r4, r15, r20
        ori     r4, r4, 3               # to be read and written
        stdu    r4, 8(r5)
        addi    r15, r15, 1
        bdnz    entry
        li      r4, 1
        sld     r17, r4, r20
        addi    r4, r17, -1
        and     r4, r4, r14
        ld      r18, window(r31)
        add     r19, r18, r4
        std     r19, bus(r31)
        std     r16, pages(r31)
        say     "map        H_PUT_TCE_INDIRECT of {d16} pages of {k17}, RAM 0x{x14} at bus address 0x{x19}: "
        ld      r4, liobn(r31)
        mr      r5, r18
        addi    r6, r14, TCE_LIST
        mr      r7, r16
        clock   r22
        hypercall 0x13c                    # H_PUT_TCE_INDIRECT
        clock   r23
        subf    r23, r22, r23
        cmpdi   r3, 0
        bne     failed
        say     "ok ({d23} ticks)\n"

# ---- edu: RAM to the buffer of the device, and back to another place.

        li      r3, 0xff                # class 00ff00
        sldi    r3, r3, 8
        bl      find_function
        cmpdi   r3, 0
        blt     no_edu
        mr      r14, r3
        bl      open_function
        mr      r16, r3
        srdi    r15, r14, 11
        say     "edu        slot {d15}, registers at 0x{x16}, "
        cmpdi   r16, 0
        beq     failed
        std     r16, edu(r31)
        mr      r3, r16
        bl      read32
        andi.   r4, r3, 0xff            # 0x010000ed; QEMU's edu has registers in the processor's byte order, unlike all of PCI
        cmpdi   r4, 0xed
        beq     is_little
        li      r4, 1
        std     r4, is_big(r31)
        mr      r3, r16
        bl      read32
is_little:
        mr      r14, r3
        say     "identification 0x{x14}\n"
        ld      r17, area(r31)
        ld      r18, bus(r31)
        addis   r19, r17, RECEIVED>>16
        addis   r17, r17, SENT>>16
        mr      r3, r17
        li      r4, EDU_TRANSFER
        li      r5, 1
        bl      fill
        li      r14, EDU_TRANSFER
        addis   r16, r18, SENT>>16
        addis   r18, r18, RECEIVED>>16
        lis     r20, EDU_BUFFER>>16
        say     "edu        {d14} bytes from bus address 0x{x16} into its buffer, and back to 0x{x18}: "
        clock   r22
        mr      r3, r16
        mr      r4, r20
        li      r5, 1                   # start, from RAM
        bl      edu_transfer
        cmpdi   r3, 0
        bne     failed
        mr      r3, r20
        mr      r4, r18
        li      r5, 3                   # start, to RAM
        bl      edu_transfer
        cmpdi   r3, 0
        bne     failed
        std     r3, is_big(r31)
        clock   r23
        subf    r23, r22, r23
        mr      r3, r17
        mr      r4, r19
        li      r5, EDU_TRANSFER
        bl      compare
        cmpdi   r3, 0
        bne     differs
        say     "equal, ok ({d23} ticks)\n"
        b       nvme_step
no_edu: say     "edu        there is none\n"

# ---- nvme: the controller is enabled, identified, gets a queue, and moves blocks (NVMe 1.4, 7.6.1).

nvme_step:
        lis     r3, 1                   # class 010802
        ori     r3, r3, 0x0802
        bl      find_function
        cmpdi   r3, 0
        blt     no_nvme
        mr      r14, r3
        bl      open_function
        mr      r16, r3
        srdi    r15, r14, 11
        say     "nvme       slot {d15}, registers at 0x{x16}, "
        cmpdi   r16, 0
        beq     failed
        std     r16, nvme(r31)
        li      r3, 0
        bl      nvme_configure
        cmpdi   r3, 0
        bne     failed
        bl      nvme_queues
        addi    r3, r16, 0x24           # AQA: entries of the admin queues, less one
        lis     r4, QUEUE_ENTRIES-1
        ori     r4, r4, QUEUE_ENTRIES-1
        bl      write32
        ld      r17, bus(r31)
        addi    r3, r16, 0x28           # ASQ, ACQ
        addi    r4, r17, ADMIN_SUBMISSION
        bl      write64
        addi    r3, r16, 0x30
        addi    r4, r17, ADMIN_COMPLETION
        bl      write64
        lis     r3, 0x46                # entries of 64 and 16 bytes, pages of 4 KiB, enabled
        ori     r3, r3, 1
        bl      nvme_configure
        cmpdi   r3, 0
        bne     failed
        say     "enabled\n"

        li      r3, 0
        li      r4, 1                   # the controller
        bl      nvme_identify
        bne     failed
        ld      r14, area(r31)
        addi    r14, r14, IDENTITY
        addi    r3, r14, 24
        li      r4, 40
        address r5, name
        bl      trim
        addi    r3, r14, 4
        li      r4, 20
        address r5, serial
        bl      trim
        address r17, name
        address r16, serial
        say     "nvme       {s17}, serial number {s16}\n"

        li      r3, 1
        li      r4, 0                   # namespace 1
        bl      nvme_identify
        bne     failed
        ld      r14, area(r31)
        addi    r14, r14, IDENTITY
        ldbrx   r15, 0, r14             # blocks
        lbz     r4, 26(r14)
        andi.   r4, r4, 15
        sldi    r4, r4, 2
        add     r4, r4, r14
        lbz     r17, 128+2(r4)          # the size of a block, as a power of two
        li      r4, 1
        sld     r16, r4, r17
        cmpdi   r15, 0
        beq     no_namespace
        mulld   r18, r15, r16
        say     "nvme       namespace 1: {d15} blocks of {d16} bytes, {k18}\n"
        lis     r4, TRANSFER>>16
        cmpd    r18, r4
        blt     too_small
        srd     r4, r4, r17
        addi    r4, r4, -1
        std     r4, last_block(r31)

        address r3, admin               # create completion queue 1, then submission queue 1 that belongs to it
        li      r4, 5
        li      r5, 0
        ld      r6, bus(r31)
        addi    r6, r6, IO_COMPLETION
        li      r7, 0
        lis     r8, QUEUE_ENTRIES-1
        ori     r8, r8, 1
        li      r9, 1
        li      r10, 0
        bl      nvme_command
        cmpdi   r3, 0
        bne     no_queue
        address r3, admin
        li      r4, 1
        li      r5, 0
        ld      r6, bus(r31)
        addi    r6, r6, IO_SUBMISSION
        li      r7, 0
        lis     r8, QUEUE_ENTRIES-1
        ori     r8, r8, 1
        lis     r9, 1
        ori     r9, r9, 1
        li      r10, 0
        bl      nvme_command
        cmpdi   r3, 0
        bne     no_queue

        ld      r14, area(r31)
        ld      r15, bus(r31)
        addis   r15, r15, SENT>>16
        addis   r3, r14, SENT>>16
        lis     r4, TRANSFER>>16
        li      r5, 2
        bl      fill
        lis     r16, TRANSFER>>16
        say     "nvme       {d16} bytes from bus address 0x{x15} to block 0, and read back: "
        clock   r22
        li      r3, 2                   # what is there is put back: the drive may be somebody's
        lis     r4, KEPT>>16
        bl      nvme_transfer
        bne     failed
        li      r3, 1
        lis     r4, SENT>>16
        bl      nvme_transfer
        bne     failed
        li      r3, 2
        lis     r4, RECEIVED>>16
        bl      nvme_transfer
        bne     failed
        li      r3, 1
        lis     r4, KEPT>>16
        bl      nvme_transfer
        bne     failed
        li      r3, 0                   # flush
        lis     r4, KEPT>>16
        bl      nvme_transfer
        bne     failed
        clock   r23
        subf    r23, r22, r23
        addis   r3, r14, SENT>>16
        addis   r4, r14, RECEIVED>>16
        lis     r5, TRANSFER>>16
        bl      compare
        cmpdi   r3, 0
        bne     differs
        say     "equal, ok ({d23} ticks)\n"
        b       nvme_end
no_namespace:
        say     "nvme       no namespace 1\n"
        b       nvme_end
too_small:
        say     "nvme       too small to be tried\n"
nvme_end:
        li      r3, 0                   # it does no DMA from here on
        bl      nvme_configure
        cmpdi   r3, 0
        beq     end
        say     "nvme       to be disabled: "
        b       failed
no_nvme:
        say     "nvme       there is none\n"

# ---- The end.

end:    ld      r14, liobn(r31)
        ld      r4, is_created(r31)
        cmpdi   r4, 0
        beq     unmap
        say     "remove     LIOBN 0x{x14}: "
        mr      r3, r14
        rtas    "ibm,remove-pe-dma-window", 1, 1
        b       removed
unmap:  ld      r16, pages(r31)
        say     "unmap      {d16} pages of LIOBN 0x{x14}: "
        mr      r4, r14
        ld      r5, window(r31)
        li      r6, 0
        mr      r7, r16
        hypercall 0x138                 # H_STUFF_TCE
removed:
        cmpdi   r3, 0
        bne     failed
        say     "ok\npower off\n"
        li      r3, -1
        li      r4, -1
        rtas    "power-off", 2, 1
        b       .

# ---- Failures: the machine is told that its operating system has given up, and 'hv run' ends with 1.

no_rtas:
        say     "RTAS cannot be had: FAILED\n"
        b       .                       # nobody can be told
no_memory:
        say     "memory cannot be had: "
        b       failed
no_bridge:
        say     "bridge     there is none: "
        b       failed
no_queue:
        say     "nvme       queues: "
        b       failed
differs:
        say     "other bytes came back: "
failed: say     "FAILED (status {d03})\n"
        address r3, message
        rtas    "ibm,os-term", 1, 1
        b       .
