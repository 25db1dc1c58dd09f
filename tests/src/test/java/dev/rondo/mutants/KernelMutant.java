package dev.rondo.mutants;

import dev.rondo.kernels.Kernels;

import java.util.function.Supplier;

/**
 * The reference kernels with one fault.
 *
 * @param kernel the method that is wrong
 * @param fault what is wrong with it
 * @param kernels makes them
 */
record KernelMutant(String kernel, String fault, Supplier<Kernels> kernels) {
    @Override
    public String toString() {
        return kernel + ": " + fault;
    }
}
