// Numbers of edges, rows and columns, as a list of instructions says, which all threads go through together: what a program computes with is one
// launch, whatever it is (edge-map fusion, gSampler, SOSP 2023, section 4.2, for any operators), and nothing but its end is written. All arithmetic is
// that of binary32, rounded after each operation: none may be contracted.
//
// An instruction is a word of 64 bits: bits 0-7 what, 8-15 the register that gets the result, 16-23 and 24-31 registers or the number of an input, 32-63
// a constant. dev.diptych.systems.sampling.device.NumberCode writes them.
#pragma once

#include "sampling/exact.cuh"
#include "sampling/rows.cuh"

enum Instruction : u32 {
    CONSTANT,       // the constant
    AT_EDGE,        // an input at the edge's place in the graph
    AT_SOURCE,      // an input at the source's vertex
    AT_DESTINATION, // an input at the column's vertex
    COLUMN_SUM,     // a sum at the column
    SAMPLE_SUM,     // a sum at the sample
    ROW_SUM,        // the row's sum; 0 for a row that has none
    SQUARE,
    ROOT,
    RELU,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
};

// What numbers are of. What the instructions do not ask for may be anything.
struct Place {
    u32 position;
    u32 source;
    u32 destination;
    u32 column;
    u32 owner;
};

struct Numbers {
    const u64* __restrict__ code;
    u32 instructions;
    // Arrays of numbers, or of sums; null behind the last.
    const void* in0;
    const void* in1;
    const void* in2;
    const void* in3;
    const void* in4;
    const void* in5;
    // Sums by row: rows.cuh; null if there are none.
    const u32* __restrict__ rowVertices;
    const u64* __restrict__ rowSums;
    const u32* __restrict__ rowCounts;
    u32 rowRegion;

    // Addresses are chosen among, not loaded: so a compiler knows what a kernel reads.
    __device__ __forceinline__ const void* input(u32 number) const {
        return number == 0 ? in0 : number == 1 ? in1 : number == 2 ? in2 : number == 3 ? in3 : number == 4 ? in4 : in5;
    }

    // Where a row's sum lies; ~0 if it has none.
    __device__ __forceinline__ u64 rowOf(u32 owner, u32 vertex) const {
        const u64 region = (u64)owner * rowRegion;
        const u32 slot = rowFind(rowVertices + region, rowSlots(rowCounts[owner]), vertex);
        return slot == NO_ROW ? ~0ull : region + slot;
    }

    // The number of a place: what the last instruction gives. registers: shared memory of a word for each register of each thread of the block.
    __device__ __forceinline__ float at(const Place& place, float* registers) const {
        float value = 0;
        for (u32 i = 0; i < instructions; ++i) {
            const u64 word = code[i];
            const u32 what = (u32)word & 0xff;
            const u32 operand = (u32)word >> 16 & 0xff;
            if (what >= SQUARE) {
                const float x = registers[operand * blockDim.x + threadIdx.x];
                const float y = registers[((u32)word >> 24) * blockDim.x + threadIdx.x];
                switch (what) {
                    case SQUARE: value = __fmul_rn(x, x); break;
                    case ROOT: value = __fsqrt_rn(x); break;
                    case RELU: value = x > 0 ? x : 0; break;
                    case ADD: value = __fadd_rn(x, y); break;
                    case SUBTRACT: value = __fsub_rn(x, y); break;
                    case MULTIPLY: value = __fmul_rn(x, y); break;
                    default: value = x == 0 && y == 0 ? 0 : __fdiv_rn(x, y); break;
                }
            } else if (what == CONSTANT) {
                value = __uint_as_float((u32)(word >> 32));
            } else if (what == ROW_SUM) {
                const u64 row = rowOf(place.owner, place.source);
                value = row == ~0ull ? 0 : exactValue(rowSums + 2 * row);
            } else if (what == COLUMN_SUM || what == SAMPLE_SUM) {
                value = exactValue((const u64*)input(operand) + 2ull * (what == COLUMN_SUM ? place.column : place.owner));
            } else {
                value = ((const float*)input(operand))[what == AT_EDGE ? place.position : what == AT_SOURCE ? place.source : place.destination];
            }
            registers[((u32)word >> 8 & 0xff) * blockDim.x + threadIdx.x] = value;
        }
        return value;
    }
};
