package dev.rondo.executor.plan;

import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.View;

/**
 * The right operand of a product. It does not change while a loop runs, and is packed before the
 * loop.
 */
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

    /** Computes the product, with the packed operand if there is one. */
    void multiply(Kernels kernels, View a, View b, View out) {
        if (packed == null) {
            kernels.matmul(a, b, out, false);
        } else {
            kernels.matmulPacked(a, b, packed, out, false);
        }
    }
}
