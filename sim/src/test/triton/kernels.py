"""Triton kernels of the usual kinds, and their compilation to PTX without a GPU.

    python3 kernels.py DIRECTORY    writes triton_NAME.sm80.ptx for every kernel, and triton_NAME.sm90.ptx where that differs in more than its
                                    target; prints the entry and the bytes of dynamic shared memory that a launch of each needs

The constants below fix tile sizes; launches use 32 * num_warps threads a block. Triton passes two more pointers after the arguments of
the kernel, global and profile scratch, which these kernels leave alone.
"""

import re
import sys
from pathlib import Path

import triton
import triton.language as tl
from triton.backends.compiler import GPUTarget


@triton.jit
def add_kernel(x_ptr, y_ptr, out_ptr, n, BLOCK: tl.constexpr):
    offsets = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    mask = offsets < n
    tl.store(out_ptr + offsets, tl.load(x_ptr + offsets, mask=mask) + tl.load(y_ptr + offsets, mask=mask), mask=mask)


@triton.jit
def softmax_kernel(out_ptr, in_ptr, row_stride, columns, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    offsets = tl.arange(0, BLOCK)
    x = tl.load(in_ptr + row * row_stride + offsets, mask=offsets < columns, other=-float("inf"))
    e = tl.exp(x - tl.max(x, axis=0))
    tl.store(out_ptr + row * row_stride + offsets, e / tl.sum(e, axis=0), mask=offsets < columns)


@triton.jit
def layer_norm_kernel(x_ptr, out_ptr, weight_ptr, bias_ptr, columns, eps, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    total = tl.zeros([BLOCK], dtype=tl.float32)
    for start in range(0, columns, BLOCK):
        at = start + tl.arange(0, BLOCK)
        total += tl.load(x_ptr + row * columns + at, mask=at < columns, other=0.0)
    mean = tl.sum(total, axis=0) / columns
    squares = tl.zeros([BLOCK], dtype=tl.float32)
    for start in range(0, columns, BLOCK):
        at = start + tl.arange(0, BLOCK)
        x = tl.where(at < columns, tl.load(x_ptr + row * columns + at, mask=at < columns, other=0.0) - mean, 0.0)
        squares += x * x
    scale = 1 / tl.sqrt(tl.sum(squares, axis=0) / columns + eps)
    for start in range(0, columns, BLOCK):
        at = start + tl.arange(0, BLOCK)
        inside = at < columns
        x = tl.load(x_ptr + row * columns + at, mask=inside, other=0.0)
        tl.store(out_ptr + row * columns + at, (x - mean) * scale * tl.load(weight_ptr + at, mask=inside) + tl.load(bias_ptr + at, mask=inside),
                 mask=inside)


@triton.jit
def matmul_kernel(a_ptr, b_ptr, c_ptr, m, n, k, stride_am, stride_bk, stride_cm, M: tl.constexpr, N: tl.constexpr, K: tl.constexpr):
    rows = tl.program_id(0) * M + tl.arange(0, M)
    columns = tl.program_id(1) * N + tl.arange(0, N)
    inner = tl.arange(0, K)
    a = a_ptr + rows[:, None] * stride_am + inner[None, :]
    b = b_ptr + inner[:, None] * stride_bk + columns[None, :]
    sums = tl.zeros((M, N), dtype=tl.float32)
    for start in range(0, k, K):
        left = tl.load(a, mask=(rows[:, None] < m) & (inner[None, :] < k - start), other=0.0)
        right = tl.load(b, mask=(inner[:, None] < k - start) & (columns[None, :] < n), other=0.0)
        sums = tl.dot(left, right, sums)
        a += K
        b += K * stride_bk
    tl.store(c_ptr + rows[:, None] * stride_cm + columns[None, :], sums.to(c_ptr.dtype.element_ty), mask=(rows[:, None] < m) & (columns[None, :] < n))


@triton.jit
def row_sum_kernel(x_ptr, out_ptr, rows, columns, ROWS: tl.constexpr, COLUMNS: tl.constexpr):
    r = tl.program_id(0) * ROWS + tl.arange(0, ROWS)
    c = tl.arange(0, COLUMNS)
    x = tl.load(x_ptr + r[:, None] * columns + c[None, :], mask=(r[:, None] < rows) & (c[None, :] < columns), other=0)
    tl.store(out_ptr + r, tl.sum(x, axis=1), mask=r < rows)


@triton.jit
def cumulative_sum_kernel(x_ptr, out_ptr, n, BLOCK: tl.constexpr):
    at = tl.arange(0, BLOCK)
    x = tl.load(x_ptr + tl.program_id(0) * n + at, mask=at < n, other=0)
    tl.store(out_ptr + tl.program_id(0) * n + at, tl.cumsum(x, axis=0), mask=at < n)


@triton.jit
def histogram_kernel(x_ptr, bins_ptr, n, BLOCK: tl.constexpr, BINS: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    x = tl.load(x_ptr + at, mask=at < n, other=0)
    counts = tl.histogram(x, BINS, mask=at < n)
    tl.atomic_add(bins_ptr + tl.arange(0, BINS), counts)


@triton.jit
def atomic_kernel(keys_ptr, values_ptr, sums_ptr, most_ptr, n, BLOCK: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    keys = tl.load(keys_ptr + at, mask=at < n, other=0)
    values = tl.load(values_ptr + at, mask=at < n, other=0)
    tl.atomic_add(sums_ptr + keys, values, mask=at < n)
    tl.atomic_max(most_ptr + keys, values, mask=at < n)


@triton.jit
def dropout_kernel(x_ptr, out_ptr, n, p, seed, BLOCK: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    x = tl.load(x_ptr + at, mask=at < n, other=0.0)
    tl.store(out_ptr + at, tl.where(tl.rand(seed, at) > p, x / (1 - p), 0.0), mask=at < n)


@triton.jit
def gather_kernel(table_ptr, index_ptr, out_ptr, n, width, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    at = tl.arange(0, BLOCK)
    source = tl.load(index_ptr + row).to(tl.int64)
    tl.store(out_ptr + row * width + at, tl.load(table_ptr + source * width + at, mask=at < width), mask=(at < width) & (row < n))


@triton.jit
def sort_kernel(x_ptr, out_ptr, n, BLOCK: tl.constexpr):
    at = tl.arange(0, BLOCK)
    x = tl.load(x_ptr + at, mask=at < n, other=2147483647)
    tl.store(out_ptr + at, tl.sort(x), mask=at < n)


@triton.jit
def gelu_half_kernel(x_ptr, out_ptr, n, BLOCK: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    x = tl.load(x_ptr + at, mask=at < n, other=0.0).to(tl.float32)
    y = 0.5 * x * (1 + tl.erf(x * 0.7071067811865476))
    tl.store(out_ptr + at, y.to(tl.float16), mask=at < n)


@triton.jit
def argmax_kernel(x_ptr, out_ptr, columns, BLOCK: tl.constexpr):
    at = tl.arange(0, BLOCK)
    x = tl.load(x_ptr + tl.program_id(0) * columns + at, mask=at < columns, other=-float("inf"))
    tl.store(out_ptr + tl.program_id(0), tl.argmax(x, axis=0))


@triton.jit
def lock_kernel(lock_ptr, value_ptr):
    while tl.atomic_cas(lock_ptr, 0, 1) == 1:
        pass
    tl.store(value_ptr, tl.load(value_ptr) + tl.program_id(0) + 1)
    tl.debug_barrier()
    tl.atomic_xchg(lock_ptr, 0)


MATMUL = {"m": "i32", "n": "i32", "k": "i32", "stride_am": "i32", "stride_bk": "i32", "stride_cm": "i32"}
ALIGNED = ["stride_am", "stride_bk", "stride_cm"]

# Name: kernel, types of its arguments, constants, warps, pointers and sizes known to be multiples of 16.
KERNELS = {
    "add": (add_kernel, {"x_ptr": "*fp32", "y_ptr": "*fp32", "out_ptr": "*fp32", "n": "i32"}, {"BLOCK": 256}, 4, ["x_ptr", "y_ptr", "out_ptr"]),
    "add_unaligned": (add_kernel, {"x_ptr": "*fp32", "y_ptr": "*fp32", "out_ptr": "*fp32", "n": "i32"}, {"BLOCK": 256}, 4, []),
    "add_vectors": (add_kernel, {"x_ptr": "*fp32", "y_ptr": "*fp32", "out_ptr": "*fp32", "n": "i32"}, {"BLOCK": 1024}, 4, ["x_ptr", "y_ptr", "out_ptr", "n"]),
    "softmax": (softmax_kernel, {"out_ptr": "*fp32", "in_ptr": "*fp32", "row_stride": "i32", "columns": "i32"}, {"BLOCK": 256}, 4, ["out_ptr", "in_ptr"]),
    "layer_norm": (layer_norm_kernel, {"x_ptr": "*fp32", "out_ptr": "*fp32", "weight_ptr": "*fp32", "bias_ptr": "*fp32", "columns": "i32", "eps": "fp32"},
                   {"BLOCK": 128}, 4, ["x_ptr", "out_ptr", "weight_ptr", "bias_ptr"]),
    "matmul_half": (matmul_kernel, {"a_ptr": "*fp16", "b_ptr": "*fp16", "c_ptr": "*fp16", **MATMUL}, {"M": 32, "N": 32, "K": 32}, 4,
                    ["a_ptr", "b_ptr", "c_ptr", *ALIGNED]),
    "matmul_bfloat": (matmul_kernel, {"a_ptr": "*bf16", "b_ptr": "*bf16", "c_ptr": "*fp32", **MATMUL}, {"M": 64, "N": 32, "K": 32}, 4,
                      ["a_ptr", "b_ptr", "c_ptr", *ALIGNED]),
    "matmul_float": (matmul_kernel, {"a_ptr": "*fp32", "b_ptr": "*fp32", "c_ptr": "*fp32", **MATMUL}, {"M": 32, "N": 32, "K": 16}, 4,
                     ["a_ptr", "b_ptr", "c_ptr", *ALIGNED]),
    "row_sum": (row_sum_kernel, {"x_ptr": "*i32", "out_ptr": "*i32", "rows": "i32", "columns": "i32"}, {"ROWS": 8, "COLUMNS": 128}, 4, ["x_ptr", "out_ptr"]),
    "cumulative_sum": (cumulative_sum_kernel, {"x_ptr": "*i32", "out_ptr": "*i32", "n": "i32"}, {"BLOCK": 512}, 4, ["x_ptr", "out_ptr"]),
    "histogram": (histogram_kernel, {"x_ptr": "*i32", "bins_ptr": "*i32", "n": "i32"}, {"BLOCK": 256, "BINS": 64}, 4, ["x_ptr", "bins_ptr"]),
    "atomic": (atomic_kernel, {"keys_ptr": "*i32", "values_ptr": "*i32", "sums_ptr": "*i32", "most_ptr": "*i32", "n": "i32"}, {"BLOCK": 256}, 4, []),
    "dropout": (dropout_kernel, {"x_ptr": "*fp32", "out_ptr": "*fp32", "n": "i32", "p": "fp32", "seed": "i32"}, {"BLOCK": 256}, 4, ["x_ptr", "out_ptr"]),
    "gather": (gather_kernel, {"table_ptr": "*fp32", "index_ptr": "*i32", "out_ptr": "*fp32", "n": "i32", "width": "i32"}, {"BLOCK": 128}, 1,
               ["table_ptr", "out_ptr", "width"]),
    "sort": (sort_kernel, {"x_ptr": "*i32", "out_ptr": "*i32", "n": "i32"}, {"BLOCK": 128}, 4, ["x_ptr", "out_ptr"]),
    "gelu_half": (gelu_half_kernel, {"x_ptr": "*fp16", "out_ptr": "*fp16", "n": "i32"}, {"BLOCK": 256}, 4, ["x_ptr", "out_ptr"]),
    "argmax": (argmax_kernel, {"x_ptr": "*fp32", "out_ptr": "*i32", "columns": "i32"}, {"BLOCK": 128}, 2, ["x_ptr"]),
    "lock": (lock_kernel, {"lock_ptr": "*i32", "value_ptr": "*i32"}, {}, 1, []),
}


def strip(ptx):
    """Without debug sections and line information, whose paths differ from machine to machine."""
    ptx = re.sub(r"\n\t\.section\s+\.debug_\w+\s*\n?\t*\{.*?\n\t*\}", "", ptx, flags=re.S)
    kept = [line for line in ptx.split("\n") if not re.match(r"\s*(\.loc|\.file|\$L__(tmp|func|debug)\S*:|//\s*--)", line)]
    text = re.sub(r"(\.target sm_\w+), debug", r"\1", "\n".join(kept))
    return re.sub(r"[ \t]+// .*?\.py.*", "", text).rstrip() + "\n"


def compile_one(name, capability):
    kernel, signature, constants, warps, aligned = KERNELS[name]
    full = {**signature, **{c: "constexpr" for c in constants}}
    attributes = {(kernel.arg_names.index(a),): [["tt.divisibility", 16]] for a in aligned}
    source = triton.compiler.ASTSource(kernel, full, constexprs=constants, attrs=attributes)
    compiled = triton.compile(source, target=GPUTarget("cuda", capability, 32), options={"num_warps": warps})
    print(f"{name}.sm{capability}: {compiled.metadata.name}, {warps} warps, {compiled.metadata.shared} bytes shared")
    return strip(compiled.asm["ptx"])


def without_target(ptx):
    return re.sub(r"\.target sm_\w+", "", ptx)


def compile_all(directory):
    for name in KERNELS:
        ampere, hopper = compile_one(name, 80), compile_one(name, 90)
        (directory / f"triton_{name}.sm80.ptx").write_text(ampere)
        if without_target(ampere) != without_target(hopper):
            (directory / f"triton_{name}.sm90.ptx").write_text(hopper)


if __name__ == "__main__":
    compile_all(Path(sys.argv[1]))
