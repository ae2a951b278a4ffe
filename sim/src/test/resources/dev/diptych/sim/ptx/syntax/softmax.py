# Made with: python softmax.py > softmax.ptx (Triton 3.8.0)
import triton
import triton.language as tl
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource


@triton.jit
def softmax(x, out, n, block: tl.constexpr):
    i = tl.arange(0, block)
    row = tl.program_id(0) * n
    v = tl.load(x + row + i, mask=i < n, other=-float("inf"))
    e = tl.exp(v - tl.max(v, 0))
    tl.store(out + row + i, e / tl.sum(e, 0), mask=i < n)


source = ASTSource(fn=softmax, signature={"x": "*fp32", "out": "*fp32", "n": "i32", "block": "constexpr"}, constexprs={"block": 256})
print(triton.compile(source, target=GPUTarget("cuda", 80, 32)).asm["ptx"], end="")
