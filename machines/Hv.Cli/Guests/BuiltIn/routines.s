# The built-in guest's routines and variables; builtin.s says what it is, and which registers belong to whom.

# ---- Firmware.

# Text behind a call: r11 is its address; leaves that of the instruction behind it in r11. Changes r0.
skip:   lbz     r0, 0(r11)
        addi    r11, r11, 1
        cmpdi   r0, 0
        bne     skip
        addi    r11, r11, 3
        clrrdi  r11, r11, 2
        blr

call_client:
        mflr    r11
        address r12, frame
        stw     r3, 12(r12)
        stw     r4, 16(r12)
        stw     r5, 20(r12)
        stw     r6, 24(r12)
        lbz     r9, 0(r11)
        lbz     r10, 1(r11)
        stw     r9, 4(r12)
        stw     r10, 8(r12)
        addi    r11, r11, 2
        stw     r11, 0(r12)
        sldi    r9, r9, 2
        add     r9, r9, r12
        std     r9, client_results(r31)
        bl      skip
        std     r11, client_return(r31)
        mr      r3, r12
        ld      r12, firmware(r31)
        mtctr   r12
        bctrl
        ld      r9, client_results(r31)
        lwa     r3, 12(r9)
        lwz     r4, 16(r9)
        ld      r11, client_return(r31)
        mtlr    r11
        blr

call_rtas:
        mflr    r11
        address r12, rtas_frame
        stw     r3, 12(r12)
        stw     r4, 16(r12)
        stw     r5, 20(r12)
        stw     r6, 24(r12)
        stw     r7, 28(r12)
        lbz     r9, 0(r11)
        lbz     r10, 1(r11)
        stw     r9, 4(r12)
        stw     r10, 8(r12)
        sldi    r9, r9, 2
        add     r9, r9, r12
        std     r9, rtas_results(r31)
        addi    r11, r11, 2
        mr      r4, r11
        bl      skip
        std     r11, rtas_return(r31)
        ld      r3, rtas_node(r31)      # the token is a property of /rtas
        address r5, rtas_frame
        li      r6, 4
        client  "getprop", 4, 1
        cmpdi   r3, 4
        li      r3, -1
        bne     no_call
        address r3, rtas_frame
        ld      r4, rtas_base(r31)
        ld      r12, rtas_entry(r31)
        mtctr   r12
        bctrl
        ld      r9, rtas_results(r31)
        lwa     r3, 12(r9)
        lwz     r4, 16(r9)
        lwz     r5, 20(r9)
        lwz     r6, 24(r9)
        lwz     r7, 28(r9)
no_call:
        ld      r11, rtas_return(r31)
        mtlr    r11
        blr

read_property:
        mflr    r11
        mr      r4, r11
        bl      skip
        std     r11, property_return(r31)
        address r5, value
        li      r6, VALUE_SIZE
        client  "getprop", 4, 1
        cmpdi   r3, VALUE_SIZE
        ble     no_more
        li      r3, VALUE_SIZE
no_more:
        ld      r11, property_return(r31)
        mtlr    r11
        blr

# The first node, from r3 on among its peers, whose device_type is the text r4; 0: none.
find_type:
        mflr    r0
        std     r0, find_return(r31)
        mr      r28, r3
        mr      r29, r4
try:    mr      r3, r28
        cmpdi   r28, 0
        beq     found
        property "device_type"
        cmpdi   r3, 0
        ble     not_it
        address r5, value-1
        addi    r6, r29, -1
same:   lbzu    r7, 1(r5)
        lbzu    r8, 1(r6)
        cmpd    r7, r8
        bne     not_it
        cmpdi   r7, 0
        bne     same
        mr      r3, r28
        b       found
not_it: mr      r3, r28
        client  "peer", 1, 1
        mr      r28, r3
        b       try
found:  ld      r0, find_return(r31)
        mtlr    r0
        blr

# ---- PCI functions, by their config_addr (LoPAR 7.3.5): that of slot n on the root bus is n << 11.

# The first function on the root bus whose class is r3, or -1.
find_function:
        mflr    r0
        std     r0, find_return(r31)
        mr      r29, r3
        li      r28, 0
slot:   addi    r3, r28, 8              # revision and class
        ld      r5, buid(r31)
        srdi    r4, r5, 32
        li      r6, 4
        rtas    "ibm,read-pci-config", 4, 2
        cmpdi   r3, 0
        bne     empty
        srdi    r4, r4, 8
        cmpd    r4, r29
        mr      r3, r28
        beq     found
empty:  addi    r28, r28, 0x800
        cmpldi  r28, 0xf800
        ble     slot
        li      r3, -1
        b       found

# Enables function r3: it answers, and does DMA. The address of its first registers is in r3, as processors see it; 0: none.
open_function:
        mflr    r0
        std     r0, open_return(r31)
        mr      r28, r3
        addi    r3, r28, 4
        ld      r5, buid(r31)
        srdi    r4, r5, 32
        li      r6, 2
        li      r7, 6
        rtas    "ibm,write-pci-config", 5, 1
        ld      r3, bridge(r31)
        client  "child", 1, 1
        mr      r29, r3
node:   mr      r3, r29                 # the node whose configuration space is the function's
        cmpdi   r29, 0
        beq     opened
        property "reg"
        lwz     r4, value(r31)
        cmpd    r4, r28
        beq     assigned
        mr      r3, r29
        client  "peer", 1, 1
        mr      r29, r3
        b       node
assigned:
        mr      r3, r29
        property "assigned-addresses"   # five cells each: register, address, size
        address r5, value
        add     r6, r5, r3
register:
        li      r3, 0
        cmpd    r5, r6
        bge     opened
        lbz     r4, 3(r5)
        cmpdi   r4, 0x10
        beq     bar
        addi    r5, r5, 20
        b       register
bar:    lwz     r27, 4(r5)
        lwz     r4, 8(r5)
        sldi    r27, r27, 32
        or      r27, r27, r4
        ld      r3, bridge(r31)
        property "ranges"               # seven cells each: space, bus address, address, size
        address r5, value
        add     r6, r5, r3
range:  li      r3, 0
        cmpd    r5, r6
        bge     opened
        lbz     r7, 0(r5)
        cmpdi   r7, 1                   # I/O
        beq     no_range
        lwz     r7, 4(r5)
        lwz     r8, 8(r5)
        sldi    r7, r7, 32
        or      r7, r7, r8
        subf    r7, r7, r27
        lwz     r8, 20(r5)
        lwz     r9, 24(r5)
        sldi    r8, r8, 32
        or      r8, r8, r9
        cmpld   r7, r8
        bge     no_range
        lwz     r3, 12(r5)
        lwz     r4, 16(r5)
        sldi    r3, r3, 32
        or      r3, r3, r4
        add     r3, r3, r7
        b       opened
no_range:
        addi    r5, r5, 28
        b       range
opened: ld      r0, open_return(r31)
        mtlr    r0
        blr

# Registers of devices are little-endian, unless is_big says otherwise; real mode reaches them by H_LOGICAL_CI_LOAD and _STORE.
read32: mr      r5, r3
        li      r4, 4
        hypercall 0x3c
        mr      r3, r4
        ld      r5, is_big(r31)
        cmpdi   r5, 0
        bnelr
        stw     r4, swapped(r31)
        address r5, swapped
        lwbrx   r3, 0, r5
        blr
write32:
        mr      r6, r4
        li      r4, 4
        address r7, swapped
        stwbrx  r6, 0, r7
        lwz     r7, swapped(r31)
        b       store
write64:
        mr      r6, r4
        li      r4, 8
        address r7, swapped
        stdbrx  r6, 0, r7
        ld      r7, swapped(r31)
store:  ld      r5, is_big(r31)
        cmpdi   r5, 0
        bne     in_order
        mr      r6, r7
in_order:
        mr      r5, r3
        hypercall 0x40
        blr

# ---- What devices do.

# Has edu move EDU_TRANSFER bytes from r3 to r4, and waits for it; r5 says how. r3 is not 0 when it takes too long.
edu_transfer:
        mflr    r0
        std     r0, device_return(r31)
        mr      r28, r4
        mr      r27, r5
        ld      r29, edu(r31)
        mr      r4, r3
        addi    r3, r29, 0x80
        bl      write64
        mr      r4, r28
        addi    r3, r29, 0x88
        bl      write64
        li      r4, EDU_TRANSFER
        addi    r3, r29, 0x90
        bl      write64
        mr      r4, r27
        addi    r3, r29, 0x98
        bl      write32
        clock   r26
        ld      r4, patience(r31)
        add     r26, r26, r4
moving: addi    r3, r29, 0x98
        bl      read32
        andi.   r3, r3, 1
        beq     device_end
        clock   r4
        cmpd    r4, r26
        blt     moving
too_long:
        li      r3, -1
device_end:
        ld      r0, device_return(r31)
        mtlr    r0
        cmpdi   r3, 0
        blr

# Sets the configuration of the controller, and waits until it is ready, or is not, as that says. r3 is not 0 when it takes too long.
nvme_configure:
        mflr    r0
        std     r0, device_return(r31)
        mr      r28, r3
        ld      r29, nvme(r31)
        mr      r4, r3
        addi    r3, r29, 0x14
        bl      write32
        clock   r26
        ld      r4, patience(r31)
        add     r26, r26, r4
waiting:
        addi    r3, r29, 0x1c
        bl      read32
        xor     r3, r3, r28
        andi.   r3, r3, 1
        beq     device_end
        clock   r4
        cmpd    r4, r26
        blt     waiting
        b       too_long

# Tells each queue where it is, in memory and for the device: submission, completion, the doorbells of both, commands so far.
nvme_queues:
        mflr    r0
        std     r0, device_return(r31)
        ld      r29, nvme(r31)
        addi    r3, r29, 4              # CAP.DSTRD: how far apart doorbells are
        bl      read32
        andi.   r3, r3, 15
        li      r4, 4
        sld     r4, r4, r3
        ld      r5, area(r31)
        addi    r6, r5, ADMIN_SUBMISSION
        std     r6, admin(r31)
        addi    r6, r5, ADMIN_COMPLETION
        std     r6, admin+8(r31)
        addi    r6, r5, IO_SUBMISSION
        std     r6, io(r31)
        addi    r6, r5, IO_COMPLETION
        std     r6, io+8(r31)
        addi    r6, r29, 0x1000
        std     r6, admin+16(r31)
        add     r6, r6, r4
        std     r6, admin+24(r31)
        add     r6, r6, r4
        std     r6, io+16(r31)
        add     r6, r6, r4
        std     r6, io+24(r31)
        li      r3, 0
        b       device_end

# Identifies: r3 is the namespace, r4 what is asked (CNS).
nvme_identify:
        mr      r8, r4
        mr      r5, r3
        address r3, admin
        li      r4, 6
        ld      r6, bus(r31)
        addi    r6, r6, IDENTITY
        li      r7, 0
        li      r9, 0
        li      r10, 0
        b       nvme_command

# Moves 64 KiB between block 0 of namespace 1 and the area, from r4 on: r3 is 1 to write, 2 to read; 0 flushes.
nvme_transfer:
        ld      r6, bus(r31)
        addi    r7, r6, PRP_LIST
        add     r6, r6, r4
        ld      r8, area(r31)
        addi    r8, r8, PRP_LIST
        mr      r9, r6                  # all pages but the first are in a list
        li      r10, TRANSFER/4096-1
        mtctr   r10
page:   addi    r9, r9, 4096
        stdbrx  r9, 0, r8
        addi    r8, r8, 8
        bdnz    page
        mr      r4, r3
        address r3, io
        li      r5, 1
        li      r8, 0
        li      r9, 0
        ld      r10, last_block(r31)
        b       nvme_command

# Has queue r3 execute a command: opcode r4, namespace r5, PRP entries r6 and r7, words 10 to 12 r8 to r10. r3 is its status.
nvme_command:
        mflr    r0
        std     r0, device_return(r31)
        mr      r29, r3
        ld      r28, 32(r29)            # its number, which is its identifier too
        ld      r25, 0(r29)
        sldi    r11, r28, 6
        add     r25, r25, r11
        sldi    r11, r28, 16
        or      r4, r4, r11
        stwbrx  r4, 0, r25
        li      r11, 4
        stwbrx  r5, r11, r25
        li      r11, 24
        stdbrx  r6, r11, r25
        li      r11, 32
        stdbrx  r7, r11, r25
        li      r11, 40
        stwbrx  r8, r11, r25
        li      r11, 44
        stwbrx  r9, r11, r25
        li      r11, 48
        stwbrx  r10, r11, r25
        sync
        ld      r25, 8(r29)
        sldi    r11, r28, 4
        add     r25, r25, r11
        addi    r28, r28, 1
        std     r28, 32(r29)
        ld      r3, 16(r29)
        mr      r4, r28
        bl      write32
        clock   r26
        ld      r4, patience(r31)
        add     r26, r26, r4
        li      r11, 12
command:
        lwbrx   r27, r11, r25           # a completion is there when its phase is 1: no queue wraps around
        andis.  r4, r27, 1
        bne     completed
        clock   r4
        cmpd    r4, r26
        blt     command
        b       too_long
completed:
        lwsync
        ld      r3, 24(r29)
        mr      r4, r28
        bl      write32
        srdi    r3, r27, 17
        b       device_end

# ---- Memory and texts.

# Fills r4 bytes from r3 on with numbers that r5 begins.
fill:   srdi    r4, r4, 3
        mtctr   r4
        lis     r6, 0x6c07
        ori     r6, r6, 0x8965
        addi    r3, r3, -8
filling:
        mulld   r5, r5, r6
        addi    r5, r5, 1
        stdu    r5, 8(r3)
        bdnz    filling
        blr

# r3 is 0 when the r5 bytes at r3 and at r4 are the same.
compare:
        srdi    r5, r5, 3
        mtctr   r5
        addi    r6, r3, -8
        addi    r4, r4, -8
comparing:
        ldu     r7, 8(r6)
        ldu     r8, 8(r4)
        xor     r3, r7, r8
        cmpdi   r3, 0
        bne     compared
        bdnz    comparing
        blr
compared:
        li      r3, 1
        blr

# Copies a text of r4 bytes from r3 to r5, without the blanks it is padded with.
trim:   addi    r3, r3, -1
        addi    r5, r5, -1
        mtctr   r4
        mr      r6, r5
trimming:
        lbzu    r7, 1(r3)
        stbu    r7, 1(r5)
        cmpdi   r7, 0x20
        beq     blank
        mr      r6, r5
blank:  bdnz    trimming
        li      r7, 0
        stb     r7, 1(r6)
        blr

print:  mflr    r11
        std     r3, registers+24(r31)
        std     r14, registers+112(r31)
        std     r15, registers+120(r31)
        std     r16, registers+128(r31)
        std     r17, registers+136(r31)
        std     r18, registers+144(r31)
        std     r19, registers+152(r31)
        std     r20, registers+160(r31)
        std     r21, registers+168(r31)
        std     r22, registers+176(r31)
        std     r23, registers+184(r31)
        address r12, line-1
letter: lbz     r3, 0(r11)
        addi    r11, r11, 1
        cmpdi   r3, 0
        beq     text_end
        cmpdi   r3, 0x7b                # {
        beq     field
        stbu    r3, 1(r12)
        b       letter
field:  lbz     r10, 0(r11)             # how, and the two digits of which register
        lbz     r4, 1(r11)
        lbz     r5, 2(r11)
        addi    r11, r11, 4
        mulli   r4, r4, 10
        add     r4, r4, r5
        addi    r4, r4, -0x30*11
        sldi    r4, r4, 3
        address r5, registers
        ldx     r3, r4, r5
        li      r8, 10
        address r4, no_unit
        cmpdi   r10, 0x64               # d
        beq     number
        cmpdi   r10, 0x73               # s
        beq     string
        cmpdi   r10, 0x78               # x
        bne     scale
        li      r8, 16
number: cmpdi   r3, 0
        bge     positive
        cmpdi   r8, 16
        beq     positive
        neg     r3, r3
        li      r5, 0x2d
        stbu    r5, 1(r12)
positive:
        address r6, digits
digit:  divdu   r7, r3, r8
        mulld   r9, r7, r8
        subf    r9, r9, r3
        addi    r9, r9, 0x30
        cmpdi   r9, 0x39
        ble     decimal
        addi    r9, r9, 0x27            # a to f
decimal:
        stbu    r9, -1(r6)
        mr      r3, r7
        cmpdi   r3, 0
        bne     digit
        addi    r6, r6, -1
place:  lbzu    r7, 1(r6)
        cmpdi   r7, 0
        beq     unit
        stbu    r7, 1(r12)
        b       place
unit:   mr      r3, r4
string: addi    r3, r3, -1
byte:   lbzu    r7, 1(r3)
        cmpdi   r7, 0
        beq     letter
        stbu    r7, 1(r12)
        b       byte
scale:  address r4, units               # a size: the largest unit that it is a multiple of
        li      r5, 4
larger: andi.   r6, r3, 1023
        bne     number
        cmpdi   r3, 0
        beq     number
        addi    r4, r4, 8
        srdi    r3, r3, 10
        addi    r5, r5, -1
        cmpdi   r5, 0
        bne     larger
        b       number
text_end:
        addi    r11, r11, 3
        clrrdi  r11, r11, 2
        std     r11, print_return(r31)
        address r4, line
        subf    r5, r4, r12
        addi    r5, r5, 1
        ld      r3, stdout(r31)
        client  "write", 3, 1
        ld      r11, print_return(r31)
        ld      r3, registers+24(r31)
        mtlr    r11
        blr

# ---- Constants.

page_sizes:                             # shift, bit of the mask of a query: 64 KiB, or the largest
        .byte   16, 1,  34, 7,  28, 6,  27, 5,  26, 4,  25, 3,  24, 2,  21, 8,  12, 0,  0, 0
path_chosen:    .asciz  "/chosen"
path_cpus:      .asciz  "/cpus"
path_rtas:      .asciz  "/rtas"
type_memory:    .asciz  "memory"
type_pci:       .asciz  "pci"
method_rtas:    .asciz  "instantiate-rtas"
message:        .asciz  "Hv's built-in guest has failed"
no_unit:        .byte   0
        .align  3
units:  .ascii  " bytes\0\0"
        .ascii  " KiB\0\0\0\0"
        .ascii  " MiB\0\0\0\0"
        .ascii  " GiB\0\0\0\0"
        .ascii  " TiB\0\0\0\0"

# ---- Variables: zero in the beginning, and not in the file.

        .align  4
firmware:       .space  8               # the entry of the client interface
stdout:         .space  8
root:           .space  8
bridge:         .space  8
buid:           .space  8
ram:            .space  8
patience:       .space  8               # ticks after which a device has failed
rtas_node:      .space  8
rtas_base:      .space  8
rtas_entry:     .space  8
rtas_results:   .space  8
client_results: .space  8
area:           .space  8               # its address in RAM
bus:            .space  8               # its address for devices
window:         .space  8
liobn:          .space  8
page_shift:     .space  8
pages:          .space  8
is_created:     .space  8
edu:            .space  8
nvme:           .space  8
last_block:     .space  8
swapped:        .space  8
is_big:         .space  8
admin:          .space  40
io:             .space  40
client_return:  .space  8
rtas_return:    .space  8
property_return: .space 8
find_return:    .space  8
open_return:    .space  8
device_return:  .space  8
print_return:   .space  8
registers:      .space  192
frame:          .space  64
rtas_frame:     .space  64
                .space  24
digits:         .space  8               # numbers grow towards lower addresses
name:           .space  48
serial:         .space  24
line:           .space  1280
value:          .space  VALUE_SIZE
                .space  4096
stack:          .space  64
