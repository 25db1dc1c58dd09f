package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.View;

import java.util.List;

/** The right operand of a product, packed once and then used many times. */
final class Packing implements Runnable {
    private final Node product;
    private final Kernels packer;
    private final View left;
    private final View right;
    private Object packed;

    Packing(Node product, Kernels packer, View left, View right) {
        this.product = product;
        this.packer = packer;
        this.left = left;
        this.right = right;
    }

    /** The step of a program that packs. What it writes is no storage. */
    Instruction instruction() {
        return new Instruction(
                product,
                this,
                List.of(right.storage()),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public void run() {
        packed = packer.pack(left, right, packed);
    }

    /** Computes the product, with the packed operand if there is one. */
    void multiply(Kernels kernels, View a, View b, View out) {
        if (packed == null) {
            kernels.matmul(a, b, out);
        } else {
            kernels.matmulPacked(a, b, packed, out);
        }
    }
}
