package dev.rondo.executor.plan;

import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.View;

/** The right operand of a product, which stays the same while a loop runs and is packed before. */
final class Packing implements Runnable {
    private final Kernels packer;
    private final View left;
    private final View right;
    private Object packed;

    Packing(Kernels packer, View left, View right) {
        this.packer = packer;
        this.left = left;
        this.right = right;
    }

    @Override
    public void run() {
        packed = packer.pack(left, right, packed);
    }

    /** The product, with what was packed where there is something. */
    void multiply(Kernels kernels, View a, View b, View out) {
        if (packed == null) {
            kernels.matmul(a, b, out, false);
        } else {
            kernels.matmulPacked(a, b, packed, out, false);
        }
    }
}
