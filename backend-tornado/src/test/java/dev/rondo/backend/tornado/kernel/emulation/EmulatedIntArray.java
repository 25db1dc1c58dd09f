package dev.rondo.backend.tornado.kernel.emulation;

/** TornadoVM's {@code IntArray} over an array of Java. */
public record EmulatedIntArray(int[] values) {
    /** An element. */
    public int get(int index) {
        return values[index];
    }

    /** Sets an element. */
    public void set(int index, int value) {
        values[index] = value;
    }
}
