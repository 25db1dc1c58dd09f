package dev.rondo.backend.tornado.kernel.emulation;

/** TornadoVM's {@code DoubleArray} over an array of Java. */
public record EmulatedDoubleArray(double[] values) {
    /** An element. */
    public double get(int index) {
        return values[index];
    }

    /** Sets an element. */
    public void set(int index, double value) {
        values[index] = value;
    }
}
