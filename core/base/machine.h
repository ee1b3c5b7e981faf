/* Hot functions for each kind of processor. */
#ifndef DW_BASE_MACHINE_H
#define DW_BASE_MACHINE_H

/* Before a function: several copies of it, chosen when the program starts. They give the same bits,
 * since nothing is contracted to a fused multiply-add (premake5.lua). Not under the address
 * sanitizer, which starts later than the choice is made. */
#if !defined(__x86_64__) || !defined(__gnu_linux__) || defined(__clang__) ||                       \
    defined(__SANITIZE_ADDRESS__)
#    define DW_FOR_EACH_MACHINE
#elif __GNUC__ >= 12
#    define DW_FOR_EACH_MACHINE                                                                    \
        __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#    define DW_FOR_EACH_MACHINE __attribute__((target_clones("avx512f", "avx2", "default")))
#endif

#endif
