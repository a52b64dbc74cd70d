#include "textflag.h"

// TAKE loads the row of the i-th summand, flipped where it says so.
#define TAKE(i, to) \
	MOVLQSX      (8*(i))(SI), AX      \
	SHLQ         $5, AX               \
	VPBROADCASTD (8*(i)+4)(SI), to    \
	VPXOR        (BX)(AX*1), to, to

// CARRY adds a, b and c bit by bit: the sum goes to a, what is carried to over.
#define CARRY(a, b, c, over) \
	VPXOR a, b, Y14     \
	VPAND a, b, Y15     \
	VPXOR Y14, c, a     \
	VPAND Y14, c, Y14   \
	VPOR  Y14, Y15, over

// PAIR adds two summands to the ones.
#define PAIR(i, over) \
	TAKE(i, Y4)             \
	TAKE((i)+1, Y5)         \
	CARRY(Y0, Y4, Y5, over)

// func addUpAVX2(block *row, list *summand, n int, out *row)
TEXT ·addUpAVX2(SB), NOSPLIT, $0-32
	MOVQ block+0(FP), BX
	MOVQ list+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ out+24(FP), DI
	VMOVDQU 0(DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU 64(DI), Y2
	VMOVDQU 96(DI), Y3

sixteen:
	PAIR(0, Y6)
	PAIR(2, Y7)
	CARRY(Y1, Y6, Y7, Y8)
	PAIR(4, Y6)
	PAIR(6, Y7)
	CARRY(Y1, Y6, Y7, Y7)
	CARRY(Y2, Y8, Y7, Y9)
	PAIR(8, Y6)
	PAIR(10, Y7)
	CARRY(Y1, Y6, Y7, Y8)
	PAIR(12, Y6)
	PAIR(14, Y7)
	CARRY(Y1, Y6, Y7, Y7)
	CARRY(Y2, Y8, Y7, Y7)
	CARRY(Y3, Y9, Y7, Y10)
	LEAQ 128(DI), DX

up:
	VPTEST  Y10, Y10
	JZ      carried
	VMOVDQU (DX), Y11
	VPXOR   Y10, Y11, Y12
	VPAND   Y10, Y11, Y10
	VMOVDQU Y12, (DX)
	ADDQ    $32, DX
	JMP     up

carried:
	ADDQ $128, SI
	SUBQ $16, CX
	JNZ  sixteen
	VMOVDQU Y0, 0(DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	VZEROUPPER
	RET

// func dot16AVX2(a *float32, b *int16, n int, out *[8]float32)
TEXT ·dot16AVX2(SB), NOSPLIT, $0-32
	MOVQ   a+0(FP), SI
	MOVQ   b+8(FP), BX
	MOVQ   n+16(FP), CX
	MOVQ   out+24(FP), DI
	VXORPS Y0, Y0, Y0

eight:
	VPMOVSXWD (BX), Y1
	VCVTDQ2PS Y1, Y1
	VMULPS    (SI), Y1, Y1
	VADDPS    Y1, Y0, Y0
	ADDQ      $16, BX
	ADDQ      $32, SI
	SUBQ      $8, CX
	JNZ       eight
	VMOVUPS Y0, (DI)
	VZEROUPPER
	RET
